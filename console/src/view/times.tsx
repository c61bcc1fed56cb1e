// SPDX-License-Identifier: Apache-2.0
import { age, clockTime, londonTime, londonZone, utcTime } from '../model/time';
import { now } from '../state/clock';

/** London time; UTC on hover. The day is written out unless it is today. */
export function LondonTime({ at }: { at: number }) {
  // Only the day matters here, so the text is not made again every second.
  const today = Math.floor(now.peek() / 60_000) * 60_000;
  return (
    <time dateTime={new Date(at).toISOString()} title={utcTime(at)}>
      {londonTime(at, today)}
    </time>
  );
}

/** Ticks. */
export function Age({ since }: { since: number }) {
  return <span class="age">{age(now.value - since)}</span>;
}

export function ServerClock() {
  const at = now.value;
  return (
    <time class="clock" dateTime={new Date(at).toISOString()} title={utcTime(at)}>
      {clockTime(at)} <span class="clock-zone">{londonZone(at)}</span>
    </time>
  );
}
