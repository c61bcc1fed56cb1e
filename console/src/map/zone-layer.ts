// SPDX-License-Identifier: Apache-2.0
import Feature from 'ol/Feature.js';
import type { FeatureLike } from 'ol/Feature.js';
import { buffer } from 'ol/extent.js';
import LineString from 'ol/geom/LineString.js';
import MultiPolygon from 'ol/geom/MultiPolygon.js';
import Polygon, { circular } from 'ol/geom/Polygon.js';
import VectorLayer from 'ol/layer/Vector.js';
import VectorSource from 'ol/source/Vector.js';
import { Fill, Stroke, Style, Text } from 'ol/style.js';
import type { LonLat, Zone } from '../model/zone';
import { bufferStyle } from './buffer-style';
import { planar, planarPath, stretchAt } from './ground';
import { font, palette } from './palette';

const { zone: colours } = palette;
const fill = new Fill({ color: colours.fill });
const edge = new Stroke({ color: colours.line, width: 1.5 });
const labelFill = new Fill({ color: colours.text });
const labelHalo = new Stroke({ color: palette.ink, width: 3 });

/** Names stay legible on the map and cannot run across it. */
const longestName = 40;

/** A circle on the ground: every point of it at this distance on the ellipsoid's sphere. */
function circle(centre: LonLat, radius: number): Polygon {
  return circular(centre, radius, 96).transform('EPSG:4326', 'EPSG:3857') as Polygon;
}

/** A stroke as wide as the strip on the ground, so a corridor needs no polygon of its own. */
function strip(radius: number, colour: string, at: number[], resolution: number): Style {
  const width = Math.max((2 * radius * stretchAt(at)) / resolution, 1);
  return new Style({ stroke: new Stroke({ color: colour, width, lineCap: 'round', lineJoin: 'round' }) });
}

function label(zone: Zone): Text {
  return new Text({
    text: zone.name.slice(0, longestName),
    font: font(600, 11),
    fill: labelFill,
    stroke: labelHalo,
    overflow: true,
    ...(zone.shape.kind === 'corridor' ? { placement: 'line' as const, offsetY: -10 } : {}),
  });
}

/** About four kilometres across the screen's width in pixels: where names stop covering each other. */
const labelsBelow = 22;

function styleOf(zone: Zone): (feature: FeatureLike, resolution: number) => Style[] {
  const plain = new Style({ fill, stroke: edge });
  const named = new Style({ fill, stroke: edge, text: label(zone) });
  const { shape } = zone;
  if (shape.kind === 'corridor') {
    const at = planar(shape.path[0] ?? [0, 0]);
    const middle = new Style({ stroke: edge });
    const middleNamed = new Style({ stroke: edge, text: label(zone) });
    return (_feature, resolution) => [
      strip(shape.radius_m, colours.fill, at, resolution),
      resolution < labelsBelow ? middleNamed : middle,
    ];
  }
  if (shape.buffer_m > 0) {
    const at = planar(shape.kind === 'circle' ? shape.centre : (shape.polygons[0]?.[0]?.[0] ?? [0, 0]));
    const around = bufferStyle(shape.buffer_m * stretchAt(at), colours.buffer);
    return (_feature, resolution) => [around, resolution < labelsBelow ? named : plain];
  }
  return (_feature, resolution) => [resolution < labelsBelow ? named : plain];
}

function featureOf(key: string, zone: Zone): Feature {
  const { shape } = zone;
  const feature = new Feature(
    shape.kind === 'area'
      ? new MultiPolygon(shape.polygons.map((rings) => rings.map(planarPath)))
      : shape.kind === 'circle'
        ? circle(shape.centre, shape.radius_m)
        : new LineString(planarPath(shape.path)),
  );
  feature.setId(key);
  feature.setStyle(styleOf(zone));
  return feature;
}

/** How far the zone goes beyond the geometry of its feature, in map units. */
function reachOf({ shape }: Zone): number {
  const first =
    shape.kind === 'area' ? shape.polygons[0]?.[0]?.[0] : shape.kind === 'circle' ? shape.centre : shape.path[0];
  return (shape.kind === 'corridor' ? shape.radius_m : shape.buffer_m) * stretchAt(planar(first ?? [0, 0]));
}

export interface ZoneLayer {
  layer: VectorLayer<VectorSource>;
  show(zones: ReadonlyMap<string, Zone>): void;
  /** The ground a zone covers on the plane, to bring it into view. */
  extentOf(key: string): number[] | null;
  count(): number;
}

export function makeZoneLayer(): ZoneLayer {
  const source = new VectorSource();
  let reach = new Map<string, number>();
  return {
    layer: new VectorLayer({ source, zIndex: 1, declutter: 'zone-names' }),
    show(zones) {
      source.clear(true);
      reach = new Map([...zones].map(([key, zone]) => [key, reachOf(zone)]));
      source.addFeatures([...zones].map(([key, zone]) => featureOf(key, zone)));
    },
    extentOf(key) {
      const extent = source.getFeatureById(key)?.getGeometry()?.getExtent();
      return extent ? buffer(extent, reach.get(key) ?? 0) : null;
    },
    count: () => source.getFeatures().length,
  };
}
