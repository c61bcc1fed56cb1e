// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { BaseMap } from '../../build/base-map';
import { makeBaseMapJson } from '../../build/base-map-plugin';
import { decodeArcs, join } from '../../build/topology';
import type { Position, Topology } from '../../build/topology';

const map = JSON.parse(makeBaseMapJson()) as BaseMap;

/** Even-odd, for a point well away from any edge. */
function isInside([x, y]: Position, ring: Position[]): boolean {
  return ring.reduce((inside, [x1, y1], at) => {
    const [x2, y2] = ring[(at + 1) % ring.length]!;
    const crosses = y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1;
    return crosses ? !inside : inside;
  }, false);
}

const boroughAt = (point: Position) =>
  map.boroughs.filter(({ polygons }) => polygons.some(([outer]) => isInside(point, outer!))).map(({ name }) => name);

describe('TopoJSON', () => {
  it('arcs are sums of differences, and a negative index walks one backwards', () => {
    const topology: Topology = {
      type: 'Topology',
      transform: { scale: [0.1, 0.5], translate: [10, 50] },
      arcs: [
        [
          [0, 0],
          [1, 1],
          [1, -1],
        ],
        [
          [4, 0],
          [-2, 0],
        ],
      ],
      objects: {},
    };
    const arcs = decodeArcs(topology);

    expect(arcs[0]).toEqual([
      [10, 50],
      [10.1, 50.5],
      [10.2, 50],
    ]);
    expect(join(arcs, [0, ~1])).toEqual([
      [10, 50],
      [10.1, 50.5],
      [10.2, 50],
      [10.4, 50],
    ]);
    expect(() => join(arcs, [2])).toThrow('the topology names arc 2');
  });
});

describe('the base map', () => {
  it('has 33 closed boroughs, each where it should be', () => {
    expect(map.boroughs).toHaveLength(33);
    expect(
      map.boroughs.every(({ polygons }) => polygons.flat().every((ring) => ring[0]!.join() === ring.at(-1)!.join())),
    ).toBe(true);
    expect(boroughAt([-0.09, 51.513])).toEqual(['City of London']);
    expect(boroughAt([-0.1, 51.37])).toEqual(['Croydon']);
  });

  it('has the Thames between the banks: at Tower Bridge and at Woolwich, not in Camden', () => {
    expect(isInside([-0.0754, 51.5055], map.river)).toBe(true);
    expect(isInside([0.06, 51.4965], map.river)).toBe(true);
    expect(isInside([-0.14, 51.54], map.river)).toBe(false);
    expect(map.river.every(([lon]) => lon < 0.25)).toBe(true);
  });

  it('has the Underground by line, inside the map', () => {
    const names = map.lines.map(({ name }) => name);

    expect(names).toContain('Victoria');
    expect(new Set(names).size).toBe(names.length);
    expect(
      map.lines.every(({ paths }) =>
        paths.flat().every(([lon, lat]) => lon > -0.7 && lon < 0.3 && lat > 51.3 && lat < 51.8),
      ),
    ).toBe(true);
  });
});
