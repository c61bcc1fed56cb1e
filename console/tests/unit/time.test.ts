// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { freshness } from '../../src/model/freshness';
import { age, clockTime, londonTime, londonZone, utcTime } from '../../src/model/time';

const at = (text: string) => Date.parse(text);

describe('London time', () => {
  it('is an hour ahead of UTC in summer and not in winter', () => {
    expect(clockTime(at('2026-07-01T12:00:00Z'))).toBe('13:00:00');
    expect(clockTime(at('2026-01-01T12:00:00Z'))).toBe('12:00:00');
  });

  it('names the zone, which alone tells the two hours of the clock change apart', () => {
    const first = at('2026-10-25T00:30:00Z');
    const second = at('2026-10-25T01:30:00Z');

    expect(clockTime(first)).toBe(clockTime(second));
    expect([londonZone(first), londonZone(second)]).toEqual(['BST', 'GMT']);
  });

  it('writes the day when it is not the London day of now', () => {
    const now = at('2026-07-01T23:30:00Z'); // 2 July in London

    expect(londonTime(at('2026-07-01T23:05:00Z'), now)).toBe('00:05:00');
    expect(londonTime(at('2026-07-01T22:05:00Z'), now)).toBe('1 Jul 23:05:00');
    expect(londonTime(at('2025-07-01T23:05:00Z'), now)).toBe('2 Jul 2025 00:05:00');
  });

  it('has UTC beside it, milliseconds where there are any', () => {
    expect(utcTime(at('2026-07-01T12:00:00Z'))).toBe('2026-07-01 12:00:00 UTC');
    expect(utcTime(at('2026-07-01T12:00:00.25Z'))).toBe('2026-07-01 12:00:00.250 UTC');
  });
});

describe('an age', () => {
  it.each([
    [-500, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 m 00 s'],
    [3_599_000, '59 m 59 s'],
    [3_660_000, '1 h 01 m'],
    [90_000_000, '1 d 01 h'],
  ])('of %i ms is %s', (milliseconds, text) => {
    expect(age(milliseconds)).toBe(text);
  });
});

describe('freshness', () => {
  it('turns at five and at fifteen minutes', () => {
    const now = at('2026-07-01T12:00:00Z');
    const after = (seconds: number) => freshness(now - seconds * 1000, now);

    expect([after(-5), after(300), after(301), after(900), after(901)]).toEqual([
      'current',
      'current',
      'gap',
      'gap',
      'silent',
    ]);
  });
});
