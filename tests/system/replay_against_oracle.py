#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`cordon replay` against rules_reference.py on random orders, walks and arrivals.

usage: replay_against_oracle.py CORDON [--shared DIR] [--seeds N] [--first N] [--keep DIR]

CORDON is the binary. Of each seed (oracle/cases.py) three things are asked:
- `--final` says what the oracle does, in every field but those that tell the history (id, revision, detected, late,
  change). Where rules.md differs from the oracle the text stands: the oracle is changed in those points (oracle/text.py).
- The same observations in another order of arrival, some twice, give the same: all but what is about arrival itself (§6).
- The stream of changes hangs together (oracle/stream.py).
Orders that the oracle refuses are refused.
Exit 1 on a difference, with the case saved; exit 77 where the reference is not beside the checkout."""
import argparse, collections, json, os, subprocess, sys, tempfile
from oracle import arrival, stream, text
from oracle.cases import Case
from oracle.places import HOUR, said

HISTORY = ('id', 'revision', 'detected', 'late', 'change')
ARRIVAL = ('no_contact', 'no_fix', 'not_monitored', 'association', 'clock_fault')


def rows_of(rows):
    strip = lambda row: {k: v for k, v in row.items() if k not in HISTORY}
    key = lambda row: (row['order'] or '', row['condition'] or '', row['started'], row['kind'], json.dumps(row, sort_keys=True))
    return sorted((strip(r) for r in rows), key=key)


def equal(a, b):
    """As JSON, but a tenth of a metre that was rounded on a tie may fall either way."""
    if len(a) != len(b): return False
    for x, y in zip(a, b):
        if {k: v for k, v in x.items() if k != 'evidence'} != {k: v for k, v in y.items() if k != 'evidence'}: return False
        if len(x['evidence']) != len(y['evidence']): return False
        for e, f in zip(x['evidence'], y['evidence']):
            if {k: v for k, v in e.items() if k != 'distance_m'} != {k: v for k, v in f.items() if k != 'distance_m'}: return False
            if abs(e['distance_m'] - f['distance_m']) > 0.1001: return False
    return True


class Replayed:
    def __init__(self, cordon, folder):
        self.cordon, self.folder = cordon, folder

    def run(self, document, lines, *options):
        orders, log = os.path.join(self.folder, 'orders.json'), os.path.join(self.folder, 'log.jsonl')
        with open(orders, 'w') as f: json.dump(document, f)
        with open(log, 'w') as f: f.writelines(json.dumps(line) + '\n' for line in lines)
        run = subprocess.run([self.cordon, 'replay', '--orders', orders, '--observations', log, *options], capture_output=True, text=True)
        if run.returncode: raise RuntimeError(f'exit {run.returncode} {run.stderr.strip()[:300]}')
        return [json.loads(line) for line in run.stdout.splitlines()]


def faults_of(case, want, replayed):
    """What is wrong with one case: (what, wanted rows, given rows)."""
    final = replayed.run(case.document, case.lines, '--final')
    if not equal(rows_of(final), rows_of(want)): yield 'oracle', want, final
    for fault in stream.faults_of(replayed.run(case.document, case.lines), final): yield fault, [], final
    whole = case.lines + [{'tick': said(arrival.newest(case.lines) + HOUR)}]
    fixed = lambda rows: rows_of([r for r in rows if r['kind'] not in ARRIVAL])
    one, other = (fixed(replayed.run(case.document, lines, '--final')) for lines in (whole, arrival.rearranged(case.r, whole)))
    if one != other: yield 'another order of arrival', one, other


def refuses(cordon, case, seed):
    """What the oracle refuses is no order here either: two places at one time."""
    with tempfile.TemporaryDirectory() as folder:
        try: Replayed(cordon, folder).run(case.document, case.lines[:1], '--final')
        except RuntimeError as x:
            if str(x).startswith('exit 2'): return True
            print(f'seed {seed}: {x}; the oracle refuses the orders'); return False
    print(f'seed {seed}: accepted; the oracle refuses the orders')
    return False


def keep(folder, case, want, got):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'orders.json'), 'w') as f: json.dump(case.document, f, indent=1)
    with open(os.path.join(folder, 'log.jsonl'), 'w') as f: f.writelines(json.dumps(line) + '\n' for line in case.lines)
    for name, rows in (('want.jsonl', want), ('got.jsonl', got)):
        with open(os.path.join(folder, name), 'w') as f: f.writelines(json.dumps(r, sort_keys=True) + '\n' for r in rows_of(rows))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = os.path.dirname(os.path.abspath(__file__))
    ap.add_argument('cordon'); ap.add_argument('--shared', default=os.path.join(here, '..', '..', '..', 'shared'))
    ap.add_argument('--seeds', type=int, default=60); ap.add_argument('--first', type=int, default=1); ap.add_argument('--keep', default=tempfile.gettempdir())
    a = ap.parse_args(); oracle = text.load(a.shared)
    if oracle is None: print(f'skipped: {a.shared}/rules_reference.py is not there'); sys.exit(77)
    compared = refused = different = 0; kinds = collections.Counter()
    for seed in range(a.first, a.first + a.seeds):
        case = Case(seed); orders = text.read_orders(oracle, case.document)
        if orders is None:
            refused += 1; different += not refuses(a.cordon, case, seed)
            continue
        want = text.expected(oracle, orders, [json.dumps(line) for line in case.lines])
        kinds.update(f"{r['kind']} {r['al_code'] or r['state']}" for r in want)
        with tempfile.TemporaryDirectory() as folder:
            try: faults = list(faults_of(case, want, Replayed(a.cordon, folder)))
            except RuntimeError as x: faults = [(str(x), want, [])]
        compared += 1; different += bool(faults)
        for n, (what, wanted, got) in enumerate(faults):
            saved = os.path.join(a.keep, f'replay-case-{seed}-{n}'); keep(saved, case, wanted, got); print(f'seed {seed}: {what}; saved in {saved}')
    print(f'{compared} cases compared, {different} differ, {refused} drawn that are no valid order; of the oracle: ' + ', '.join(f'{n} {kind}' for kind, n in sorted(kinds.items())))
    sys.exit(1 if different or not compared else 0)


if __name__ == '__main__':
    main()
