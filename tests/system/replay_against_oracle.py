#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`cordon replay --final` against rules_reference.py on random orders and walks.

usage: replay_against_oracle.py CORDON [--shared DIR] [--seeds N] [--first N] [--keep DIR]

CORDON is the binary. Each seed makes one order with a few zones and one or two tags, and a walk around the zones with
noise, leaps, cell fixes, copies, future fixes, gaps and late arrival. All fields are compared but those that tell the
history (id, revision, detected, late, change). Where rules.md differs from the oracle the text stands: the oracle is
changed in those points (TEXT below), so that the comparison covers everything else. Exit 1 on a difference, with the
case saved; exit 77 where the reference is not beside the checkout."""
import argparse, importlib.util, json, math, os, random, subprocess, sys, tempfile

START = '2026-01-05T10:00:00Z'
HISTORY = ('id', 'revision', 'detected', 'late', 'change')
# Further differences of the oracle that concern what is compared here:
#  - design.md: distances are whole millimetres before any comparison; the oracle compares what its floats say.
#  - rules.md §9: a crossing is serious; the oracle leaves it a notice.


def load_oracle(shared):
    path = os.path.join(shared, 'rules_reference.py')
    if not os.path.exists(path):
        print(f'skipped: {path} is not there')
        sys.exit(77)
    spec = importlib.util.spec_from_file_location('rules_reference', path)
    oracle = importlib.util.module_from_spec(spec)
    sys.modules['rules_reference'] = oracle
    spec.loader.exec_module(oracle)
    patch_to_text(oracle)
    return oracle


def to_mm(metres):
    return math.floor(abs(metres) * 1000 + 0.5) * (1 if metres >= 0 else -1)


def patch_to_text(o):
    """The points in which rules.md (the text) and the oracle differ; the text stands."""
    ranks = dict(gnss=0, wifi=1, rf=2, lbs=3)
    plain_distance, plain_metres = o.Zone._distance, o.metres
    o.Zone._distance = lambda self, lat, lon: to_mm(plain_distance(self, lat, lon)) / 1000
    o.metres = lambda *a: to_mm(plain_metres(*a)) / 1000
    o.Seen.inside = property(lambda s: to_mm(s.d) + to_mm(s.fix.r) <= 0)
    o.Seen.outside = property(lambda s: to_mm(s.d) - to_mm(s.fix.r) > 0)
    o.Seen.beyond = lambda s, margin: to_mm(s.d) - to_mm(s.fix.r) > to_mm(margin)

    def feasible(a, b, limit):
        beyond = to_mm(o.metres(a.lat, a.lon, b.lat, b.lon)) - to_mm(a.r) - to_mm(b.r)
        return beyond <= 0 or b.t > a.t and beyond <= limit * (b.t - a.t)
    o.feasible = feasible

    # §2 mechanism absent is gnss (interface.md)
    def radius_of(v):
        if (v.get('accuracy_m') or 0) > 0: return float(v['accuracy_m'])
        if (v.get('hdop') or 0) > 0: return v['hdop'] * 7.5
        return dict(gnss=15.0, wifi=60.0, rf=50.0, lbs=800.0)[v.get('mechanism') or 'gnss']
    o.radius_of = radius_of

    # §2 fixes of one time all count, ordered by mechanism, r, latitude, longitude, then content
    def counting(order, observations, kinds):
        by_device = {}
        for device in sorted({d for d, k, _, _ in order.activations if k in kinds}):
            mine, first, newest = order.bound(kinds, device), {}, -o.FOREVER
            for x in observations:
                if x.device != device or not x.fix: continue
                if x.content not in first or x.received < first[x.content].received: first[x.content] = x
            fixes = []
            for x in first.values():
                if x.suspect or x.beyond or not o.holds(mine, x.at): continue
                f = o.Fix(device, x.at, x.log, x.fix['lat'], x.fix['lon'], radius_of(x.fix), x.fix.get('mechanism') or 'gnss', False)
                fixes.append(((f.t, ranks[f.mechanism], f.r, f.lat, f.lon, x.content), f))
            by_device[device] = o.plausible([f for _, f in sorted(fixes, key=lambda kf: kf[0])], order.thresholds['max_speed_mps'])
        return by_device
    o.counting = counting

    # §3 a possible is the first counting fix with its centre in, of any mechanism
    plain_sees = o.Watch.sees
    def sees(self, zone, forbidden):
        if not forbidden: return plain_sees(self, zone, forbidden)
        fixes = sorted(self.fixes, key=lambda f: (f.t, ranks[f.mechanism], f.r, f.lat, f.lon, f.device))
        return [o.Seen(f, zone.distance(f.lat, f.lon)) for f in fixes]
    o.Watch.sees = sees

    # §3 only a confirming mechanism's outside fix resets or ends; dwell neighbours are at most 5 minutes apart
    def exclusion(w, zone):
        out, margin, buffer, gap = [], w.th['end_margin_m'], w.cond.buffer, w.th['gap_s'] * o.SECOND
        seen = w.sees(zone, forbidden=True)
        for a, b in o.stretches(w.active, w.reach):
            ep = near = None; inside, dwell = [], []
            before = o.at_boundary(seen, a, gap)
            for s in ([before] if before else []) + [s for s in seen if a <= s.t < b]:
                t, own = max(a, s.t), s.t >= a
                if not ep and s.centre_in:
                    ep, inside, dwell = w.episode('exclusion_zone', t, s.fix, s.d, 'a fix with its centre inside'), [], []; out.append(ep)
                    if near: near.ended, near = t, None
                elif ep: ep.add(s.fix, s.d)
                if not s.fix.confirming: continue
                if ep and s.beyond(margin): ep.ended, ep = t, None
                elif ep and s.outside: inside, dwell = [], []
                elif ep and own:
                    if s.inside: inside.append(s)
                    if not s.centre_in: dwell = []
                    elif dwell and s.t - dwell[-1].t <= gap: dwell = dwell + [s]
                    else: dwell = [s]
                    if ep.state == 'possible' and (run := o.enough(inside, w.th)): w.confirm(ep, f'{len(run)} fixes inside within {(run[-1].t - run[0].t) // 1000} s', 'critical')
                    if ep.state == 'possible' and (run := o.dwelt(dwell, w.th)): w.confirm(ep, f'centre inside for {(run[-1].t - run[0].t) // 1000} s over {len(run)} fixes', 'critical')
                if ep: continue
                if near and to_mm(s.d) > to_mm(buffer) + to_mm(margin): near.ended, near = t, None
                elif not near and 0 < s.d <= buffer: near = w.episode('approach', t, s.fix, s.d, f'{s.d:.0f} m from the zone', state='confirmed'); out.append(near)
            if b <= w.reach:
                for e in (ep, near):
                    if e: e.ended = b
        return out
    o.exclusion = exclusion

    # interface.md: the threshold of crossings is crossing_gap_s; §9: a crossing is serious
    plain_crossings = o.crossings
    def crossings(w, zone, by_device, episodes):
        kept, w.th = w.th, {**w.th, 'gap_s': w.th.get('crossing_gap_s', 300)}
        out = plain_crossings(w, zone, by_device, episodes)
        w.th = kept
        for e in out: e.severity = 'serious'
        return out
    o.crossings = crossings
    o.silence = lambda *a: []      # §6: not of this release
    o.binding = lambda *a: []
    for name in ('crossing_gap_s', 'future_s'): o.DEFAULTS[name] = 300


# ---------------------------------------------------------------- random cases
def e7(x): return round(x, 7)


class Case:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lat0, self.lon0 = self.r.choice([(51.5, -0.12), (51.5, 0.0), (55.9, -3.2), (50.1, -5.5)])
        self.t0 = 1_767_607_200_000
        self.orders()
        self.walk()

    def at(self, east, north):
        return [e7(self.lon0 + east / (111_320 * math.cos(math.radians(self.lat0)))), e7(self.lat0 + north / 111_200)]

    def ring(self, x, y, size, n):
        r = self.r
        radii = [size * r.uniform(0.4, 1) for _ in range(n)]
        points = [self.at(x + s * math.cos(2 * math.pi * i / n), y + s * math.sin(2 * math.pi * i / n)) for i, s in enumerate(radii)]
        return points + points[:1]

    def geometry(self):
        r = self.r; x, y = r.uniform(-1500, 1500), r.uniform(-1500, 1500); size = r.choice([30, 80, 200, 500])
        kind = r.choice(['circle', 'polygon', 'polygon', 'holed', 'multi', 'corridor'])
        if kind == 'circle': return {'type': 'Point', 'coordinates': self.at(x, y)}, r.choice([5, 40, 150.5, 500])
        if kind == 'corridor': return {'type': 'LineString', 'coordinates': [self.at(x + i * size, y + r.uniform(-size, size)) for i in range(r.randint(2, 30))]}, r.choice([10, 60])
        if kind == 'polygon': return {'type': 'Polygon', 'coordinates': [self.ring(x, y, size, r.randint(3, 60))]}, None
        square = lambda cx, cy, h: [self.at(cx + a * h, cy + b * h) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]
        if kind == 'holed': return {'type': 'Polygon', 'coordinates': [square(x, y, size), square(x, y, size / 2)]}, None
        return {'type': 'MultiPolygon', 'coordinates': [[square(x, y, size)], [square(x + 3 * size, y, size)]]}, None

    def thresholds(self):
        r, out = self.r, {}
        for name, values in dict(confirm_fixes=[1, 2, 3], confirm_within_s=[60, 300], dwell_fixes=[3, 4], dwell_s=[60, 180], end_margin_m=[0, 10, 25],
                                 gap_s=[120, 300], crossing_gap_s=[60, 300, 600]).items():
            if r.random() < 0.15: out[name] = r.choice(values)
        return out

    def orders(self):
        r = self.r; hour = 3_600_000
        say = self.said
        conditions = []
        for i in range(r.randint(1, 4)):
            g, radius = self.geometry()
            c = {'id': f'Z{i}', 'type': 'exclusion_zone', 'geometry': g}
            if radius: c['radius_m'] = radius
            if r.random() < 0.5: c['buffer_m'] = r.choice([50, 200, 800])
            if r.random() < 0.4: c['thresholds'] = self.thresholds()
            conditions.append(c)
        if r.random() < 0.3: conditions.append({'id': 'T1', 'type': 'trail'})
        self.devices = ['356307042441013', '356307042441021'][:r.choice([1, 1, 1, 2])]
        starts = self.t0 + r.choice([0, 0, 600_000, 3_630_000]); ends = self.t0 + r.choice([240, 240, 3, 2]) * hour
        activations = []
        for d in self.devices:
            if r.random() < 0.7: activations.append({'device': d, 'kind': 'tag', 'from': say(starts - r.choice([0, hour])), 'to': None})
            else:
                cut = self.t0 + r.randint(1, 7000) * 1000
                activations.append({'device': d, 'kind': 'tag', 'from': say(self.t0), 'to': say(cut)})
                activations.append({'device': d, 'kind': 'tag', 'from': say(cut + r.choice([0, 60_000, 900_000])), 'to': None})
        self.document = {'orders': [{'id': 'ORD-1', 'type': 'licence', 'time_zone': 'Europe/London', 'starts': say(starts), 'ends': say(ends), 'wearer': {'id': 'W-1'},
                                     'activations': activations, 'conditions': conditions}]}
        if r.random() < 0.3: self.document['orders'][0]['thresholds'] = {**self.thresholds(), **({'max_speed_mps': 40} if r.random() < 0.5 else {})}

    @staticmethod
    def said(ms):
        from datetime import datetime, timedelta
        d = datetime(1970, 1, 1) + timedelta(milliseconds=ms)
        return d.strftime('%Y-%m-%dT%H:%M:%S') + (f'.{ms % 1000:03d}' if ms % 1000 else '') + 'Z'

    def walk(self):
        r = self.r; rows = []
        for d in self.devices:
            x, y, t = r.uniform(-1500, 1500), r.uniform(-1500, 1500), self.t0 + r.randint(0, 60) * 1000
            goal = None
            for _ in range(r.randint(20, 220)):
                t += r.choice([1000, 10_000, 30_000, 60_000, 60_000, 60_000, 61_500, 120_000, 300_000, 301_000, 900_000])
                if goal is None or r.random() < 0.1: goal = (r.uniform(-1800, 1800), r.uniform(-1800, 1800))
                far = math.hypot(goal[0] - x, goal[1] - y); step = min(far, r.choice([0, 40, 90, 300, 900]))
                if far > 1: x, y = x + (goal[0] - x) / far * step, y + (goal[1] - y) / far * step
                rows.append(self.fix(d, x, y, t))
                if r.random() < 0.03:                                        # a leap, perhaps borne out
                    lx, ly = x + r.choice([-1, 1]) * r.uniform(3000, 20_000), y
                    for k in range(r.choice([1, 1, 2, 3])): t += 20_000; rows.append(self.fix(d, lx, ly, t))
                    if r.random() < 0.3: x, y = lx, ly
        late = self.r.choice(['in order', 'bursts', 'shuffled', 'mixed'])
        self.lines = self.arrive(rows, late)

    def fix(self, d, x, y, t):
        r = self.r; mechanism = r.choice(['gnss'] * 8 + ['wifi', 'rf', 'lbs', None])
        lon, lat = self.at(x + r.gauss(0, 6), y + r.gauss(0, 6))
        v = {'device': d, 'fix_time': self.said(t), 'lat': lat, 'lon': lon}
        if mechanism: v['mechanism'] = mechanism
        k = r.random()
        if k < 0.6: v['accuracy_m'] = r.choice([3, 8, 12.5, 25, 60, 90, 400])
        elif k < 0.8: v['hdop'] = r.choice([0.8, 1.2, 2.5])
        if r.random() < 0.03: v['valid'] = False
        if r.random() < 0.02: v['battery_pct'] = 50
        if r.random() < 0.03: v['event'] = r.choice(['strap_open', 'strap_closed', 'sos', 'case_open', 'jamming', 'jamming_end', 'battery_low', 'power_connected', 'motion'])
        return t, v

    def arrive(self, rows, how):
        r = self.r; out = []
        rows.sort(key=lambda tv: tv[0])
        if how == 'in order': out = [(t + r.choice([0, 2000, 8000]), t, v) for t, v in rows]
        elif how == 'shuffled':
            end = rows[-1][0] + 60_000; out = [(end + i * 1000, t, v) for i, (t, v) in enumerate(r.sample(rows, len(rows)))]
        else:
            i = 0
            while i < len(rows):
                n = r.choice([1, 1, 1, 5, 30]) if how == 'mixed' else 30
                part = rows[i:i + n]; i += n; end = part[-1][0] + 5000
                for t, v in (reversed(part) if r.random() < 0.7 else part): out.append((end, t, v))
        for now, t, v in list(out):
            if r.random() < 0.05: out.append((now + r.choice([0, 1000, 600_000]), t, v))                  # a copy
            if r.random() < 0.01: out.append((max(t - 400_000, self.t0), t, v))                           # received before it was: suspect
        if how == 'in order': out.sort(key=lambda x: x[0])
        lines = [{**v, 'received': self.said(now)} for now, t, v in out]
        if r.random() < 0.05: lines.append({'tick': self.said(self.t0 + 10 * 3_600_000)})
        for v in lines:                                                                                   # a tag whose week counter rolled over
            if r.random() < 0.01 and 'fix_time' in v:
                from datetime import datetime, timedelta
                d = datetime.fromisoformat(v['fix_time'].replace('Z', '')) - timedelta(weeks=1024)
                v['fix_time'] = d.isoformat(timespec='milliseconds') + 'Z'
        return [json.dumps(v) for v in lines]


def expected(oracle, case):
    reader = oracle.Reader(); orders = reader.document(case.document)
    if reader.faults: return None
    observations, clocks, _ = oracle.read_log('\n'.join(case.lines), None)
    return [oracle.told(e, None, 1, None) for e in oracle.decide(orders, observations, clocks)]


def rows_of(rows):
    strip = lambda row: {k: v for k, v in row.items() if k not in HISTORY}
    key = lambda row: (row['order'] or '', row['condition'] or '', row['started'], row['kind'], json.dumps(row, sort_keys=True))
    return sorted((strip(r) for r in rows), key=key)


def equal(a, b):
    """As JSON, but a tenth of a metre that was rounded on a tie may fall either way."""
    if len(a) != len(b): return False
    for x, y in zip(a, b):
        if {k: v for k, v in x.items() if k != 'evidence'} != {k: v for k, v in y.items() if k != 'evidence'}: return False
        if len(x['evidence']) != len(y['evidence']): return False
        for e, f in zip(x['evidence'], y['evidence']):
            if {k: v for k, v in e.items() if k != 'distance_m'} != {k: v for k, v in f.items() if k != 'distance_m'}: return False
            if abs(e['distance_m'] - f['distance_m']) > 0.1001: return False
    return True


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = os.path.dirname(os.path.abspath(__file__))
    ap.add_argument('cordon'); ap.add_argument('--shared', default=os.path.join(here, '..', '..', '..', 'shared'))
    ap.add_argument('--seeds', type=int, default=60); ap.add_argument('--first', type=int, default=1); ap.add_argument('--keep', default=tempfile.gettempdir())
    a = ap.parse_args(); oracle = load_oracle(a.shared); compared = refused = different = 0; kinds = {}
    for seed in range(a.first, a.first + a.seeds):
        case = Case(seed); want = expected(oracle, case)
        if want is None: refused += 1; continue
        with tempfile.TemporaryDirectory() as folder:
            orders, log = os.path.join(folder, 'orders.json'), os.path.join(folder, 'log.jsonl')
            with open(orders, 'w') as f: json.dump(case.document, f)
            with open(log, 'w') as f: f.write('\n'.join(case.lines) + '\n')
            run = subprocess.run([a.cordon, 'replay', '--orders', orders, '--observations', log, '--final'], capture_output=True, text=True)
            got = [json.loads(line) for line in run.stdout.splitlines()] if run.returncode == 0 else None
            if got is not None and equal(rows_of(got), rows_of(want)): 
                compared += 1
                for row in got: kinds[row['kind']] = kinds.get(row['kind'], 0) + 1
                continue
            different += 1; saved = os.path.join(a.keep, f'replay-case-{seed}')
            os.makedirs(saved, exist_ok=True)
            os.replace(orders, os.path.join(saved, 'orders.json')); os.replace(log, os.path.join(saved, 'log.jsonl'))
            for name, rows in (('want.jsonl', want), ('got.jsonl', got or [])):
                with open(os.path.join(saved, name), 'w') as f: f.writelines(json.dumps(r, sort_keys=True) + '\n' for r in rows_of(rows))
            print(f'seed {seed}: exit {run.returncode} {run.stderr.strip()[:300]}; saved in {saved}')
    told = ', '.join(f'{n} {kind}' for kind, n in sorted(kinds.items()))
    print(f'{compared} cases compared ({told}); {different} differ; {refused} drawn that are no valid order')
    sys.exit(1 if different else 0)


if __name__ == '__main__':
    main()
