# SPDX-License-Identifier: Apache-2.0
"""Whether the stream of changes of one replay hangs together, and ends where `--final` stands."""
from oracle.places import instant

FREE_OF_FIXES = ('strap', 'case', 'sos', 'jamming', 'battery_low', 'battery_dead', 'no_contact', 'no_fix', 'not_monitored', 'association', 'clock_fault', 'proximity_blind')


def faults_of(told, final):
    last = {}
    for row in told:
        before, ident = last.get(row['id']), row['id']
        if before is None and (row['change'], row['revision']) != ('new', 1): yield f'{ident} begins with {row["change"]} {row["revision"]}'
        if before is not None and row['revision'] != before['revision'] + 1: yield f'{ident}: revision {row["revision"]} follows {before["revision"]}'
        if before is not None and before['change'] == 'withdrawn': yield f'{ident}: comes back after it was withdrawn'
        if before is not None and row['detected'] != before['detected']: yield f'{ident}: detected changes'
        if row['ended'] is not None and instant(row['ended']) < instant(row['started']): yield f'{ident}: ends before it starts'
        if row['state'] == 'confirmed' and row['kind'] not in FREE_OF_FIXES and not row['evidence']: yield f'{ident}: confirmed without evidence'
        last[ident] = row
    standing = {i: r for i, r in last.items() if r['change'] != 'withdrawn'}
    known = {r['id']: r for r in final}
    if set(standing) != set(known): yield f'the stream ends with {sorted(set(standing) ^ set(known))} more or less than --final'
    for ident in set(standing) & set(known):
        yield from differences(standing[ident], known[ident])


def differences(told, final):
    """What an open episode gained since it was last told is evidence alone, and the minutes of one that is late."""
    for key in told:
        if key in ('evidence', 'late') and told['ended'] is None: continue
        if key == 'reason' and told['kind'] == 'attendance' and told['ended'] is None: continue
        if told[key] != final[key]: yield f'{told["id"]}: {key} was told as {told[key]!r} and is {final[key]!r}'
