# SPDX-License-Identifier: Apache-2.0
"""The oracle (rules_reference.py) with the text of rules.md in the points in which the two differ: the text stands."""
import copy, importlib.util, os, sys
from oracle import fixes, people, silence, zones


def load(shared):
    path = os.path.join(shared, 'rules_reference.py')
    if not os.path.exists(path): return None
    spec = importlib.util.spec_from_file_location('rules_reference', path)
    o = importlib.util.module_from_spec(spec)
    sys.modules['rules_reference'] = o
    spec.loader.exec_module(o)
    name_thresholds(o)
    for part in (fixes, zones, people, silence): part.patch(o)
    decide_whole(o)
    return o


def name_thresholds(o):
    """interface.md names them; whole numbers of fixes, pairs and seconds."""
    o.DEFAULTS.pop('pair_age_s'); o.DEFAULTS.pop('escalate_s')
    o.DEFAULTS.update(crossing_gap_s=300, future_s=300, proximity_fresh_s=180, proximity_confirm_pairs=2, no_contact_escalate_s=3600)
    o.ORDER_ONLY = ('max_speed_mps', 'no_contact_s', 'no_contact_escalate_s', 'no_fix_s', 'not_monitored_s', 'future_s')


def read_orders(o, document):
    """The oracle's orders, or None where it refuses the document. interface.md: proximity may carry a schedule."""
    document, schedules = copy.deepcopy(document), {}
    for order in document['orders']:
        for c in order['conditions']:
            if c['type'] == 'proximity' and 'schedule' in c: schedules[order['id'], c['id']] = c.pop('schedule')
    reader = o.Reader(); orders = reader.document(document)
    for order in orders:
        for c in order.conditions:
            if (order.id, c.id) in schedules: c.windows, c.except_dates = reader.windows('', schedules[order.id, c.id])
    return None if reader.faults else orders


def decide_whole(o):
    """The oracle's own, but that fixes of one instant stand in the order of §2 and each order judges the future."""
    def decide(orders, observations, clocks):
        out = []
        for order in orders:
            seen = o.judged(order, observations)
            mine, theirs = o.counting(order, seen, ('tag',)), o.counting(order, seen, ('protected',))
            fixes = sorted((f for fs in mine.values() for f in fs), key=lambda f: (*o.rank(f), f.device))
            reach = max([clocks[-1]] + [f.t for f in fixes]); active = order.active()
            for c in order.conditions:
                allowed = [(a, b) for q, a, b in order.permissions if q == c.id]
                during = lambda xs: o.without(o.common(active, xs), allowed)
                w = o.Watch(order, c, fixes, during(o.union(o.windows_of(order, c, reach))), reach)
                if c.type == 'exclusion_zone': found = o.exclusion(w, c.zone); out += found + o.crossings(w, c.zone, mine, found)
                elif c.type in ('inclusion_zone', 'restriction_zone'): out += o.exits(w, c.zone, c.type, w.active)
                elif c.type == 'curfew':
                    for name, zone in c.places.items():
                        windows = o.common(active, o.union(o.windows_of(order, c, reach, name)))
                        out += o.exits(w, zone, 'curfew', o.without(windows, allowed), windows)
                elif c.type == 'attendance':
                    for window in o.windows_of(order, c, reach): out += o.attendance(w, c.zone, window, p) if (p := during([window])) else []
                elif c.type == 'proximity':
                    for device, fs in theirs.items(): out += o.proximity(w, fixes, fs, device, o.common(w.active, order.bound(('protected',), device)))
            out += o.device_events(order, seen, reach) + o.silence(order, seen, clocks)
        return out + o.binding(orders, observations, clocks)
    o.decide = decide


def expected(o, orders, lines):
    """What `cordon replay --final` is to print."""
    observations, clocks, _ = o.read_log('\n'.join(lines), None)
    return [o.told(e, None, 1, None) for e in o.decide(orders, observations, clocks)]
