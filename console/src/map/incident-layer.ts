// SPDX-License-Identifier: Apache-2.0
/** Where each open incident is: a form for the severity, dashed while it is only possible. */
import Feature from 'ol/Feature.js';
import Point from 'ol/geom/Point.js';
import VectorLayer from 'ol/layer/Vector.js';
import VectorSource from 'ol/source/Vector.js';
import { Circle, Fill, RegularShape, Stroke, Style, Text } from 'ol/style.js';
import { subjectOf } from '../model/incident';
import type { Incident } from '../model/incident';
import { isOpen } from '../model/queue';
import { rank } from '../model/severity';
import type { IncidentPlace } from '../model/place';
import { planar } from './ground';
import { font, palette, severityColour } from './palette';

/** Diamond, triangle, square, circle: the same forms as in the queue. */
function mark({ episode }: Incident): Style {
  const colour = severityColour[episode.severity];
  const confirmed = episode.state === 'confirmed';
  const shape = {
    fill: new Fill({ color: confirmed ? colour : palette.ink }),
    stroke: new Stroke({ color: confirmed ? palette.ink : colour, width: 2 }),
  };
  const image = {
    critical: () => new RegularShape({ ...shape, points: 4, radius: 10 }),
    serious: () => new RegularShape({ ...shape, points: 3, radius: 10 }),
    notice: () => new RegularShape({ ...shape, points: 4, radius: 9, angle: Math.PI / 4 }),
    info: () => new Circle({ ...shape, radius: 6 }),
  }[episode.severity]();
  return new Style({ image, zIndex: 10 - rank(episode.severity) });
}

function halo({ episode }: Incident, chosen: boolean): Style {
  const colour = severityColour[episode.severity];
  const dash = episode.state === 'possible' ? { lineDash: [4, 4] } : {};
  return new Style({
    image: new Circle({
      radius: chosen ? 20 : 16,
      fill: new Fill({ color: `${colour}2b` }),
      stroke: new Stroke({ color: chosen ? palette.chosen : colour, width: chosen ? 2 : 1.25, ...dash }),
    }),
    zIndex: 5 - rank(episode.severity),
  });
}

function name(incident: Incident): Style {
  return new Style({
    text: new Text({
      text: subjectOf(incident).slice(0, 28),
      font: font(600, 12),
      offsetY: -28,
      fill: new Fill({ color: palette.text }),
      stroke: new Stroke({ color: palette.ink, width: 4 }),
    }),
  });
}

export interface IncidentLayer {
  layer: VectorLayer<VectorSource>;
  show(
    incidents: Iterable<Incident>,
    selectedId: string | null,
    placeOf: (incident: Incident) => IncidentPlace | null,
  ): void;
  count(): number;
}

export function makeIncidentLayer(): IncidentLayer {
  const source = new VectorSource();
  return {
    layer: new VectorLayer({ source, zIndex: 5 }),
    show(incidents, selectedId, placeOf) {
      const features = [...incidents].filter(isOpen).flatMap((incident) => {
        const place = placeOf(incident);
        if (!place) {
          return [];
        }
        const chosen = incident.id === selectedId;
        const feature = new Feature(new Point(planar([place.lon, place.lat])));
        feature.setId(incident.id);
        feature.setStyle(
          chosen ? [halo(incident, true), mark(incident), name(incident)] : [halo(incident, false), mark(incident)],
        );
        return [feature];
      });
      source.clear(true);
      source.addFeatures(features);
    },
    count: () => source.getFeatures().length,
  };
}
