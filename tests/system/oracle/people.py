# SPDX-License-Identifier: Apache-2.0
"""Where the text stands over the oracle: §7 – attendance and proximity."""
from oracle.fixes import to_mm


def patch(o):
    # §6: an attendance runs from its window's start to its end; §9: late is a notice, absent serious; interface.md:
    # there is no doubt in it. §7: `late` as soon as it can no longer be met, `absent` at the window's end. Until then
    # an inside fix may still come, so a centre that was in counts as present; at the end one that never was sure does not.
    def attendance(w, zone, window, parts):
        need, total, gap = int(w.cond.minutes * o.MINUTE), o.length(parts), w.th['gap_s'] * o.SECOND
        seen = w.speaks(zone, forbidden=False)
        if total < need or not seen or seen[0].t >= window[1] or parts[0][0] > w.reach: return []
        over = parts[-1][1] <= w.reach
        known = o.common(parts, [(0, w.reach)])
        present = o.common(known, [(s.t, min(s.t + gap, n.t if n else o.FOREVER)) for s, n in zip(seen, seen[1:] + [None]) if s.centre_in])
        if over and not any(s.inside and o.holds(parts, s.t) for s in seen): present = []
        spare, opened = total - need, None
        for a, b in o.without(known, present):                    # the instant from which too little of the window is left
            if b - a > spare: opened = a + spare; break
            spare -= b - a
        if opened is None: return []
        last = ([s for s in seen if s.t <= opened] or seen[:1])[-1]             # of one instant, the last in the order of §2
        e = w.episode('attendance', parts[0][0], last.fix, last.d, f'late: {o.length(present) // o.MINUTE} of {w.cond.minutes:g} minutes', state='confirmed')
        if over:
            e.ended = parts[-1][1]
            if not present: e.reason, e.severity = 'absent', 'serious'
        return [e]
    o.attendance = attendance

    # §7: each side's last counting fix, of whatever mechanism; one that cannot confirm opens or holds a possible alert
    # and does nothing else. §9: a possible alert is a notice. interface.md: proximity_fresh_s, proximity_confirm_pairs.
    def proximity(w, mine, theirs, device, active):
        age, R, margin, out = w.th['proximity_fresh_s'] * o.SECOND, to_mm(w.cond.distance), to_mm(w.th['end_margin_m']), []
        reach = max([w.reach] + [f.t for f in theirs])
        for a, b in o.stretches(active, reach):
            alert = ring = pair = None; counted = []
            for t in sorted({f.t for f in mine + theirs if a <= f.t < b} | {a}):
                p, q = (next((f for f in reversed(side) if f.t <= t), None) for side in (mine, theirs))
                if not p or not q or min(p.t, q.t) < t - age or (p, q) == pair: continue
                pair = p, q; apart = to_mm(o.metres(p.lat, p.lon, q.lat, q.lon)) - to_mm(p.r) - to_mm(q.r); d = apart / 1000
                sure, said = p.confirming and q.confirming, f'{d:.0f} m apart, circles taken off'
                if not alert and apart < R:
                    alert, counted = w.episode('proximity', t, p, d, said, subject=device), []; alert.add(q, d); out.append(alert)
                    if ring: ring.ended, ring = t, None
                elif alert: alert.add(p, d)
                if not sure: continue
                if alert and apart >= R:
                    counted = []
                    if apart > R + margin: alert.ended, alert = t, None
                elif alert and alert.state == 'possible' and min(p.t, q.t) >= a and (not counted or p.t > counted[-1][0].t and q.t > counted[-1][1].t):
                    counted.append(pair)
                    if len(counted) >= w.th['proximity_confirm_pairs']: w.confirm(alert, f'{len(counted)} pairs nearer than {w.cond.distance:g} m', 'critical')
                if alert: continue
                if ring and apart > 2 * R + margin: ring.ended, ring = t, None
                elif not ring and apart < 2 * R: ring = w.episode('proximity_prealert', t, p, d, said, state='confirmed', severity='serious', subject=device); ring.add(q, d); out.append(ring)
            if b <= reach:
                for e in (alert, ring):
                    if e: e.ended = b
        return out + blind(w, mine, theirs, device, active, age, reach)
    o.proximity = proximity

    # §7: stale on either side, from the first fix of either on; the same as the oracle's
    def blind(w, mine, theirs, device, active, age, reach):
        out = []
        for a, b in o.common(active, [(min(f.t for f in mine + theirs), o.FOREVER)]) if mine + theirs else []:
            fresh = [[(f.t, f.t + age) for f in side] + [(a, a + age)] for side in (mine, theirs)]
            for s, e in o.without([(a, b)], o.common(*fresh)):
                if s < reach: out.append(o.Episode(w.order.id, w.cond.id, 'proximity_blind', s, s, 'no fresh fix on one side', 'confirmed', e if e <= reach else None, severity='serious', subject=device))
        return out
