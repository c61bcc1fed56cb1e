# SPDX-License-Identifier: Apache-2.0
"""Where the text stands over the oracle: §3, §4 – zones and curfew."""
from oracle.fixes import to_mm


def patch(o):
    # §3: only a confirming mechanism's outside fix resets or ends; dwell neighbours are at most 5 minutes apart
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
        kept, w.th = w.th, {**w.th, 'gap_s': w.th['crossing_gap_s']}
        out = plain_crossings(w, zone, by_device, episodes)
        w.th = kept
        for e in out: e.severity = 'serious'
        return out
    o.crossings = crossings

    # §2, §4: any mechanism opens a possible exit, only confirming ones end or confirm it – or say that he was at home.
    # §9: a confirmed restriction exit is critical. The dwell mirrors §3: neighbours at most 5 minutes apart.
    def exits(w, zone, kind, active, windows=None):
        out, coded, gap = [], windows is not None, w.th['gap_s'] * o.SECOND
        seen, severity = w.sees(zone, forbidden=False), 'critical' if kind == 'restriction_zone' else 'serious'
        for a, b in o.stretches(active, w.reach):
            ep, outside, dwell, first, since_first = None, [], [], True, False
            before = o.at_boundary(seen, a, gap)
            for s in ([before] if before else []) + [s for s in seen if a <= s.t < b]:
                t, own = max(a, s.t), s.t >= a
                if not ep and not s.centre_in:
                    ep, outside, dwell, since_first = w.episode(kind, t, s.fix, s.d, 'a fix with its centre outside'), [], [], first; out.append(ep)
                    if coded: ep.al_code = 'AL08' if first else 'AL10'
                elif ep: ep.add(s.fix, s.d)
                if not s.fix.confirming: continue
                first = False
                if ep and s.centre_in:
                    if coded and since_first: ep.al_code = 'AL09'
                    ep.ended, ep = t, None
                elif ep and s.outside and own:
                    outside.append(s)
                    dwell = dwell + [s] if dwell and s.t - dwell[-1].t <= gap else [s]
                    shown = o.enough(outside, w.th) or o.dwelt(dwell, w.th)
                    if ep.state == 'possible' and shown: w.confirm(ep, f'{len(shown)} fixes outside within {(shown[-1].t - shown[0].t) // 1000} s', severity)
            if ep and b <= w.reach:
                ep.ended = b
                for wa, wb in windows or []:
                    if wb == b: ep.al_code = 'AL12' if wa == ep.started else 'AL11'
        return out
    o.exits = exits
