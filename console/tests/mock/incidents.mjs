// SPDX-License-Identifier: Apache-2.0
// The queue of the made-up London: one incident of each form that the page has to show.

const minute = 60_000;
const iso = (ms) => new Date(ms).toISOString();

const names = [
  'Alex Marlow',
  'J. Okafor-Reed',
  'Sam Whitlock',
  'Dana Prewitt',
  'Chris Hale',
  'Noor Ellery',
  'R. Castellan',
];

function evidenceNear(position, now, distances) {
  return distances.map((distance_m, at) => ({
    device: position.device,
    fix_time: iso(now - (distances.length - at) * 30_000),
    lat: position.lat + at * 0.0006,
    lon: position.lon + at * 0.0009,
    accuracy_m: 8 + at * 5,
    distance_m,
  }));
}

export function makeIncident(number, positions, now, given) {
  const { wearer: at, ago = 3, evidence = [], kind = 'exclusion_zone', ended = null, ...rest } = given;
  const {
    severity = 'critical',
    state = 'confirmed',
    reason = '',
    condition = 'Z1',
    condition_name = null,
    ...more
  } = rest;
  const opened = now - ago * minute;
  return {
    id: `INC-${number}`,
    state: 'new',
    cleared: false,
    withdrawn: false,
    opened: iso(opened),
    wearer: { id: `W-${at}`, name: names[at % names.length] },
    condition_name,
    programme: at % 2 === 0 ? 'stalking' : 'domestic_abuse',
    device: null,
    ...(more.incident ?? {}),
    episode: {
      id: `ep-${number}`,
      order: `ORD-${at}`,
      condition,
      kind,
      state,
      al_code: null,
      severity,
      started: iso(opened - 45_000),
      ended: ended === null ? null : iso(now - ended * minute),
      detected: iso(opened),
      late: false,
      revision: 1,
      change: 'new',
      reason,
      evidence: evidenceNear(positions[at - 1], opened, evidence),
      rule: kind,
      rule_version: 1,
      ...(more.episode ?? {}),
    },
  };
}

export function makeIncidents(positions, now) {
  const given = [
    {
      wearer: 1,
      ago: 1.2,
      condition_name: 'Her street',
      reason: '2 fixes inside within 60 s',
      evidence: [42, 11.5, -18.2, -31.4],
    },
    {
      wearer: 5,
      ago: 26,
      kind: 'strap',
      condition: null,
      reason: 'strap opened; no event since says it was closed',
      incident: { cleared: true, device: positions[4].device },
      ended: 21,
    },
    {
      wearer: 2,
      ago: 7,
      severity: 'serious',
      state: 'possible',
      condition_name: 'Stratford centre',
      reason: '1 fix inside, accuracy 34 m reaches the boundary',
      evidence: [55, -4.1],
    },
    {
      wearer: 3,
      ago: 48,
      severity: 'serious',
      kind: 'crossing',
      state: 'possible',
      condition: 'Z2',
      condition_name: 'Walk to school',
      reason: 'the way between two fixes 4 min apart crosses the corridor',
      evidence: [130, 96],
      episode: { late: true, revision: 3, change: 'extended' },
      ended: 44,
    },
    {
      wearer: 9,
      ago: 18,
      severity: 'serious',
      kind: 'no_contact',
      condition: null,
      reason: 'nothing heard for 45 min',
    },
    {
      ago: 33,
      severity: 'serious',
      kind: 'association',
      condition: null,
      reason: 'a device without an order reports',
      incident: { wearer: null, programme: null, device: '356307042499999' },
      episode: { order: null },
    },
    {
      wearer: 4,
      ago: 4,
      severity: 'notice',
      kind: 'approach',
      condition_name: 'Her workplace',
      reason: '180 m from the buffer, moving towards it',
      evidence: [420, 310, 180],
    },
    {
      wearer: 12,
      ago: 95,
      severity: 'notice',
      kind: 'curfew',
      condition: 'C1',
      condition_name: 'Night curfew',
      reason: 'home 12 min late',
      evidence: [240],
      episode: { al_code: 'AL09' },
      ended: 83,
    },
    { wearer: 14, ago: 300, severity: 'info', kind: 'battery_low', condition: null, reason: 'battery at 12 %' },
    {
      wearer: 11,
      ago: 60 * 27,
      severity: 'critical',
      condition_name: 'Her parents',
      reason: 'taken back: the late fixes show another way',
      evidence: [-12],
      incident: { withdrawn: true },
      episode: { change: 'withdrawn', revision: 2, late: true },
    },
  ];
  return given.map((each, at) => makeIncident(at + 1, positions, now, each));
}
