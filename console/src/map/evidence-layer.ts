// SPDX-License-Identifier: Apache-2.0
/** The fixes that the chosen incident rests on, numbered as in its table, with their confidence circles. */
import Feature from 'ol/Feature.js';
import CircleShape from 'ol/geom/Circle.js';
import LineString from 'ol/geom/LineString.js';
import Point from 'ol/geom/Point.js';
import VectorLayer from 'ol/layer/Vector.js';
import VectorSource from 'ol/source/Vector.js';
import { Circle, Fill, Stroke, Style, Text } from 'ol/style.js';
import type { Evidence, Incident } from '../model/incident';
import { planar, stretch } from './ground';
import { font, palette } from './palette';

const ring = new Style({
  stroke: new Stroke({ color: palette.evidence, width: 1, lineDash: [2, 3] }),
  fill: new Fill({ color: 'rgba(255, 255, 255, 0.05)' }),
});
const path = new Style({ stroke: new Stroke({ color: 'rgba(255, 255, 255, 0.55)', width: 1.5, lineDash: [6, 5] }) });

function numbered(number: number): Style {
  return new Style({
    image: new Circle({
      radius: 8,
      fill: new Fill({ color: palette.ink }),
      stroke: new Stroke({ color: palette.evidence, width: 1.5 }),
    }),
    text: new Text({
      text: String(number),
      font: font(700, 10),
      fill: new Fill({ color: palette.evidence }),
      offsetY: 0.5,
    }),
  });
}

function at(evidence: Evidence): number[] | null {
  return evidence.place && planar([evidence.place.lon, evidence.place.lat]);
}

function styled(feature: Feature, style: Style): Feature {
  feature.setStyle(style);
  return feature;
}

function featuresOf(incident: Incident): Feature[] {
  const placed = incident.episode.evidence.flatMap((evidence, place) => {
    const point = at(evidence);
    return point ? [{ evidence, point, number: place + 1 }] : [];
  });
  // Two devices (proximity) are two paths: a line between them would be nobody's way.
  const devices = new Set(placed.map(({ evidence }) => evidence.device));
  const paths = [...devices].map((device) =>
    placed
      .filter((each) => each.evidence.device === device)
      .sort((a, b) => a.evidence.fix_time - b.evidence.fix_time),
  );
  return [
    ...placed.flatMap(({ evidence, point }) =>
      evidence.accuracy_m === null || evidence.place === null
        ? []
        : [styled(new Feature(new CircleShape(point, evidence.accuracy_m * stretch(evidence.place.lat))), ring)],
    ),
    ...paths.map((way) => styled(new Feature(new LineString(way.map(({ point }) => point))), path)),
    ...placed.map(({ point, number }) => styled(new Feature(new Point(point)), numbered(number))),
  ];
}

export interface EvidenceLayer {
  layer: VectorLayer<VectorSource>;
  show(incident: Incident | null): void;
  /** Null when no fix of the evidence has a place. */
  extent(): number[] | null;
  count(): number;
}

export function makeEvidenceLayer(): EvidenceLayer {
  const source = new VectorSource();
  return {
    layer: new VectorLayer({ source, zIndex: 6 }),
    show(incident) {
      source.clear(true);
      source.addFeatures(incident ? featuresOf(incident) : []);
    },
    extent: () => (source.isEmpty() ? null : (source.getExtent() ?? null)),
    count: () => source.getFeatures().length,
  };
}
