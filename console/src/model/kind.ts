// SPDX-License-Identifier: Apache-2.0
const names: Record<string, string> = {
  exclusion_zone: 'Exclusion zone entered',
  crossing: 'Exclusion zone crossed',
  approach: 'Approaching a zone',
  inclusion_zone: 'Inclusion zone left',
  restriction_zone: 'Restriction zone left',
  curfew: 'Curfew',
  attendance: 'Attendance missed',
  proximity: 'Near the protected person',
  proximity_prealert: 'Nearing the protected person',
  proximity_blind: 'Proximity cannot be told',
  no_contact: 'No contact with tag',
  no_fix: 'Tag has no fix',
  not_monitored: 'Not monitored',
  association: 'Association',
  strap: 'Strap tamper',
  case: 'Case tamper',
  sos: 'SOS',
  jamming: 'Jamming',
  battery_low: 'Battery low',
  battery_dead: 'Battery dead',
  clock_fault: 'Tag clock fault',
};

/** A kind that this page does not know yet is shown as the server wrote it. */
export function kindName(kind: string): string {
  return Object.hasOwn(names, kind) ? (names[kind] ?? kind) : kind.replaceAll('_', ' ');
}
