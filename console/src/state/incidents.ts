// SPDX-License-Identifier: Apache-2.0
/** The open incidents, as loaded and as the stream has changed them since. */
import { computed, signal } from '@preact/signals';
import { loadIncidents } from '../api/incidents';
import { readIncident } from '../model/incident';
import type { Incident } from '../model/incident';
import { countOpen, queueOf, supersedes } from '../model/queue';
import type { QueueFilter } from '../model/queue';
import type { ServerEvent } from '../stream/server-events';
import { announce } from './announcements';
import { parsed, readEach } from './refusals';

export const incidents = signal<ReadonlyMap<string, Incident>>(new Map());
export const incidentsLoaded = signal(false);
export const filter = signal<QueueFilter>({ severities: new Set(), words: '' });
export const selectedId = signal<string | null>(null);

export const queue = computed(() => queueOf(incidents.value.values(), filter.value));
export const openCounts = computed(() => countOpen(incidents.value.values()));
export const selected = computed(() => incidents.value.get(selectedId.value ?? '') ?? null);

export async function reloadIncidents(signalled: AbortSignal): Promise<string | null> {
  const page = await loadIncidents(signalled);
  const read = readEach(page.incidents, readIncident);
  incidents.value = new Map(read.map((incident) => [incident.id, incident]));
  incidentsLoaded.value = true;
  return page.position;
}

export function takeIncidentEvent(event: ServerEvent): void {
  if (event.event !== 'incident') {
    return;
  }
  for (const incident of readEach([parsed(event.data)], readIncident)) {
    const known = incidents.peek().get(incident.id);
    if (supersedes(incident, known)) {
      announce(incident, known);
      incidents.value = new Map(incidents.peek()).set(incident.id, incident);
    }
  }
}

export function select(id: string | null): void {
  selectedId.value = id;
}

export function forgetIncidents(): void {
  incidents.value = new Map();
  incidentsLoaded.value = false;
  selectedId.value = null;
}
