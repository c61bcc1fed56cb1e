// SPDX-License-Identifier: Apache-2.0
/** The part of TopoJSON that the London files use: quantised arcs, shared between neighbours. */

export type Position = [number, number];

export interface Geometry {
  type: 'Polygon' | 'MultiPolygon' | 'LineString' | 'MultiLineString';
  id?: string;
  /** Indices into the arcs; a negative one is the bitwise complement of an arc walked backwards. */
  arcs: unknown;
}

export interface Topology {
  type: 'Topology';
  transform: { scale: Position; translate: Position };
  arcs: Position[][];
  objects: Record<string, { type: 'GeometryCollection'; geometries: Geometry[] }>;
}

/** Five decimals are about a metre: finer than these simplified outlines are. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}

/** Arcs hold differences between quantised points; this sums and scales them to degrees. */
export function decodeArcs(topology: Topology): Position[][] {
  const { scale, translate } = topology.transform;
  return topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]): Position => {
      x += dx;
      y += dy;
      return [rounded(x * scale[0] + translate[0]), rounded(y * scale[1] + translate[1])];
    });
  });
}

export function arcNumber(index: number): number {
  return index < 0 ? ~index : index;
}

export function walk(arcs: Position[][], index: number): Position[] {
  const arc = arcs[arcNumber(index)];
  if (!arc) {
    throw new Error(`the topology names arc ${index} and has ${arcs.length}`);
  }
  return index < 0 ? arc.slice().reverse() : arc;
}

/** One line from arcs laid end to end; the point where two meet is kept once. */
export function join(arcs: Position[][], indices: number[]): Position[] {
  return indices.flatMap((index, place) => walk(arcs, index).slice(place === 0 ? 0 : 1));
}

/** The rings of each polygon of a Polygon or MultiPolygon, as arc indices. */
export function polygonsOf(geometry: Geometry): number[][][] {
  switch (geometry.type) {
    case 'Polygon':
      return [geometry.arcs as number[][]];
    case 'MultiPolygon':
      return geometry.arcs as number[][][];
    default:
      throw new Error(`${geometry.id ?? 'a geometry'} is a ${geometry.type}; an area was expected`);
  }
}

export function pathsOf(geometry: Geometry): number[][] {
  switch (geometry.type) {
    case 'LineString':
      return [geometry.arcs as number[]];
    case 'MultiLineString':
      return geometry.arcs as number[][];
    default:
      throw new Error(`${geometry.id ?? 'a geometry'} is a ${geometry.type}; a line was expected`);
  }
}
