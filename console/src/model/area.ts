// SPDX-License-Identifier: Apache-2.0
/** A box of longitudes and latitudes: minlon, minlat, maxlon, maxlat. */
export type Area = readonly [number, number, number, number];

/** London and a commuter's hour around it. */
export const overview: Area = [-1.4, 50.9, 1.1, 52.1];

/** What the map shows first: Greater London. */
export const london: Area = [-0.51, 51.29, 0.33, 51.69];

export function covers(outer: Area, inner: Area): boolean {
  return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
}

export function union(a: Area, b: Area): Area {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

/** Half as much again on each side, so a small pan asks for nothing; never off the map. */
export function padded(view: Area): Area {
  const dx = (view[2] - view[0]) / 2;
  const dy = (view[3] - view[1]) / 2;
  return [
    Math.max(view[0] - dx, -180),
    Math.max(view[1] - dy, -85),
    Math.min(view[2] + dx, 180),
    Math.min(view[3] + dy, 85),
  ];
}

export function queryOf(area: Area): string {
  return area.map((degrees) => degrees.toFixed(4)).join(',');
}
