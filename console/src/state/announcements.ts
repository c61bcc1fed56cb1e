// SPDX-License-Identifier: Apache-2.0
/** What a screen reader says at once: a critical incident that was not critical, or not there, before. */
import { signal } from '@preact/signals';
import { subjectOf } from '../model/incident';
import type { Incident } from '../model/incident';
import { kindName } from '../model/kind';
import { isOpen } from '../model/queue';

export const announcement = signal('');

export function sentenceFor(incident: Incident): string {
  const where = incident.condition_name ? `, ${incident.condition_name}` : '';
  const { state, kind, reason } = incident.episode;
  return `Critical, ${state}: ${kindName(kind)}, ${subjectOf(incident)}${where}. ${reason}`;
}

export function isNewlyCritical(incident: Incident, known: Incident | undefined): boolean {
  return isOpen(incident) && incident.episode.severity === 'critical' && known?.episode.severity !== 'critical';
}

export function announce(incident: Incident, known: Incident | undefined): void {
  if (isNewlyCritical(incident, known)) {
    announcement.value = sentenceFor(incident);
  }
}
