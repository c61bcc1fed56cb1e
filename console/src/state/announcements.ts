// SPDX-License-Identifier: Apache-2.0
/** What a screen reader says at once: a critical incident that was not critical, or not there, before. */
import { signal } from '@preact/signals';
import type { Incident } from '../model/incident';
import { kindName } from '../model/kind';
import { isOpen } from '../model/queue';

export const announcement = signal('');

export function sentenceFor(incident: Incident): string {
  const who = incident.wearer ? incident.wearer.name || incident.wearer.id : incident.episode.order;
  const where = incident.condition_name ? `, ${incident.condition_name}` : '';
  const { state, kind, reason } = incident.episode;
  return `Critical, ${state}: ${kindName(kind)}, ${who}${where}. ${reason}`;
}

export function isNewlyCritical(incident: Incident, known: Incident | undefined): boolean {
  return isOpen(incident) && incident.episode.severity === 'critical' && known?.episode.severity !== 'critical';
}

export function announce(incident: Incident, known: Incident | undefined): void {
  if (isNewlyCritical(incident, known)) {
    announcement.value = sentenceFor(incident);
  }
}
