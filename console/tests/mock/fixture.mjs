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
  [-0.1276, 51.5074],
  [-0.0077, 51.5416],
  [-0.1426, 51.539],
  [-0.0553, 51.545],
  [-0.0722, 51.4732],
  [-0.1169, 51.4613],
  [-0.2246, 51.4927],
  [-0.3064, 51.513],
  [-0.0982, 51.3762],
  [0.0648, 51.4826],
  [0.1005, 51.5607],
  [-0.0742, 51.6517],
  [-0.2405, 51.6025],
  [-0.3346, 51.5806],
  [-0.3415, 51.4613],
  [-0.1969, 51.3614],
  [0.0191, 51.4039],
  [0.1827, 51.5779],
];

export function makePositions(count, now) {
  const random = dice(7);
  return Array.from({ length: count }, (_, at) => {
    const [lon, lat] = homes[at % homes.length];
    const late = random();
    const age =
      late < 0.86
        ? random() * 4 * minute
        : late < 0.94
          ? (6 + random() * 8) * minute
          : (20 + random() * 300) * minute;
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

function zone(at, condition, name, geometry, more = {}) {
  const properties = { order: `ORD-${at}`, condition, name, type: 'exclusion_zone', ...more };
  return { type: 'Feature', properties, geometry };
}

function box([lon, lat], w, h) {
  const ring = [
    [lon - w, lat - h],
    [lon + w * 0.7, lat - h * 1.2],
    [lon + w, lat + h * 0.6],
    [lon - w * 0.4, lat + h],
    [lon - w, lat - h],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}

export function makeZones(positions) {
  const near = (at, dx = 0.002, dy = 0.001) => [positions[at - 1].lon + dx, positions[at - 1].lat + dy];
  const features = [
    zone(1, 'Z1', 'Her street', box(near(1), 0.006, 0.0035), { buffer_m: 200 }),
    zone(2, 'Z1', 'Stratford centre', { type: 'Point', coordinates: near(2, 0.004, 0.002) }, { radius_m: 700 }),
    zone(
      3,
      'Z2',
      'Walk to school',
      { type: 'LineString', coordinates: [near(3), near(3, 0.008, 0.004), near(3, 0.016, 0.002)] },
      { radius_m: 80 },
    ),
    zone(
      4,
      'Z1',
      'Her workplace',
      { type: 'Point', coordinates: near(4, 0.01, 0.006) },
      { radius_m: 350, buffer_m: 150 },
    ),
  ];
  for (let at = 10; at < 60; at += 3) {
    features.push(
      zone(
        at,
        'Z1',
        `Exclusion ${at}`,
        { type: 'Point', coordinates: near(at, 0.012, -0.009) },
        { radius_m: 250 + at * 8 },
      ),
    );
  }
  return { type: 'FeatureCollection', features };
}
