// SPDX-License-Identifier: Apache-2.0
/** The map itself: its layers from the ground up, its view, and what a click on it means. */
import Map from 'ol/Map.js';
import View from 'ol/View.js';
import ScaleLine from 'ol/control/ScaleLine.js';
import { createEmpty, extend, isEmpty } from 'ol/extent.js';
import 'ol/ol.css';
import { london } from '../model/area';
import type { Area } from '../model/area';
import { makeBaseLayers } from './base-layer';
import { makeEvidenceLayer } from './evidence-layer';
import { areaOf, planar, planarArea } from './ground';
import { makeIncidentLayer } from './incident-layer';
import { makeTagLayer } from './tag-layer';
import { makeZoneLayer } from './zone-layer';
import type { LonLat } from '../model/zone';

export interface Clicks {
  incident(id: string): void;
  tag(device: string | null): void;
}

/** Closer than this the base map has nothing left to show. */
const closest = 19;
/** A single fix is shown with its street around it, not as a circle that fills the screen. */
const closestFit = 16.5;

export type Chart = ReturnType<typeof makeChart>;

export function makeChart(now: () => number, clicks: Clicks, moved: (area: Area) => void) {
  const base = makeBaseLayers();
  const zones = makeZoneLayer();
  const tags = makeTagLayer(now);
  const incidents = makeIncidentLayer();
  const evidence = makeEvidenceLayer();
  const view = new View({ minZoom: 5, maxZoom: closest, constrainResolution: false });
  const map = new Map({
    layers: [base.ground, zones.layer, base.names, tags.layer, incidents.layer, evidence.layer],
    controls: [new ScaleLine({ units: 'metric', minWidth: 50, maxWidth: 110 })],
    view,
  });

  // The first view needs a size to fit into; until then the view has no centre and draws nothing.
  map.on('change:size', () => {
    if (!view.getCenter() && (map.getSize()?.[0] ?? 0) > 0) {
      showAll();
    }
  });
  map.on('moveend', () => moved(areaOf(view.calculateExtent(map.getSize()))));
  map.on('click', (event) => {
    const at = { hitTolerance: 6 };
    const hit = map.getFeaturesAtPixel(event.pixel, { ...at, layerFilter: (layer) => layer === incidents.layer })[0];
    const tag = map.getFeaturesAtPixel(event.pixel, { ...at, layerFilter: (layer) => layer === tags.layer })[0];
    if (hit) {
      clicks.incident(String(hit.getId()));
    }
    clicks.tag(tag && !hit ? String(tag.getId()) : null);
  });

  function fit(extent: number[], milliseconds: number): void {
    view.fit(extent, { padding: [72, 56, 56, 56], maxZoom: closestFit, duration: milliseconds });
  }

  function showAll(): void {
    view.fit(planarArea(london), { padding: [12, 12, 12, 12] });
  }

  /** Brings what the chosen incident rests on into view: its fixes and its zone, or its tag. */
  function goTo(zoneKey: string | null, place: LonLat | null, milliseconds: number): void {
    const extent = createEmpty();
    extend(extent, evidence.extent() ?? createEmpty());
    if (isEmpty(extent) && place) {
      extend(extent, [...planar(place), ...planar(place)]);
    }
    extend(extent, (zoneKey && zones.extentOf(zoneKey)) || createEmpty());
    if (extent.every(Number.isFinite)) {
      fit(extent, milliseconds);
    }
  }

  function zoomBy(levels: number): void {
    view.animate({ zoom: (view.getZoom() ?? 10) + levels, duration: 150 });
  }

  return { map, base, zones, tags, incidents, evidence, showAll, goTo, zoomBy };
}
