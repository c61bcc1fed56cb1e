# SPDX-License-Identifier: Apache-2.0
"""In which order, how late and how often observations reach the journal, and how its clock moves beside them."""
from oracle.places import HOUR, instant, said

DAY = 24 * HOUR
WEEKS_1024 = 1024 * 7 * DAY


def lines_of(r, rows, since):
    """The log as JSON values. Most are in order: silence shows best there."""
    rows.sort(key=lambda tv: tv[0])
    how = r.choice(['in order'] * 4 + ['bursts', 'shuffled', 'mixed'])
    if how == 'in order': out = [(t + r.choice([0, 0, 2000, 8000]), t, v) for t, v in rows]
    elif how == 'shuffled':
        end = rows[-1][0] + 60_000; out = [(end + i * 1000, t, v) for i, (t, v) in enumerate(r.sample(rows, len(rows)))]
    else: out = bursts(r, rows, how)
    for now, t, v in list(out):
        if r.random() < 0.04: out.append((now + r.choice([0, 1000, 600_000]), t, v))                      # a copy
        if r.random() < 0.008: out.append((max(t - 400_000, since), t, v))                                # received before it was: suspect
        if r.random() < 0.01: out.append((t - r.choice([1000, 100_000, 300_000]), t, v))                  # a little before it was
    if how == 'in order': out.sort(key=lambda x: x[0])
    lines = [badly_clocked(r, {**v, 'received': said(now)}, t) for now, t, v in out]
    for line in lines:
        if r.random() < 0.02 and line['received'] == line.get('fix_time'): del line['received']
    return with_ticks(r, lines, [now for now, _, _ in out])


def bursts(r, rows, how):
    out, i = [], 0
    while i < len(rows):
        n = r.choice([1, 1, 1, 5, 30]) if how == 'mixed' else 30
        part = rows[i:i + n]; i += n; end = part[-1][0] + 5000
        for t, v in (reversed(part) if r.random() < 0.7 else part): out.append((end, t, v))
    return out


def badly_clocked(r, line, t):
    """A week counter that rolled over; days in a drawer, within the horizon and beyond it; no clock at all."""
    k = r.random()
    if k < 0.01: line['fix_time'] = said(t - WEEKS_1024)
    elif k < 0.013: line['fix_time'] = said(t - r.choice([DAY, 4 * DAY, 8 * DAY]))
    elif k < 0.016: del line['fix_time']
    return line


def with_ticks(r, lines, clocks):
    """Ticks in between, a jump of the clock now and then, and mostly one at the end."""
    out, share = [], r.choice([0, 0.05, 0.3])
    for i, line in enumerate(lines):
        out.append(line)
        if i + 1 < len(lines) and clocks[i + 1] > clocks[i] and r.random() < share:
            out.append({'tick': said(r.choice([clocks[i + 1], r.randint(clocks[i], clocks[i + 1])]))})
    if r.random() < 0.02: out.insert(r.randrange(len(out)), {'tick': said(max(clocks) + HOUR)})
    if r.random() < 0.7: out.append({'tick': said(max(clocks) + r.choice([0, 60_000, 900_000, HOUR, 10 * HOUR]))})
    return out


def rearranged(r, lines):
    """The same observations in another order, some of them twice: what does not rest on arrival must come out the same.
    Receipt times stay: they say what is suspect. The last line, a tick, moves every clock to the same instant."""
    rest = [line for line in lines[:-1] if 'tick' not in line]
    how = r.choice(['shuffled', 'reversed', 'in pieces'])
    if how == 'shuffled': rest = r.sample(rest, len(rest))
    elif how == 'reversed': rest = rest[::-1]
    else:
        size = r.randint(2, 30); pieces = [rest[i:i + size] for i in range(0, len(rest), size)]
        rest = [line for piece in r.sample(pieces, len(pieces)) for line in piece]
    return rest + r.sample(rest, len(rest) // 10) + lines[-1:]


def newest(lines):
    return max(instant(line.get('tick') or line.get('received') or line['fix_time']) for line in lines)
