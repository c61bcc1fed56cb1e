// SPDX-License-Identifier: Apache-2.0
import { readIncident } from '../../src/model/incident';
import type { Incident } from '../../src/model/incident';

/** An incident as the server writes it; each test says only what matters to it. */
export function written(given: Record<string, unknown> = {}, episode: Record<string, unknown> = {}) {
  return {
    id: 'INC-1',
    state: 'new',
    cleared: false,
    withdrawn: false,
    opened: '2026-03-01T20:00:00Z',
    wearer: { id: 'W-1', name: 'A. Person' },
    condition_name: 'Her street',
    programme: 'stalking',
    device: null,
    episode: {
      id: 'ep-1',
      order: 'ORD-1',
      condition: 'Z1',
      kind: 'exclusion_zone',
      state: 'confirmed',
      al_code: null,
      severity: 'critical',
      started: '2026-03-01T19:59:00Z',
      ended: null,
      detected: '2026-03-01T20:00:00Z',
      late: false,
      revision: 1,
      change: 'new',
      reason: '2 fixes inside within 60 s',
      evidence: [],
      rule: 'exclusion_zone',
      rule_version: 1,
      ...episode,
    },
    ...given,
  };
}

export function incident(given: Record<string, unknown> = {}, episode: Record<string, unknown> = {}): Incident {
  return readIncident(written(given, episode));
}

export function fix(at: string, lat: number | null, lon: number | null, device = 'tag-1') {
  return { device, fix_time: at, lat, lon, accuracy_m: 8, distance_m: -3 };
}
