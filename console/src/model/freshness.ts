// SPDX-License-Identifier: Apache-2.0
/** How old a tag's last fix is, in the field's own terms. */

export const freshnesses = ['current', 'gap', 'silent'] as const;

export type Freshness = (typeof freshnesses)[number];

const minute = 60_000;

/** A tag sends about one fix a minute: five without one are a gap, fifteen are "out of sync". */
export const gapAfter = 5 * minute;
export const silentAfter = 15 * minute;

export const freshnessName: Record<Freshness, string> = {
  current: 'Fix under 5 min old',
  gap: '5 to 15 min old',
  silent: 'Over 15 min old',
};

export function freshness(fixTime: number, now: number): Freshness {
  const age = now - fixTime;
  if (age <= gapAfter) {
    return 'current';
  }
  return age <= silentAfter ? 'gap' : 'silent';
}
