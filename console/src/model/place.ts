// SPDX-License-Identifier: Apache-2.0
import type { Incident } from './incident';
import type { LastPosition } from './position';

export interface IncidentPlace {
  lat: number;
  lon: number;
  /** An incident without a fix (no contact, a strap) stands where its tag was last seen. */
  from: 'evidence' | 'last_position';
}

/** The latest fix of the evidence; failing that, where a device of the order was last seen. */
export function placeOf(incident: Incident, ofOrder: (order: string) => LastPosition[]): IncidentPlace | null {
  const fixes = incident.episode.evidence.filter((each) => each.place !== null);
  const latest = fixes.reduce<(typeof fixes)[number] | null>(
    (best, each) => (best === null || each.fix_time > best.fix_time ? each : best),
    null,
  );
  if (latest?.place) {
    return { ...latest.place, from: 'evidence' };
  }
  const named = new Set(incident.episode.evidence.map((each) => each.device));
  const candidates = ofOrder(incident.episode.order).filter((each) =>
    // A protected person's device hangs on the same order; its place is never shown for the wearer's.
    named.size > 0 ? named.has(each.device) : each.wearer !== null && isWearer(each.wearer, incident),
  );
  const seen = candidates.sort((a, b) => b.fix_time - a.fix_time)[0];
  return seen ? { lat: seen.lat, lon: seen.lon, from: 'last_position' } : null;
}

function isWearer(wearer: string, incident: Incident): boolean {
  return incident.wearer !== null && (wearer === incident.wearer.id || wearer === incident.wearer.name);
}
