// SPDX-License-Identifier: Apache-2.0
import { effect, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { makeChart } from '../map/chart';
import type { Chart } from '../map/chart';
import { placeOf } from '../model/place';
import type { Incident } from '../model/incident';
import { zoneKey } from '../model/zone';
import { now, serverNow } from '../state/clock';
import { lookAt } from '../state/connection';
import { incidents, select, selected, selectedId } from '../state/incidents';
import { lastSeen, onPositions, positions, positionsVersion } from '../state/positions';
import { zones } from '../state/zones';
import { Legend } from './legend';
import { TagCard } from './tag-card';
import { showForTests } from './test-state';

function place(incident: Incident) {
  return placeOf(incident, lastSeen);
}

function goToSelected(chart: Chart, milliseconds: number): void {
  const incident = selected.peek();
  if (incident) {
    const { order, condition } = incident.episode;
    const at = place(incident);
    chart.goTo(order && condition && zoneKey(order, condition), at && [at.lon, at.lat], milliseconds);
  }
}

/** Everything that the map follows; answers how to stop. */
function connect(chart: Chart, ground: Element): () => void {
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  chart.tags.take({ all: true, positions: [...positions.values()] });
  const stops = [
    onPositions((batch) => chart.tags.take(batch)),
    effect(() => chart.tags.grow(now.value)),
    effect(() => chart.zones.show(zones.value)),
    effect(() => {
      void positionsVersion.value;
      chart.incidents.show(incidents.value.values(), selectedId.value, place);
    }),
    effect(() => chart.evidence.show(selected.value)),
    // By id: an update of the chosen incident redraws it and leaves the operator's view alone.
    effect(() => {
      if (selectedId.value !== null) {
        // The details open below the map and change its size first.
        requestAnimationFrame(() => {
          chart.map.updateSize();
          goToSelected(chart, calm ? 0 : 350);
        });
      }
    }),
  ];
  const resized = new ResizeObserver(() => chart.map.updateSize());
  resized.observe(ground);
  return () => {
    stops.forEach((stop) => stop());
    resized.disconnect();
    chart.map.setTarget(undefined);
  };
}

export function MapPane() {
  const ground = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart | null>(null);
  const tag = useSignal<string | null>(null);

  useEffect(() => {
    const made = makeChart(serverNow, { incident: select, tag: (device) => (tag.value = device) }, lookAt);
    chart.current = made;
    made.map.setTarget(ground.current!);
    const hide = showForTests(made);
    const disconnect = connect(made, ground.current!);
    return () => {
      hide();
      disconnect();
    };
  }, []);

  return (
    <section class="map-pane" aria-label="Live map">
      <div
        class="map"
        ref={ground}
        tabIndex={0}
        role="application"
        aria-label="Map. Arrow keys move it, plus and minus zoom."
      />
      <div class="map-tools" role="group" aria-label="Map view">
        <button type="button" aria-label="Zoom in" onClick={() => chart.current?.zoomBy(1)}>
          +
        </button>
        <button type="button" aria-label="Zoom out" onClick={() => chart.current?.zoomBy(-1)}>
          −
        </button>
        <button type="button" onClick={() => chart.current?.showAll()}>
          London
        </button>
      </div>
      <Legend />
      {tag.value !== null && <TagCard device={tag.value} close={() => (tag.value = null)} />}
      <p class="attribution">
        Boroughs: contains National Statistics data © Crown copyright and database right; contains OS data © Crown
        copyright (OGL). Underground: © OpenStreetMap contributors (ODbL).
      </p>
    </section>
  );
}
