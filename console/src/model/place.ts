// SPDX-License-Identifier: Apache-2.0
import type { Incident } from './incident';
import type { LastPosition } from './position';

export interface IncidentPlace {
  lat: number;
  lon: number;
  /** An incident without a fix (no contact, a strap) stands where its tag was last seen. */
  from: 'evidence' | 'last_position';
}

/** Where devices were last seen. */
export interface LastSeen {
  ofOrder(order: string): LastPosition[];
  ofDevice(device: string): LastPosition | undefined;
}

/** The latest fix of the evidence; failing that, where a device of the order, or the device itself, was last seen. */
export function placeOf(incident: Incident, seen: LastSeen): IncidentPlace | null {
  const fixes = incident.episode.evidence.filter((each) => each.place !== null);
  const latest = fixes.reduce<(typeof fixes)[number] | null>(
    (best, each) => (best === null || each.fix_time > best.fix_time ? each : best),
    null,
  );
  if (latest?.place) {
    return { ...latest.place, from: 'evidence' };
  }
  const { order } = incident.episode;
  const candidates = order === null ? ofDevice(incident, seen) : ofOrder(order, incident, seen);
  const last = candidates.sort((a, b) => b.fix_time - a.fix_time)[0];
  return last ? { lat: last.lat, lon: last.lon, from: 'last_position' } : null;
}

/** A protected person's device hangs on the same order; its place is never shown for the wearer's. */
function ofOrder(order: string, incident: Incident, seen: LastSeen): LastPosition[] {
  const named = new Set(incident.episode.evidence.map((each) => each.device));
  const all = seen.ofOrder(order);
  if (named.size > 0) {
    return all.filter((each) => named.has(each.device));
  }
  const worn = all.filter((each) => each.wearer !== null && isWearer(each.wearer, incident));
  const meant = worn.filter((each) => each.device === incident.device);
  return meant.length > 0 ? meant : worn;
}

/** Two orders may hold a protected person's device, which is then in neither's incident; its place stays hers. */
function ofDevice({ device }: Incident, seen: LastSeen): LastPosition[] {
  const last = device === null ? undefined : seen.ofDevice(device);
  return last && last.kind !== 'protected' ? [last] : [];
}

function isWearer(wearer: string, incident: Incident): boolean {
  return incident.wearer !== null && (wearer === incident.wearer.id || wearer === incident.wearer.name);
}
