// SPDX-License-Identifier: Apache-2.0
const names: Record<string, string> = {
  exclusion_zone: 'Exclusion zone entered',
  crossing: 'Exclusion zone crossed',
  approach: 'Approaching a zone',
  inclusion_zone: 'Inclusion zone left',
  restriction_zone: 'Restriction zone left',
  curfew: 'Away during curfew',
  attendance: 'Attendance late or missed',
  proximity: 'Near the protected person',
  proximity_prealert: 'Nearing the protected person',
  proximity_blind: 'Distance to protected person not known',
  no_contact: 'No contact with tag',
  no_fix: 'Tag has no fix',
  not_monitored: 'Not monitored',
  association: 'Device without one order',
  strap: 'Strap tamper',
  case: 'Case tamper',
  sos: 'SOS',
  jamming: 'Jamming',
  battery_low: 'Battery low',
  battery_dead: 'Battery dead',
  clock_fault: 'Device clock fault',
};

/** A kind that this page does not know yet is shown as the server wrote it. */
export function kindName(kind: string): string {
  return Object.hasOwn(names, kind) ? (names[kind] ?? kind) : kind.replaceAll('_', ' ');
}

const alCodes: Record<string, string> = {
  AL08: 'Out when the curfew began',
  AL09: 'Came home late',
  AL10: 'Left home during the curfew',
  AL11: 'Still out when the curfew ended',
  AL12: 'Out for all of the curfew',
};

/** What a curfew's code says; the code itself where this page does not know it yet. */
export function alCodeName(code: string): string {
  return Object.hasOwn(alCodes, code) ? (alCodes[code] ?? code) : code;
}
