// SPDX-License-Identifier: Apache-2.0
import { NotUnderstood, finiteOrNull, list, object, text, textOrNull } from '../api/reading';
import type { Json } from '../api/reading';

export type LonLat = [number, number];

export type ZoneShape =
  | { kind: 'area'; polygons: LonLat[][][]; buffer_m: number }
  | { kind: 'circle'; centre: LonLat; radius_m: number; buffer_m: number }
  | { kind: 'corridor'; path: LonLat[]; radius_m: number };

export interface Zone {
  order: string;
  condition: string;
  name: string;
  type: string;
  shape: ZoneShape;
}

function readPoint(value: unknown): LonLat {
  const [lon, lat] = list(value, 'a coordinate');
  if (typeof lon !== 'number' || typeof lat !== 'number' || !(Math.abs(lat) <= 85) || !(Math.abs(lon) <= 180)) {
    throw new NotUnderstood('a coordinate is off the map');
  }
  return [lon, lat];
}

function readPath(value: unknown): LonLat[] {
  return list(value, 'a path').map(readPoint);
}

function readPolygon(value: unknown): LonLat[][] {
  return list(value, 'a polygon').map(readPath);
}

function readShape(geometry: Json, properties: Json): ZoneShape {
  const at = geometry['coordinates'];
  const radius_m = finiteOrNull(properties, 'radius_m') ?? 0;
  const buffer_m = finiteOrNull(properties, 'buffer_m') ?? 0;
  switch (geometry['type']) {
    case 'Polygon':
      return { kind: 'area', polygons: [readPolygon(at)], buffer_m };
    case 'MultiPolygon':
      return { kind: 'area', polygons: list(at, 'a multipolygon').map(readPolygon), buffer_m };
    case 'Point':
      return { kind: 'circle', centre: readPoint(at), radius_m, buffer_m };
    case 'LineString':
      return { kind: 'corridor', path: readPath(at), radius_m };
    default:
      throw new NotUnderstood(`a zone cannot be a ${String(geometry['type'])}`);
  }
}

export function readZone(value: unknown): Zone {
  const feature = object(value, 'a zone');
  const properties = object(feature['properties'], 'properties');
  const condition = text(properties, 'condition');
  return {
    order: text(properties, 'order'),
    condition,
    name: textOrNull(properties, 'name') ?? condition,
    type: textOrNull(properties, 'type') ?? 'exclusion_zone',
    shape: readShape(object(feature['geometry'], 'geometry'), properties),
  };
}

/** Names a condition anywhere: ids of conditions are unique only within their order. */
export function zoneKey(order: string, condition: string): string {
  return JSON.stringify([order, condition]);
}
