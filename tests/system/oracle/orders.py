# SPDX-License-Identifier: Apache-2.0
"""Random orders: every type of condition, with schedules, permissions and thresholds about the hours of the walk."""
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo
from oracle.places import HOUR, MINUTE, said

DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
SEEN_BY_ZONE = dict(confirm_fixes=[1, 2, 3, 4], confirm_within_s=[60, 120, 300], dwell_fixes=[2, 3, 4], dwell_s=[60, 180], end_margin_m=[0, 10, 25.5],
                    gap_s=[60, 120, 300, 900], crossing_gap_s=[60, 300, 600], proximity_fresh_s=[60, 180, 400], proximity_confirm_pairs=[1, 2, 3])
OF_ORDER = dict(max_speed_mps=[40, 70], no_contact_s=[300, 600, 1800], no_contact_escalate_s=[1800, 7200], no_fix_s=[300, 600, 1200], not_monitored_s=[300, 1800], future_s=[60, 900])


class Orders:
    """Draws orders for a walk from `since` to `until`. The wearer stays at `homes` and goes to `haunts`, in metres."""

    def __init__(self, r, plane, since, until, homes, haunts, zone):
        self.r, self.plane, self.since, self.until, self.homes, self.haunts, self.zone = r, plane, since, until, homes, haunts, zone

    def thresholds(self, choices, share):
        return {name: self.r.choice(values) for name, values in choices.items() if self.r.random() < share}

    # ---- civil time
    def civil(self):
        """A local date and a time of day within the walk, rather at the hours at which clocks change."""
        r = self.r; local = datetime.fromtimestamp(r.randint(self.since, self.until) / 1000, ZoneInfo(self.zone))
        if r.random() < 0.25: return local.date(), r.choice(['00:00', '00:30', '01:00', '01:30', '01:30', '02:00', '02:30'])
        return local.date(), f'{local.hour:02d}:{r.choice([0, 0, 15, 30, local.minute]):02d}'

    def after(self, start, hours):
        minutes = (int(start[:2]) * 60 + int(start[3:]) + round(hours * 60)) % 1440
        return f'{minutes // 60:02d}:{minutes % 60:02d}'

    def window(self, hours):
        r = self.r; day, start = self.civil(); w = {'start': start, 'end': self.after(start, hours)}
        if r.random() < 0.1: w['end'] = start                                     # a whole day
        if r.random() < 0.35: w['dates'] = sorted({day.isoformat()} | ({(day + timedelta(days=1)).isoformat()} if r.random() < 0.3 else set()))
        else:
            w['days'] = sorted({DAYS[day.weekday()]} | set(r.sample(DAYS, r.choice([0, 1, 6]))), key=DAYS.index)
            if r.random() < 0.25: w.update(every_weeks=r.choice([1, 2, 2, 3]), **{'from': (day - timedelta(days=r.choice([0, 1, 7, 13, 14, 21, -1]))).isoformat()})
        return w

    def windows(self, hours=(0.5, 2, 4, 9, 14), n=(1, 1, 2)):
        out = {'windows': [self.window(self.r.choice(hours)) for _ in range(self.r.choice(n))]}
        if self.r.random() < 0.2: out['except_dates'] = [(self.civil()[0] - timedelta(days=self.r.choice([0, 0, 1]))).isoformat()]
        return out

    # ---- conditions
    def spot(self, spread, about=None):
        x, y = self.r.choice(about or self.homes)
        return x + self.r.uniform(-spread, spread), y + self.r.uniform(-spread, spread)

    def exclusion(self):
        c = {'type': 'exclusion_zone', **self.plane.shape(*self.spot(150, self.haunts + self.homes[:1]), self.r.choice([30, 80, 200, 500]))}
        if self.r.random() < 0.5: c['buffer_m'] = self.r.choice([50, 200, 800])
        if self.r.random() < 0.35: c['schedule'] = self.windows()
        return c

    def inclusion(self):
        c = {'type': 'inclusion_zone', **self.plane.shape(*self.spot(60), self.r.choice([60, 200, 500]))}
        if self.r.random() < 0.6: c['schedule'] = self.windows()
        return c

    def restriction(self): return {'type': 'restriction_zone', **self.plane.shape(*self.spot(100), self.r.choice([200, 500, 1500]))}

    def curfew(self):
        """Its windows at different places rarely meet: the oracle refuses those that do."""
        r = self.r; homes = r.sample(self.homes, min(len(self.homes), r.choice([1, 1, 2, 3]))); names = ['home', 'mother', 'hostel'][:len(homes)]
        places = {name: self.plane.circle(x, y, r.choice([40, 60, 120])) if r.random() < 0.7 else self.plane.shape(x, y, r.choice([60, 120])) for name, (x, y) in zip(names, homes)}
        c = {'type': 'curfew', 'places': places, **self.windows((2, 6, 9, 12), (1, 2, 3))}
        for w in c['windows']: w['place'] = r.choice(names)
        if r.random() < 0.3:                                                         # a first night
            day, start = self.civil(); c['windows'].append({'dates': [day.isoformat()], 'start': start, 'end': self.after(start, 10), 'place': c['windows'][-1]['place']})
        return c

    def attendance(self):
        return {'type': 'attendance', **self.plane.shape(*self.spot(60, self.haunts + self.homes), self.r.choice([60, 120, 300])), **self.windows((0.5, 1, 2, 4)), 'minutes': self.r.choice([5, 12.5, 20, 30, 60])}

    def proximity(self):
        c = {'type': 'proximity', 'distance_m': self.r.choice([100, 250.5, 500, 1000])}
        if self.r.random() < 0.3: c['schedule'] = self.windows((2, 6, 12))
        return c

    def conditions(self, protected):
        r = self.r; kinds = [self.exclusion, self.exclusion, self.inclusion, self.restriction, self.curfew, self.curfew, self.attendance, self.attendance]
        drawn = [r.choice(kinds)() for _ in range(r.randint(1, 4))]
        if protected: drawn += [self.proximity() for _ in range(r.choice([1, 1, 2]))]
        if r.random() < 0.15: drawn.append({'type': 'trail'})
        for i, c in enumerate(drawn):
            c['id'] = f'C{i}'
            if r.random() < 0.5 and (own := self.thresholds(SEEN_BY_ZONE, 0.2)): c['thresholds'] = own
        return drawn

    def permissions(self, conditions):
        r = self.r; out = []
        for c in conditions:
            for _ in range(r.choice([0, 0, 0, 1, 2])):
                start = r.randint(self.since, self.until) // 1000 * 1000
                start -= start % r.choice([1000, MINUTE, 15 * MINUTE])                # at a fix, or at a window's edge, often
                out.append({'condition': c['id'], 'from': said(start), 'to': said(start + r.choice([60_000, 20 * MINUTE, HOUR, 5 * HOUR])), 'reason': 'court', 'approved_by': 'A. Approver'})
        return out

    def order(self, number, activations, protected):
        r = self.r; span = self.until - self.since; conditions = self.conditions(protected)
        starts = self.since + r.choice([-HOUR, -7 * 24 * HOUR, 0, 0, 600_000, span // 3]); ends = self.until + r.choice([24 * HOUR, 24 * HOUR, 24 * HOUR, -span // 4, -span // 2])
        starts, ends = starts // 1000 * 1000, ends // 1000 * 1000
        if r.random() < 0.4: ends = ends // (15 * MINUTE) * 15 * MINUTE
        order = {'id': f'ORD-{number}', 'type': 'licence', 'time_zone': self.zone, 'starts': said(starts), 'ends': said(ends) if r.random() < 0.9 else None, 'wearer': {'id': f'W-{number}'},
                 'activations': activations, 'conditions': conditions}
        if own := self.permissions(conditions): order['permissions'] = own
        if r.random() < 0.4 and (own := {**self.thresholds(SEEN_BY_ZONE, 0.1), **self.thresholds(OF_ORDER, 0.25)}): order['thresholds'] = own
        return order
