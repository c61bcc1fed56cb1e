# SPDX-License-Identifier: Apache-2.0
"""One case a seed: an order or two, the walks of all devices about them, and the log in which they arrive."""
import random
from oracle import arrival
from oracle.orders import Orders
from oracle.places import HOUR, Plane, instant, said
from oracle.walks import Walks

SPRING, AUTUMN = instant('2026-03-29T01:00:00'), instant('2026-10-25T01:00:00')      # when London's clocks change
ORDINARY = [instant('2026-01-05T10:00:00'), instant('2026-06-10T17:00:00')]
TAGS, PHONES = ['356307042441013', '356307042441021', '356307042441039'], ['+victim-1', '+victim-2']


class Case:
    def __init__(self, seed):
        r = self.r = random.Random(seed)
        span = r.choice([2, 6, 14, 30]) * HOUR
        change = r.choice([SPRING, AUTUMN])
        self.since = change - int(span * r.uniform(0.2, 0.8)) // 60_000 * 60_000 if r.random() < 0.5 else r.choice(ORDINARY)
        self.until = self.since + span
        homes = [(0, 0), (400, 250), (-700, 500)][:r.choice([1, 2, 3, 3])]
        haunts = [(r.uniform(-1000, 1000), r.uniform(-1000, 1000)) for _ in range(3)]
        zone = 'Europe/London' if r.random() < 0.93 else r.choice(['UTC', 'Europe/Paris', 'America/New_York'])
        plane = Plane(r)
        self.drawn = Orders(r, plane, self.since, self.until, homes, haunts, zone); self.walks = Walks(r, plane, self.since, self.until, homes, haunts)
        self.document = {'orders': self.orders()}
        self.lines = arrival.lines_of(r, self.observations(), self.since)

    def from_to(self, start, end): return {'from': said(start), 'to': None if end is None else said(end)}

    def orders(self):
        """Tags that stay, tags that are handed over – within an order or from one to the next –, a device on both."""
        r = self.r; two = r.random() < 0.3; protected = PHONES[:r.choice([0, 0, 1, 1, 2])]
        cut = r.randint(self.since, self.until) // 1000 * 1000; begins = self.since - r.choice([0, HOUR, 8 * 24 * HOUR])
        first = [{'device': TAGS[0], 'kind': 'tag', **self.from_to(begins, None)}]; second = [{'device': TAGS[1], 'kind': 'tag', **self.from_to(begins, None)}]
        k = r.random()
        if k < 0.2:                                                                  # taken off, put on again
            first = [{'device': TAGS[0], 'kind': 'tag', **self.from_to(begins, cut)}, {'device': r.choice(TAGS[:2]), 'kind': 'tag', **self.from_to(cut + r.choice([0, 60_000, 900_000]), None)}]
        elif k < 0.35: first.append({'device': TAGS[1], 'kind': 'tag', **self.from_to(begins, r.choice([None, cut]))})
        elif k < 0.5 and two:                                                        # handed over, perhaps too late
            first = [{'device': TAGS[0], 'kind': 'tag', **self.from_to(begins, cut)}]
            second = [{'device': TAGS[0], 'kind': 'tag', **self.from_to(cut + r.choice([0, 300_000, -600_000]), None)}]
        for phone in protected: first.append({'device': phone, 'kind': 'protected', **self.from_to(begins if r.random() < 0.7 else cut, None if r.random() < 0.8 else self.until - HOUR // 2)})
        if r.random() < 0.03: first = []
        orders = [self.drawn.order(1, first, protected)]
        if two: orders.append(self.drawn.order(2, second + ([{'device': PHONES[0], 'kind': 'protected', **self.from_to(begins, None)}] if r.random() < 0.2 else []), []))
        return orders

    def observations(self):
        r = self.r; bound = {a['device'] for o in self.document['orders'] for a in o['activations']}; rows, path = [], None
        for device in sorted(bound & set(TAGS)) or [TAGS[0]]:
            own, walked = self.walks.wearer(device, r.randint(20, 150)); rows += own; path = path or walked
        for device in sorted(bound & set(PHONES)): rows += self.walks.protected(device, path)
        if r.random() < 0.1: rows += self.walks.wearer('356307042449999', r.randint(1, 6))[0]     # nobody's
        return rows
