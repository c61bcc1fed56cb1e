// SPDX-License-Identifier: Apache-2.0
import { NotUnderstood, finiteOrNull, instant, object, placeOrNull, text, textOrNull } from '../api/reading';

/** The last position known of one tag or protected person's device. */
export interface LastPosition {
  device: string;
  /** Null while no order holds the device. */
  kind: string | null;
  order: string | null;
  wearer: string | null;
  lat: number;
  lon: number;
  accuracy_m: number | null;
  mechanism: string;
  fix_time: number;
  received: number;
  valid: boolean;
  battery_pct: number | null;
}

export function readPosition(value: unknown): LastPosition {
  const from = object(value, 'position');
  const place = placeOrNull(from);
  if (!place) {
    throw new NotUnderstood('a position without a place');
  }
  const fixTime = instant(from, 'fix_time');
  return {
    device: text(from, 'device'),
    kind: textOrNull(from, 'kind'),
    order: textOrNull(from, 'order'),
    wearer: textOrNull(from, 'wearer'),
    ...place,
    accuracy_m: finiteOrNull(from, 'accuracy_m'),
    mechanism: textOrNull(from, 'mechanism') ?? 'gnss',
    fix_time: fixTime,
    received: from['received'] == null ? fixTime : instant(from, 'received'),
    valid: from['valid'] !== false,
    battery_pct: finiteOrNull(from, 'battery_pct'),
  };
}
