// SPDX-License-Identifier: Apache-2.0
/** The two streams of a signed-in console, and the one word the header says about them. */
import { computed, signal } from '@preact/signals';
import { whoAmI } from '../api/session';
import { covers, overview, padded, queryOf, union } from '../model/area';
import type { Area } from '../model/area';
import { follow } from '../stream/follow';
import type { Phase } from '../stream/machine';
import { forgetIncidents, reloadIncidents, takeIncidentEvent } from './incidents';
import { expectAllPositions, forgetPositions, takePositionsEvent } from './positions';
import { session, sessionEnded } from './session';

export type Connection = 'live' | 'connecting' | 'reconnecting' | 'signed_out';

export const incidentPhase = signal<Phase>('idle');
export const trackPhase = signal<Phase>('idle');
const hasBeenLive = signal(false);

export function connectionOf(signedIn: boolean, phases: Phase[], beenLive: boolean): Connection {
  if (!signedIn) {
    return 'signed_out';
  }
  if (phases.every((phase) => phase === 'live')) {
    return 'live';
  }
  const failing = phases.some((phase) => phase === 'waiting' || phase === 'checking');
  return beenLive || failing ? 'reconnecting' : 'connecting';
}

export const connection = computed(() =>
  connectionOf(session.value.is === 'in', [incidentPhase.value, trackPhase.value], hasBeenLive.value),
);

let area: Area = overview;
const shared = { sessionHolds: async () => (await whoAmI()) !== null, signedOut: sessionEnded };

const incidentStream = follow({
  ...shared,
  load: reloadIncidents,
  url: (after) => `/v1/incidents/stream${after === null ? '' : `?after=${encodeURIComponent(after)}`}`,
  event: takeIncidentEvent,
  phase: (phase) => (incidentPhase.value = phase),
  // The daemon's heartbeat comes every 15 s: two may be late, not three.
  silenceMs: 40_000,
});

const trackStream = follow({
  ...shared,
  load: () => Promise.resolve(null),
  url: () => `/v1/track/live?bbox=${queryOf(area)}`,
  opened: expectAllPositions,
  event: takePositionsEvent,
  phase: (phase) => (trackPhase.value = phase),
  // No heartbeat is promised here and a quiet night is possible; connecting again costs one list.
  silenceMs: 120_000,
});

/** The view moved. Only what was never asked for asks again, so zooming in keeps the whole count. */
export function lookAt(view: Area): void {
  if (covers(area, view)) {
    return;
  }
  area = union(area, padded(view));
  if (trackPhase.peek() !== 'idle') {
    trackStream.stop();
    trackStream.start();
  }
}

export function runConnection(): void {
  session.subscribe((value) => {
    if (value.is === 'in') {
      incidentStream.start();
      trackStream.start();
      return;
    }
    incidentStream.stop();
    trackStream.stop();
    hasBeenLive.value = false;
    // Nobody's whereabouts stay on a screen that nobody is signed in to.
    forgetIncidents();
    forgetPositions();
  });
  connection.subscribe((value) => {
    hasBeenLive.value = hasBeenLive.peek() || value === 'live';
  });
  window.addEventListener('online', () => {
    incidentStream.hurry();
    trackStream.hurry();
  });
}
