// SPDX-License-Identifier: Apache-2.0
import { signal } from '@preact/signals';
import { loadZones } from '../api/zones';
import { readZone, zoneKey } from '../model/zone';
import type { Zone } from '../model/zone';
import type { Incident } from '../model/incident';
import { incidents } from './incidents';
import { readEach } from './refusals';
import { session } from './session';

export const zones = signal<ReadonlyMap<string, Zone>>(new Map());

/** Orders change a few times an hour; a minute is how old a zone on the screen may be. */
const everyMs = 60_000;

/** Conditions that stayed unknown after a reload (a curfew has no zone) are not asked for again. */
const asked = new Set<string>();

/** What was last received, as text: an unchanged answer does not redraw thousands of zones. */
let before = '';

async function reload(): Promise<void> {
  const features = await loadZones();
  const text = JSON.stringify(features);
  if (text !== before) {
    before = text;
    zones.value = new Map(readEach(features, readZone).map((zone) => [zoneKey(zone.order, zone.condition), zone]));
  }
}

export function unknownConditions(
  open: Iterable<Incident>,
  known: ReadonlyMap<string, Zone>,
  alreadyAsked: ReadonlySet<string>,
): string[] {
  return [...open].flatMap(({ episode }) => {
    const { order, condition } = episode;
    const key = order === null || condition === null ? null : zoneKey(order, condition);
    return key !== null && !known.has(key) && !alreadyAsked.has(key) ? [key] : [];
  });
}

/** A failed reload is tried again a minute later; the connection state already tells the operator. */
function reloadQuietly(): void {
  if (session.peek().is === 'in') {
    reload().catch(() => undefined);
  }
}

export function runZones(): void {
  session.subscribe((value) => (value.is === 'in' ? reloadQuietly() : forget()));
  setInterval(reloadQuietly, everyMs);
  incidents.subscribe((open) => {
    const unknown = unknownConditions(open.values(), zones.peek(), asked);
    unknown.forEach((key) => asked.add(key));
    if (unknown.length > 0) {
      reloadQuietly();
    }
  });
}

function forget(): void {
  before = '';
  asked.clear();
  zones.value = new Map();
}
