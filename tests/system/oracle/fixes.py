# SPDX-License-Identifier: Apache-2.0
"""Where the text stands over the oracle: §1, §2 – distances, which fixes count and in which order."""
import dataclasses, math

RANKS = dict(gnss=0, wifi=1, rf=2, lbs=3)


def to_mm(metres):
    return math.floor(abs(metres) * 1000 + 0.5) * (1 if metres >= 0 else -1)


def patch(o):
    # design.md: distances are whole millimetres before any comparison; the oracle compares what its floats say.
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

    # interface.md: mechanism absent is gnss
    def radius_of(v):
        if (v.get('accuracy_m') or 0) > 0: return float(v['accuracy_m'])
        if (v.get('hdop') or 0) > 0: return v['hdop'] * 7.5
        return dict(gnss=15.0, wifi=60.0, rf=50.0, lbs=800.0)[v.get('mechanism') or 'gnss']
    o.radius_of = radius_of

    # §2: fixes of one time all count, ordered by mechanism, r, latitude, longitude, then content
    def rank(f): return f.t, RANKS[f.mechanism], f.r, f.lat, f.lon
    o.rank = rank

    def counting(order, observations, kinds):
        by_device = {}
        for device in sorted({d for d, k, _, _ in order.activations if k in kinds}):
            mine, first, fixes = order.bound(kinds, device), {}, []
            for x in observations:
                if x.device != device or not x.fix: continue
                if x.content not in first or x.received < first[x.content].received: first[x.content] = x
            for x in first.values():
                if x.suspect or x.beyond or not o.holds(mine, x.at): continue
                f = o.Fix(device, x.at, x.log, x.fix['lat'], x.fix['lon'], radius_of(x.fix), x.fix.get('mechanism') or 'gnss', False)
                fixes.append(((*rank(f), x.content), f))
            by_device[device] = o.plausible([f for _, f in sorted(fixes, key=lambda kf: kf[0])], order.thresholds['max_speed_mps'])
        return by_device
    o.counting = counting

    # §2: a fix that cannot confirm opens and holds a possible, whatever else is fresh
    def sees(self, zone, forbidden):
        return [o.Seen(f, zone.distance(f.lat, f.lon)) for f in self.fixes]
    o.Watch.speaks, o.Watch.sees = o.Watch.sees, sees

    # interface.md: future_s is an order's threshold
    def judged(order, observations):
        ahead = order.thresholds['future_s'] * o.SECOND
        return [dataclasses.replace(x, suspect=x.at > x.received + ahead) for x in observations]
    o.judged = judged
