# SPDX-License-Identifier: Apache-2.0
"""Random walks of tags and protected persons' devices: noise, leaps, cell fixes, silence, fixes without a place."""
import math
from oracle.places import said

EVENTS = ['strap_open', 'strap_closed', 'sos', 'case_open', 'jamming', 'jamming_end', 'battery_low', 'battery_dead', 'power_connected', 'motion']


class Walks:
    def __init__(self, r, plane, since, until, homes, haunts):
        self.r, self.plane, self.since, self.until, self.homes, self.haunts = r, plane, since, until, homes, haunts

    def steps(self, fixes):
        """Instants that fill the time of the walk: dense stretches with long silences between them."""
        r = self.r; t, out = self.since + r.choice([0, r.randint(0, 120) * 1000]), []     # whole minutes meet the edges of windows
        for left in range(fixes, 0, -1):
            out.append(t)
            jump = (self.until - t) / left
            t += r.choice([1000, 30_000, 60_000, 60_000, 60_000, 60_000, 61_500, 120_000, 180_000, 300_000, 301_000, 900_000])
            if r.random() < 0.08: t += int(r.uniform(0, 14) * jump) // 1000 * 1000
        return out

    def wearer(self, device, fixes):
        """Stays at a home, goes to another or to somewhere, comes back."""
        r = self.r; (x, y), rows, path = r.choice(self.homes), [], []
        goal, rests = (x, y), 0
        for t in self.steps(fixes):
            if rests <= 0 and math.hypot(goal[0] - x, goal[1] - y) < 1:
                rests, here = r.choice([0, 3, 10, 20]), r.choice(self.homes if r.random() < 0.5 else self.haunts)
                goal = here if r.random() < 0.7 else (here[0] + r.uniform(-300, 300), here[1] + r.uniform(-300, 300))
            rests -= 1
            if rests <= 0:
                far = math.hypot(goal[0] - x, goal[1] - y); step = min(far, r.choice([20, 90, 300, 900]))
                if far > 0: x, y = x + (goal[0] - x) / far * step, y + (goal[1] - y) / far * step
            path.append((t, x, y)); rows.append(self.fix(device, x, y, t))
            if r.random() < 0.02: rows.append(self.fix(device, x + 30, y, t))        # two of one instant
            if r.random() < 0.02:                                                    # a leap, perhaps borne out
                for k in range(r.choice([1, 1, 2, 3])): rows.append(self.fix(device, x + 8000, y, t + 20_000 * (k + 1)))
        return rows, path

    def protected(self, device, path):
        """Near the wearer for a while, away for a while; at its own instants or at the wearer's."""
        r = self.r; rows, apart, quiet = [], (400.0, 0.0), 0
        for t, x, y in path:
            if r.random() < 0.12: apart = (r.choice([0, 60, 150, 300, 700, 1500, 3000]) * r.choice([-1, 1]), r.uniform(-100, 100))
            if r.random() < 0.03: quiet = r.randint(2, 12)
            quiet -= 1
            if quiet > 0: continue
            rows.append(self.fix(device, x + apart[0], y + apart[1], t + r.choice([0, 0, 7000, 20_000, 31_000]) if r.random() < 0.9 else t - 10_000))
        return rows

    def fix(self, device, x, y, t):
        r = self.r; mechanism = r.choice(['gnss'] * 9 + ['wifi', 'rf', 'lbs', None])
        lon, lat = self.plane.at(x + r.gauss(0, 6), y + r.gauss(0, 6))
        v = {'device': device, 'fix_time': said(t), 'lat': lat, 'lon': lon}
        if mechanism: v['mechanism'] = mechanism
        k = r.random()
        if k < 0.6: v['accuracy_m'] = r.choice([3, 3, 8, 8, 12.5, 25, 60, 90, 400])
        elif k < 0.8: v['hdop'] = r.choice([0.8, 1.2, 2.5])
        if r.random() < 0.03: v['valid'] = False
        elif r.random() < 0.05: v = {'device': device, 'fix_time': said(t), 'battery_pct': 50, 'valid': False}       # contact, no fix
        if r.random() < 0.04: v['event'] = r.choice(EVENTS)
        return t, v
