// SPDX-License-Identifier: Apache-2.0
/** Degrees and metres to the map's own plane (Web Mercator, which stretches with latitude). */
import { fromLonLat, toLonLat, transformExtent } from 'ol/proj.js';
import type { Area } from '../model/area';
import type { LonLat } from '../model/zone';

export function planar(at: LonLat): number[] {
  return fromLonLat(at);
}

export function planarPath(path: LonLat[]): number[][] {
  return path.map((at) => fromLonLat(at));
}

export function planarArea(area: Area): number[] {
  return transformExtent([...area], 'EPSG:4326', 'EPSG:3857');
}

export function areaOf(extent: number[]): Area {
  const [a = 0, b = 0, c = 0, d = 0] = transformExtent(extent, 'EPSG:3857', 'EPSG:4326');
  return [a, b, c, d];
}

/** How many map units a metre on the ground is at this latitude. */
export function stretch(lat: number): number {
  return 1 / Math.cos((lat * Math.PI) / 180);
}

export function stretchAt(point: number[]): number {
  return stretch(toLonLat(point)[1] ?? 0);
}
