// SPDX-License-Identifier: Apache-2.0
// A made-up London: people, places and orders that nobody has. Times are relative to the start of the mock.

const minute = 60_000;
const iso = (ms) => new Date(ms).toISOString();

/** The same numbers on every run (a linear congruential generator), so a screenshot can be compared. */
export function dice(seed) {
  let state = seed;
  return () => (state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296;
}

const homes = [
  [-0.1276, 51.5074], [-0.0077, 51.5416], [-0.1426, 51.539], [-0.0553, 51.545], [-0.0722, 51.4732], [-0.1169, 51.4613],
  [-0.2246, 51.4927], [-0.3064, 51.513], [-0.0982, 51.3762], [0.0648, 51.4826], [0.1005, 51.5607], [-0.0742, 51.6517],
  [-0.2405, 51.6025], [-0.3346, 51.5806], [-0.3415, 51.4613], [-0.1969, 51.3614], [0.0191, 51.4039], [0.1827, 51.5779],
];

export function makePositions(count, now) {
  const random = dice(7);
  return Array.from({ length: count }, (_, at) => {
    const [lon, lat] = homes[at % homes.length];
    const late = random();
    const age = late < 0.86 ? random() * 4 * minute : late < 0.94 ? (6 + random() * 8) * minute : (20 + random() * 300) * minute;
    return {
      device: `3563070424${String(41000 + at)}`,
      order: `ORD-${at + 1}`,
      wearer: `W-${at + 1}`,
      lat: lat + (random() + random() - 1) * 0.035,
      lon: lon + (random() + random() - 1) * 0.055,
      accuracy_m: Math.round(5 + random() * 40),
      mechanism: random() < 0.93 ? 'gnss' : 'lbs',
      fix_time: iso(now - age),
      received: iso(now - Math.max(0, age - 2000)),
      valid: true,
      ...(at % 7 === 0 ? {} : { battery_pct: Math.round(15 + random() * 85) }),
    };
  });
}

const names = ['Alex Marlow', 'J. Okafor-Reed', 'Sam Whitlock', 'Dana Prewitt', 'Chris Hale', 'Noor Ellery', 'R. Castellan'];

function zone(at, condition, name, geometry, more = {}) {
  const properties = { order: `ORD-${at}`, condition, name, type: 'exclusion_zone', ...more };
  return { type: 'Feature', properties, geometry };
}

function box([lon, lat], w, h) {
  const ring = [[lon - w, lat - h], [lon + w * 0.7, lat - h * 1.2], [lon + w, lat + h * 0.6], [lon - w * 0.4, lat + h], [lon - w, lat - h]];
  return { type: 'Polygon', coordinates: [ring] };
}

export function makeZones(positions) {
  const near = (at, dx = 0.002, dy = 0.001) => [positions[at - 1].lon + dx, positions[at - 1].lat + dy];
  const features = [
    zone(1, 'Z1', 'Her street', box(near(1), 0.006, 0.0035), { buffer_m: 200 }),
    zone(2, 'Z1', 'Stratford centre', { type: 'Point', coordinates: near(2, 0.004, 0.002) }, { radius_m: 700 }),
    zone(3, 'Z2', 'Walk to school', { type: 'LineString', coordinates: [near(3), near(3, 0.008, 0.004), near(3, 0.016, 0.002)] }, { radius_m: 80 }),
    zone(4, 'Z1', 'Her workplace', { type: 'Point', coordinates: near(4, 0.01, 0.006) }, { radius_m: 350, buffer_m: 150 }),
  ];
  for (let at = 10; at < 60; at += 3) {
    features.push(zone(at, 'Z1', `Exclusion ${at}`, { type: 'Point', coordinates: near(at, 0.012, -0.009) }, { radius_m: 250 + at * 8 }));
  }
  return { type: 'FeatureCollection', features };
}

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
  const { severity = 'critical', state = 'confirmed', reason = '', condition = 'Z1', condition_name = null, ...more } = rest;
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
    ...(more.incident ?? {}),
    episode: {
      id: `ep-${number}`, order: `ORD-${at}`, condition, kind, state, al_code: null, severity,
      started: iso(opened - 45_000), ended: ended === null ? null : iso(now - ended * minute), detected: iso(opened),
      late: false, revision: 1, change: 'new', reason,
      evidence: evidenceNear(positions[at - 1], opened, evidence), rule: kind, rule_version: 1,
      ...(more.episode ?? {}),
    },
  };
}

export function makeIncidents(positions, now) {
  const given = [
    { wearer: 1, ago: 1.2, condition_name: 'Her street', reason: '2 fixes inside within 60 s', evidence: [42, 11.5, -18.2, -31.4] },
    { wearer: 5, ago: 26, kind: 'strap', condition: null, reason: 'strap opened; no event since says it was closed', incident: { cleared: true }, ended: 21 },
    { wearer: 2, ago: 7, severity: 'serious', state: 'possible', condition_name: 'Stratford centre', reason: '1 fix inside, accuracy 34 m reaches the boundary', evidence: [55, -4.1] },
    { wearer: 3, ago: 48, severity: 'serious', kind: 'crossing', state: 'possible', condition: 'Z2', condition_name: 'Walk to school', reason: 'the way between two fixes 4 min apart crosses the corridor', evidence: [130, 96], episode: { late: true, revision: 3, change: 'extended' }, ended: 44 },
    { wearer: 9, ago: 18, severity: 'serious', kind: 'no_contact', condition: null, reason: 'nothing heard for 45 min' },
    { wearer: 4, ago: 4, severity: 'notice', kind: 'approach', condition_name: 'Her workplace', reason: '180 m from the buffer, moving towards it', evidence: [420, 310, 180] },
    { wearer: 12, ago: 95, severity: 'notice', kind: 'curfew', condition: 'C1', condition_name: 'Night curfew', reason: 'home 12 min late', evidence: [240], episode: { al_code: 'AL09' }, ended: 83 },
    { wearer: 14, ago: 300, severity: 'info', kind: 'battery_low', condition: null, reason: 'battery at 12 %' },
    { wearer: 11, ago: 60 * 27, severity: 'critical', condition_name: 'Her parents', reason: 'taken back: the late fixes show another way', evidence: [-12], incident: { withdrawn: true }, episode: { change: 'withdrawn', revision: 2, late: true } },
  ];
  return given.map((each, at) => makeIncident(at + 1, positions, now, each));
}
