// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { covers, padded, union } from '../../src/model/area';
import type { Area } from '../../src/model/area';
import { placeOf } from '../../src/model/place';
import { readPosition } from '../../src/model/position';
import { isNewlyCritical } from '../../src/state/announcements';
import { connectionOf } from '../../src/state/connection';
import { unknownConditions } from '../../src/state/zones';
import { fix, incident } from './incidents-of';

const seen = (device: string, wearer: string | null, lat: number) =>
  readPosition({ device, order: 'ORD-1', wearer, lat, lon: -0.1, fix_time: '2026-03-01T20:00:00Z' });

describe('the place of an incident', () => {
  it('is its latest fix, in whatever order they are listed', () => {
    const evidence = [fix('2026-03-01T19:59:00Z', 51.52, -0.1), fix('2026-03-01T19:58:00Z', 51.51, -0.1)];

    expect(placeOf(incident({}, { evidence }), () => [])).toEqual({ lat: 51.52, lon: -0.1, from: 'evidence' });
  });

  it("is where the wearer's tag was last seen when there is no fix, never where the protected person is", () => {
    const protectedFirst = () => [seen('+victim-1', null, 51.6), seen('tag-1', 'W-1', 51.5)];

    expect(placeOf(incident(), protectedFirst)).toEqual({ lat: 51.5, lon: -0.1, from: 'last_position' });
    expect(placeOf(incident(), () => [seen('+victim-1', null, 51.6)])).toBeNull();
  });

  it('is that of the device the evidence names', () => {
    const evidence = [fix('2026-03-01T19:59:00Z', null, null, 'tag-2')];
    const both = () => [seen('tag-1', 'W-1', 51.5), seen('tag-2', 'W-1', 51.4)];

    expect(placeOf(incident({}, { evidence }), both)?.lat).toBe(51.4);
  });
});

describe('the area that the map follows', () => {
  const small: Area = [-0.2, 51.4, 0, 51.6];

  it('covers a smaller view and grows by a larger one', () => {
    expect(covers(padded(small), small)).toBe(true);
    expect(covers(small, padded(small))).toBe(false);
    expect(union(small, [1, 52, 2, 53])).toEqual([-0.2, 51.4, 2, 53]);
  });
});

describe('a critical incident', () => {
  it('is announced when it comes and when it becomes so, once', () => {
    const critical = incident();
    const serious = incident({}, { severity: 'serious' });

    expect(isNewlyCritical(critical, undefined)).toBe(true);
    expect(isNewlyCritical(critical, serious)).toBe(true);
    expect(isNewlyCritical(critical, critical)).toBe(false);
    expect(isNewlyCritical(serious, undefined)).toBe(false);
    expect(isNewlyCritical(incident({ withdrawn: true }), undefined)).toBe(false);
  });
});

describe('the connection', () => {
  it('is live only while both streams are', () => {
    expect(connectionOf(true, ['live', 'live'], true)).toBe('live');
    expect(connectionOf(true, ['live', 'waiting'], false)).toBe('reconnecting');
    expect(connectionOf(true, ['opening', 'live'], true)).toBe('reconnecting');
    expect(connectionOf(true, ['loading', 'opening'], false)).toBe('connecting');
    expect(connectionOf(false, ['live', 'live'], true)).toBe('signed_out');
  });
});

describe('a condition without a zone on the map', () => {
  it('is asked for once', () => {
    const key = JSON.stringify(['ORD-1', 'Z1']);

    expect(unknownConditions([incident()], new Map(), new Set())).toEqual([key]);
    expect(unknownConditions([incident()], new Map(), new Set([key]))).toEqual([]);
    expect(unknownConditions([incident({}, { condition: null })], new Map(), new Set())).toEqual([]);
  });
});
