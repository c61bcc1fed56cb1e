// SPDX-License-Identifier: Apache-2.0
/** The page's clock follows the server's: ages must not depend on how an operator's computer is set. */
import { signal } from '@preact/signals';

/** How far the server is ahead of this computer; null until it has said. */
const aheadMs = signal<number | null>(null);

/** Ticks once a second. */
export const now = signal(Date.now());

export const clockIsServers = (): boolean => aheadMs.value !== null;

export function serverNow(): number {
  return Date.now() + (aheadMs.peek() ?? 0);
}

/** `Date` has whole seconds, cut off: half a second is added so the error is at most that either way. */
export function noteServerDate(date: string | null, sentAt: number, answeredAt: number): void {
  const server = date === null ? Number.NaN : Date.parse(date) + 500;
  if (Number.isNaN(server) || answeredAt - sentAt > 5000) {
    return;
  }
  const ahead = server - (sentAt + answeredAt) / 2;
  // Within the header's own error the two clocks agree, and a clock that hops to and fro reads badly.
  aheadMs.value = Math.abs(ahead) <= 1000 ? 0 : Math.round(ahead);
}

export function runClock(): void {
  const tick = (): void => {
    now.value = serverNow();
    setTimeout(tick, 1000 - (now.value % 1000));
  };
  tick();
}
