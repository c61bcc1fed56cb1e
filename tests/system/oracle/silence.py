# SPDX-License-Identifier: Apache-2.0
"""Where the text stands over the oracle: §6 – silence. A timer fires at its own instant, before the record that moved
the clock there: what has lasted exactly as long as its threshold has happened, even when contact comes just then."""


def patch(o):
    def silence(order, observations, clocks):
        th, now, out = order.thresholds, clocks[-1], []
        start, end = max(order.starts, clocks[0]), min(order.ends, now)
        if start > end: return out
        closed = order.ends if order.ends <= now else None
        heard = [x for x in observations if start <= x.log < order.ends and o.holds(order.bound(('tag',), x.device), x.log)]
        times = [x.log for x in heard]
        def silent(kind, since, after, until, why, severity):
            out.append(o.Episode(order.id, None, kind, since, since + after, why, 'confirmed', closed if until is None else until, severity=severity))

        wait = th['not_monitored_s'] * o.SECOND
        if (times[0] if times else end) - start >= wait: silent('not_monitored', start, wait, times[0] if times else None, 'never heard from', 'serious')
        wait, long = th['no_contact_s'] * o.SECOND, th['no_contact_escalate_s'] * o.SECOND
        for c, n in zip(times, times[1:] + [None]):
            lasted = (end if n is None else n) - c
            if lasted >= wait: silent('no_contact', c, wait, n, 'no contact', 'serious' if lasted >= long else 'notice')
        out += fixless(order, heard, start, end, closed)
        return out
    o.silence = silence

    def fixless(order, heard, start, end, closed):
        th, newest, quiet, still, out = order.thresholds, start, False, None, []     # quiet: heard from since the newest fix, without one
        wait = th['no_fix_s'] * o.SECOND
        for x, n in zip(heard, heard[1:] + [None]):
            if x.fix and not x.suspect and not x.beyond and x.at > newest: newest, quiet = x.at, False
            else: quiet = True
            if still and x.log - newest < wait: still.ended, still = x.log, None
            due = max(x.log, newest + wait)
            told_later = quiet and due - x.log < th['no_contact_s'] * o.SECOND and due <= (n.log if n else end)
            if not still and (due == x.log or told_later):
                still = o.Episode(order.id, None, 'no_fix', newest, due, 'contact without a valid fix', 'confirmed'); out.append(still)
        if still: still.ended = closed
        return out

    # §6: whether a fix time lies in the future is said by the order that holds the device (future_s)
    plain_binding = o.binding

    def binding(orders, observations, clocks):
        def ahead(x):
            holder = next((y for y in orders if o.holds(y.bound(('tag', 'protected'), x.device), x.received) and x.received < y.ends), None)
            return holder or o.Order('', None, 0, o.FOREVER, [], [], [], o.DEFAULTS)
        return plain_binding(orders, [o.judged(ahead(x), [x])[0] for x in observations], clocks)
    o.binding = binding
