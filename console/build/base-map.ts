// SPDX-License-Identifier: Apache-2.0
/** London as the console draws it: boroughs, the Thames between them, and the Underground. */
import { arcNumber, decodeArcs, join, pathsOf, polygonsOf, walk } from './topology';
import type { Position, Topology } from './topology';

export interface BaseMap {
  boroughs: { name: string; centre: Position; polygons: Position[][][] }[];
  /** One ring, up the north bank and down the south bank. */
  river: Position[];
  lines: { name: string; paths: Position[][] }[];
}

export interface Centroid {
  name: string;
  cx: number;
  cy: number;
}

interface Edge {
  borough: string;
  points: Position[];
}

function key(point: Position | undefined): string {
  return point ? point.join() : '';
}

/** Arcs that only one borough has are London's outside; they are chained into a ring. */
export function outline(topology: Topology, arcs: Position[][]): Edge[] {
  const uses = new Map<number, { borough: string; index: number }[]>();
  for (const geometry of topology.objects['boroughs']?.geometries ?? []) {
    for (const index of polygonsOf(geometry).flat(2)) {
      const before = uses.get(arcNumber(index)) ?? [];
      uses.set(arcNumber(index), [...before, { borough: geometry.id ?? '', index }]);
    }
  }
  const edges: Edge[] = [...uses.values()].flatMap(([use, ...others]) =>
    use && others.length === 0 ? [{ borough: use.borough, points: walk(arcs, use.index) }] : [],
  );
  const from = new Map(edges.map((edge) => [key(edge.points[0]), edge]));
  const ring: Edge[] = [];
  let next = edges[0];
  while (next && ring.length < edges.length) {
    ring.push(next);
    next = from.get(key(next.points.at(-1)));
  }
  if (ring.length < edges.length) {
    throw new Error(`London's outline breaks after ${ring.length} of ${edges.length} arcs`);
  }
  return ring;
}

/**
 * The boroughs stop at the banks, so London's outline runs up the river and back. The Thames is the
 * part of it between Havering's southernmost point and Bexley's easternmost.
 */
export function thames(ring: Edge[]): Position[] {
  const points = ring.flatMap((edge) => edge.points.map((at) => ({ borough: edge.borough, at })));
  const extreme = (borough: string, more: (at: Position) => number): number => {
    const places = points.flatMap((point, place) => (point.borough === borough ? [place] : []));
    return places.reduce(
      (best, place) => (more(points[place]!.at) > more(points[best]!.at) ? place : best),
      places[0] ?? -1,
    );
  };
  const north = extreme('Havering', ([, lat]) => -lat);
  const south = extreme('Bexley', ([lon]) => lon);
  if (north < 0 || south < 0) {
    throw new Error('the Thames is found between Havering and Bexley; one of them is missing');
  }
  const turned = [...points.slice(north), ...points.slice(0, north)];
  const river = turned.slice(0, ((south - north + points.length) % points.length) + 1).map((point) => point.at);
  return river.concat([river[0]!]);
}

export function makeBaseMap(boroughs: Topology, centroids: Centroid[], tube: Topology): BaseMap {
  const arcs = decodeArcs(boroughs);
  const centres = new Map(centroids.map(({ name, cx, cy }): [string, Position] => [name, [cx, cy]]));
  const tubeArcs = decodeArcs(tube);
  const lines = new Map<string, Position[][]>();
  for (const geometry of tube.objects['line']?.geometries ?? []) {
    const name = geometry.id ?? '';
    const paths = pathsOf(geometry).map((path) => join(tubeArcs, path));
    lines.set(name, [...(lines.get(name) ?? []), ...paths]);
  }
  return {
    boroughs: (boroughs.objects['boroughs']?.geometries ?? []).map((geometry) => {
      const name = geometry.id ?? '';
      const polygons = polygonsOf(geometry).map((rings) => rings.map((ring) => join(arcs, ring)));
      return { name, centre: centres.get(name) ?? polygons[0]![0]![0]!, polygons };
    }),
    river: thames(outline(boroughs, arcs)),
    lines: [...lines].map(([name, paths]) => ({ name, paths })),
  };
}
