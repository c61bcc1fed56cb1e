// SPDX-License-Identifier: Apache-2.0
/** What the operator handles: one episode of the engine, with the wearer and the condition's name. */
import { finite, finiteOrNull, flag, instant, instantOrNull, list, object, oneOf } from '../api/reading';
import { placeOrNull, text, textOrNull } from '../api/reading';
import { severities } from './severity';
import type { Severity } from './severity';

export interface Evidence {
  device: string;
  fix_time: number;
  place: { lat: number; lon: number } | null;
  accuracy_m: number | null;
  /** Negative is inside the zone. */
  distance_m: number | null;
}

export interface Episode {
  id: string;
  /** Null of a device that no order holds: then the incident says which device. */
  order: string | null;
  condition: string | null;
  kind: string;
  state: 'possible' | 'confirmed';
  al_code: string | null;
  severity: Severity;
  started: number;
  ended: number | null;
  detected: number;
  late: boolean;
  revision: number;
  change: string;
  reason: string;
  evidence: Evidence[];
  rule: string;
  rule_version: number | null;
}

export interface Incident {
  id: string;
  state: string;
  cleared: boolean;
  withdrawn: boolean;
  opened: number;
  wearer: { id: string; name: string } | null;
  condition_name: string | null;
  programme: string | null;
  /** What it is about, where that is one device. */
  device: string | null;
  episode: Episode;
}

/** An episode names a handful of fixes; more than this is not evidence anybody reads. */
const mostEvidence = 500;

function readEvidence(value: unknown): Evidence {
  const from = object(value, 'evidence');
  return {
    device: text(from, 'device'),
    fix_time: instant(from, 'fix_time'),
    place: placeOrNull(from),
    accuracy_m: finiteOrNull(from, 'accuracy_m'),
    distance_m: finiteOrNull(from, 'distance_m'),
  };
}

function readEpisode(value: unknown): Episode {
  const from = object(value, 'episode');
  return {
    id: text(from, 'id'),
    order: textOrNull(from, 'order'),
    condition: textOrNull(from, 'condition'),
    kind: text(from, 'kind'),
    state: oneOf(from, 'state', ['possible', 'confirmed']),
    al_code: textOrNull(from, 'al_code'),
    severity: oneOf(from, 'severity', severities),
    started: instant(from, 'started'),
    ended: instantOrNull(from, 'ended'),
    detected: instant(from, 'detected'),
    late: flag(from, 'late'),
    revision: finite(from, 'revision'),
    change: text(from, 'change'),
    reason: text(from, 'reason'),
    evidence: list(from['evidence'] ?? [], 'evidence')
      .slice(0, mostEvidence)
      .map(readEvidence),
    rule: textOrNull(from, 'rule') ?? '',
    rule_version: finiteOrNull(from, 'rule_version'),
  };
}

export function readIncident(value: unknown): Incident {
  const from = object(value, 'incident');
  const wearer = from['wearer'] == null ? null : object(from['wearer'], 'wearer');
  return {
    id: text(from, 'id'),
    state: text(from, 'state'),
    cleared: flag(from, 'cleared'),
    withdrawn: flag(from, 'withdrawn'),
    opened: instant(from, 'opened'),
    wearer: wearer && { id: text(wearer, 'id'), name: textOrNull(wearer, 'name') ?? '' },
    condition_name: textOrNull(from, 'condition_name'),
    programme: textOrNull(from, 'programme'),
    device: textOrNull(from, 'device'),
    episode: readEpisode(from['episode']),
  };
}

/** Whom it is about, in a row and on the map: the wearer; the order where nobody is named; else the device. */
export function subjectOf({ wearer, episode, device }: Incident): string {
  return wearer?.name || wearer?.id || episode.order || (device ? `Device ${device}` : 'No order');
}
