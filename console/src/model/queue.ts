// SPDX-License-Identifier: Apache-2.0
/** The order in which an operator should look at things. */
import type { Incident } from './incident';
import { kindName } from './kind';
import { rank, severities } from './severity';
import type { Severity } from './severity';

export interface QueueFilter {
  /** None chosen means all. */
  severities: ReadonlySet<Severity>;
  words: string;
}

export type SeverityCounts = Record<Severity, number>;

export function isClosed(incident: Incident): boolean {
  return incident.state === 'closed';
}

/** Still asks for a person: not closed, not taken back by a later fix. One that cleared itself still does. */
export function isOpen(incident: Incident): boolean {
  return !isClosed(incident) && !incident.withdrawn;
}

/** Withdrawn ones last; then the most severe, then the newest; the id decides between twins. */
export function compareIncidents(a: Incident, b: Incident): number {
  return (
    Number(a.withdrawn) - Number(b.withdrawn) ||
    rank(a.episode.severity) - rank(b.episode.severity) ||
    b.opened - a.opened ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function searched(incident: Incident): string {
  const { episode, wearer } = incident;
  return [
    incident.id,
    wearer?.id,
    wearer?.name,
    incident.condition_name,
    incident.programme,
    incident.device,
    episode.order,
    episode.condition,
    episode.kind,
    kindName(episode.kind),
    episode.al_code,
    episode.state,
    episode.reason,
    ...new Set(episode.evidence.map((each) => each.device)),
  ]
    .join('\n')
    .toLocaleLowerCase('en-GB');
}

/** Every word has to be found somewhere in the incident. */
export function matches(incident: Incident, filter: QueueFilter): boolean {
  if (filter.severities.size > 0 && !filter.severities.has(incident.episode.severity)) {
    return false;
  }
  const words = filter.words.toLocaleLowerCase('en-GB').split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return true;
  }
  const found = searched(incident);
  return words.every((word) => found.includes(word));
}

export function queueOf(incidents: Iterable<Incident>, filter: QueueFilter): Incident[] {
  return [...incidents].filter((each) => !isClosed(each) && matches(each, filter)).sort(compareIncidents);
}

export function countOpen(incidents: Iterable<Incident>): SeverityCounts {
  const counts = Object.fromEntries(severities.map((severity) => [severity, 0])) as SeverityCounts;
  for (const incident of incidents) {
    if (isOpen(incident)) {
      counts[incident.episode.severity] += 1;
    }
  }
  return counts;
}

/** Pages and the stream can both carry an incident: an earlier revision never replaces a later one. */
export function supersedes(candidate: Incident, known: Incident | undefined): boolean {
  return !known || candidate.episode.revision >= known.episode.revision;
}

/** Neighbour of the chosen row; the first row when none is chosen or it has left the queue. */
export function step(ids: readonly string[], from: string | null, by: 1 | -1): string | null {
  const at = from === null ? -1 : ids.indexOf(from);
  if (at < 0) {
    return ids[0] ?? null;
  }
  return ids[Math.min(Math.max(at + by, 0), ids.length - 1)] ?? null;
}
