# SPDX-License-Identifier: Apache-2.0
"""Shapes on a plane of metres around a point, and civil times around a clock change."""
import math
from datetime import datetime, timedelta, timezone

HOUR, MINUTE = 3_600_000, 60_000


def said(ms):
    d = datetime(1970, 1, 1) + timedelta(milliseconds=ms)
    return d.strftime('%Y-%m-%dT%H:%M:%S') + (f'.{ms % 1000:03d}' if ms % 1000 else '') + 'Z'


def instant(text):
    return int(datetime.fromisoformat(text).replace(tzinfo=timezone.utc).timestamp() * 1000)


class Plane:
    def __init__(self, r):
        self.r = r
        self.lat0, self.lon0 = r.choice([(51.5, -0.12), (51.5, 0.0), (55.9, -3.2), (50.1, -5.5)])

    def at(self, east, north):
        return [round(self.lon0 + east / (111_320 * math.cos(math.radians(self.lat0))), 7), round(self.lat0 + north / 111_200, 7)]

    def circle(self, x, y, radius):
        return {'geometry': {'type': 'Point', 'coordinates': self.at(x, y)}, 'radius_m': radius}

    def ring(self, x, y, size, n):
        radii = [size * self.r.uniform(0.4, 1) for _ in range(n)]
        points = [self.at(x + s * math.cos(2 * math.pi * i / n), y + s * math.sin(2 * math.pi * i / n)) for i, s in enumerate(radii)]
        return points + points[:1]

    def square(self, x, y, half):
        return [self.at(x + a * half, y + b * half) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]

    def shape(self, x, y, size):
        """`geometry`, and `radius_m` where it has one, of something about `size` metres wide at x, y."""
        r = self.r; kind = r.choice(['circle', 'polygon', 'polygon', 'holed', 'multi', 'corridor'])
        if kind == 'circle': return self.circle(x, y, r.choice([size, 150.5]))
        if kind == 'corridor':
            line = [self.at(x + i * size / 2, y + r.uniform(-size, size)) for i in range(r.randint(2, 12))]
            return {'geometry': {'type': 'LineString', 'coordinates': line}, 'radius_m': r.choice([10, 60])}
        if kind == 'polygon': return {'geometry': {'type': 'Polygon', 'coordinates': [self.ring(x, y, size, r.randint(3, 24))]}}
        if kind == 'holed': return {'geometry': {'type': 'Polygon', 'coordinates': [self.square(x, y, size), self.square(x, y, size / 2)]}}
        return {'geometry': {'type': 'MultiPolygon', 'coordinates': [[self.square(x, y, size)], [self.square(x + 3 * size, y, size)]]}}
