// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { covers, padded, union } from '../../src/model/area';
import type { Area } from '../../src/model/area';
import { placeOf } from '../../src/model/place';
import type { LastSeen } from '../../src/model/place';
import { readPosition } from '../../src/model/position';
import type { LastPosition } from '../../src/model/position';
import { isNewlyCritical, sentenceFor } from '../../src/state/announcements';
import { connectionOf } from '../../src/state/connection';
import { unknownConditions } from '../../src/state/zones';
import { fix, incident } from './incidents-of';

const seen = (device: string, wearer: string | null, lat: number, kind = wearer === null ? 'protected' : 'tag') =>
  readPosition({ device, kind, order: 'ORD-1', wearer, lat, lon: -0.1, fix_time: '2026-03-01T20:00:00Z' });

/** Last positions as the page keeps them: all of one order. */
const lastSeen = (...all: LastPosition[]): LastSeen => ({
  ofOrder: (order) => all.filter((each) => each.order === order),
  ofDevice: (device) => all.find((each) => each.device === device),
});
const stray = (device: string | null) => incident({ wearer: null, device }, { order: null, condition: null });

describe('the place of an incident', () => {
  it('is its latest fix, in whatever order they are listed', () => {
    const evidence = [fix('2026-03-01T19:59:00Z', 51.52, -0.1), fix('2026-03-01T19:58:00Z', 51.51, -0.1)];

    expect(placeOf(incident({}, { evidence }), lastSeen())).toEqual({ lat: 51.52, lon: -0.1, from: 'evidence' });
  });

  it("is where the wearer's tag was last seen when there is no fix, never where the protected person is", () => {
    const protectedFirst = lastSeen(seen('+victim-1', null, 51.6), seen('tag-1', 'W-1', 51.5));

    expect(placeOf(incident(), protectedFirst)).toEqual({ lat: 51.5, lon: -0.1, from: 'last_position' });
    expect(placeOf(incident(), lastSeen(seen('+victim-1', null, 51.6)))).toBeNull();
  });

  it('is that of the device the evidence names', () => {
    const evidence = [fix('2026-03-01T19:59:00Z', null, null, 'tag-2')];
    const both = lastSeen(seen('tag-1', 'W-1', 51.5), seen('tag-2', 'W-1', 51.4));

    expect(placeOf(incident({}, { evidence }), both)?.lat).toBe(51.4);
  });

  it('is that of the tag it is about, of two that the wearer has', () => {
    const both = lastSeen(seen('tag-1', 'W-1', 51.5), seen('tag-2', 'W-1', 51.4));

    expect(placeOf(incident({ device: 'tag-2' }), both)?.lat).toBe(51.4);
  });

  it("of nearness without a fix is the wearer's, though it is about the protected person's device", () => {
    const both = lastSeen(seen('+victim-1', null, 51.6), seen('tag-1', 'W-1', 51.5));

    expect(placeOf(incident({ device: '+victim-1' }, { kind: 'proximity_blind' }), both)?.lat).toBe(51.5);
  });

  it('is where its device was last seen when no order holds it, but never where a protected person is', () => {
    const both = lastSeen(seen('+victim-1', null, 51.6), seen('tag-1', 'W-1', 51.5));

    expect(placeOf(stray('tag-1'), both)).toEqual({ lat: 51.5, lon: -0.1, from: 'last_position' });
    expect(placeOf(stray('+victim-1'), both)).toBeNull();
    expect(placeOf(stray('unheard-of'), both)).toBeNull();
    expect(placeOf(stray(null), both)).toBeNull();
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

  it('is announced by its device where there is neither wearer nor order', () => {
    expect(sentenceFor(stray('tag-1'))).toContain(', Device tag-1,');
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
    expect(unknownConditions([incident({}, { order: null })], new Map(), new Set())).toEqual([]);
  });
});
