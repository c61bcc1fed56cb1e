// SPDX-License-Identifier: Apache-2.0
/** `window.cordon`: what a browser test asserts instead of pixels. Read only; counts and states, no people. */
import { toLonLat } from 'ol/proj.js';
import type { Chart } from '../map/chart';
import { connection } from '../state/connection';
import { incidents, queue, selectedId } from '../state/incidents';
import { positions } from '../state/positions';
import { refusals } from '../state/refusals';

export interface ConsoleState {
  readonly connection: string;
  readonly incidents: number;
  readonly queue: number;
  readonly selected: string | null;
  readonly positions: number;
  readonly refusals: number;
  readonly map: {
    readonly boroughs: number;
    readonly zones: number;
    readonly tags: number;
    readonly incidents: number;
    readonly evidence: number;
    readonly zoom: number;
    readonly centre: readonly number[];
  };
}

declare global {
  interface Window {
    readonly cordon?: ConsoleState;
  }
}

function stateOf(chart: Chart): ConsoleState {
  const view = chart.map.getView();
  return {
    connection: connection.peek(),
    incidents: incidents.peek().size,
    queue: queue.peek().length,
    selected: selectedId.peek(),
    positions: positions.size,
    refusals: refusals.peek().count,
    map: {
      boroughs: chart.base.names.getSource()?.getFeatures().length ?? 0,
      zones: chart.zones.count(),
      tags: chart.tags.count(),
      incidents: chart.incidents.count(),
      evidence: chart.evidence.count(),
      zoom: view.getZoom() ?? 0,
      centre: toLonLat(view.getCenter() ?? [0, 0]),
    },
  };
}

export function showForTests(chart: Chart): () => void {
  Object.defineProperty(window, 'cordon', { configurable: true, get: () => Object.freeze(stateOf(chart)) });
  return () => void Reflect.deleteProperty(window, 'cordon');
}
