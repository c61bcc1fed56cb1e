// SPDX-License-Identifier: Apache-2.0
/** Last positions: one point a tag, its colour and form by the age of its fix, its circle when there is room. */
import Feature from 'ol/Feature.js';
import CircleShape from 'ol/geom/Circle.js';
import Point from 'ol/geom/Point.js';
import VectorLayer from 'ol/layer/Vector.js';
import VectorSource from 'ol/source/Vector.js';
import { Circle, Fill, Stroke, Style, Text } from 'ol/style.js';
import { freshness, freshnesses } from '../model/freshness';
import type { Freshness } from '../model/freshness';
import type { LastPosition } from '../model/position';
import type { Batch } from '../state/positions';
import { planar, stretch } from './ground';
import { font, freshnessColour, palette } from './palette';

/** Filled, ring, small ring: the age is told without the colour too. */
function dot(age: Freshness, radius: number): Style {
  const colour = freshnessColour[age];
  const image =
    age === 'current'
      ? new Circle({
          radius,
          fill: new Fill({ color: colour }),
          stroke: new Stroke({ color: palette.ink, width: 1.5 }),
        })
      : new Circle({
          radius: age === 'gap' ? radius : radius - 1,
          fill: new Fill({ color: palette.ink }),
          stroke: new Stroke({ color: colour, width: age === 'gap' ? 2 : 1.25 }),
        });
  return new Style({ image });
}

const far = Object.fromEntries(freshnesses.map((age) => [age, dot(age, 3.5)])) as Record<Freshness, Style>;
const farther = Object.fromEntries(freshnesses.map((age) => [age, dot(age, 2.6)])) as Record<Freshness, Style>;
const near = Object.fromEntries(freshnesses.map((age) => [age, dot(age, 5.5)])) as Record<Freshness, Style>;

/** Below this many pixels the circle would only thicken the dot. */
const smallestCirclePx = 9;
const nearBelow = 12;
/** All of London at once: thousands of dots have to leave the incidents in sight. */
const farBelow = 45;
const namesBelow = 5;

function circleStyle(position: LastPosition, accuracy: number, age: Freshness): Style {
  return new Style({
    geometry: new CircleShape(planar([position.lon, position.lat]), accuracy * stretch(position.lat)),
    stroke: new Stroke({ color: freshnessColour[age], width: 1, ...(position.valid ? {} : { lineDash: [4, 4] }) }),
    fill: new Fill({ color: 'rgba(63, 208, 164, 0.06)' }),
  });
}

function nameStyle(position: LastPosition): Style {
  return new Style({
    text: new Text({
      text: (position.wearer ?? position.device).slice(0, 24),
      font: font(500, 11),
      offsetX: 10,
      textAlign: 'left',
      fill: new Fill({ color: palette.text }),
      stroke: new Stroke({ color: palette.ink, width: 3 }),
    }),
  });
}

export interface TagLayer {
  layer: VectorLayer<VectorSource<Feature<Point>>>;
  take(batch: Batch): void;
  /** Ages go on when no fix comes: restyles the tags whose freshness changed. */
  grow(now: number): void;
  count(): number;
}

export function makeTagLayer(now: () => number): TagLayer {
  const source = new VectorSource<Feature<Point>>();
  const shown = new Map<string, { feature: Feature<Point>; position: LastPosition; age: Freshness }>();

  function styles(device: string, resolution: number): Style[] {
    const tag = shown.get(device);
    if (!tag) {
      return [];
    }
    const { position, age } = tag;
    const accuracy = position.accuracy_m ?? 0;
    const wide = (accuracy * stretch(position.lat)) / resolution >= smallestCirclePx;
    return [
      ...(wide && resolution < nearBelow * 2 ? [circleStyle(position, accuracy, age)] : []),
      (resolution < nearBelow ? near : resolution < farBelow ? far : farther)[age],
      ...(resolution < namesBelow ? [nameStyle(position)] : []),
    ];
  }

  function add(position: LastPosition): Feature<Point> {
    const feature = new Feature(new Point(planar([position.lon, position.lat])));
    feature.setId(position.device);
    shown.set(position.device, { feature, position, age: freshness(position.fix_time, now()) });
    return feature;
  }

  function move(position: LastPosition): Feature<Point>[] {
    const known = shown.get(position.device);
    if (!known) {
      return [add(position)];
    }
    known.position = position;
    known.age = freshness(position.fix_time, now());
    known.feature.getGeometry()?.setCoordinates(planar([position.lon, position.lat]));
    return [];
  }

  return {
    layer: new VectorLayer({
      source,
      zIndex: 3,
      style: (feature, resolution) => styles(String(feature.getId()), resolution),
    }),
    take(batch) {
      if (batch.all) {
        source.clear(true);
        shown.clear();
      }
      source.addFeatures(batch.positions.flatMap(move));
    },
    grow(at) {
      for (const tag of shown.values()) {
        const age = freshness(tag.position.fix_time, at);
        if (age !== tag.age) {
          tag.age = age;
          tag.feature.changed();
        }
      }
    },
    count: () => shown.size,
  };
}
