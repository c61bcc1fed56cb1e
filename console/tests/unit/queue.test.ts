// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { countOpen, matches, queueOf, step, supersedes } from '../../src/model/queue';
import { incident } from './incidents-of';

const all = { severities: new Set<never>(), words: '' };
const ids = (incidents: { id: string }[]) => incidents.map(({ id }) => id);

describe('the queue', () => {
  it('puts the most severe first, and of these the newest', () => {
    const queue = queueOf(
      [
        incident({ id: 'old-critical', opened: '2026-03-01T10:00:00Z' }),
        incident({ id: 'new-info', opened: '2026-03-01T23:00:00Z' }, { severity: 'info' }),
        incident({ id: 'new-critical', opened: '2026-03-01T11:00:00Z' }),
        incident({ id: 'serious', opened: '2026-03-01T22:00:00Z' }, { severity: 'serious' }),
      ],
      all,
    );

    expect(ids(queue)).toEqual(['new-critical', 'old-critical', 'serious', 'new-info']);
  });

  it('keeps a cleared incident in its place and a withdrawn one at the end', () => {
    const queue = queueOf(
      [
        incident({ id: 'withdrawn', withdrawn: true }),
        incident({ id: 'info' }, { severity: 'info' }),
        incident({ id: 'cleared', cleared: true }),
      ],
      all,
    );

    expect(ids(queue)).toEqual(['cleared', 'info', 'withdrawn']);
  });

  it('does not hold what a person has closed', () => {
    expect(queueOf([incident({ state: 'closed' })], all)).toEqual([]);
  });

  it('sorts twins by id, whichever came first', () => {
    const twins = [incident({ id: 'b' }), incident({ id: 'a' })];

    expect(ids(queueOf(twins, all))).toEqual(['a', 'b']);
    expect(ids(queueOf(twins.reverse(), all))).toEqual(['a', 'b']);
  });

  it('counts what is open: cleared yes, withdrawn and closed no', () => {
    const counts = countOpen([
      incident({ cleared: true }),
      incident({ withdrawn: true }),
      incident({ state: 'closed' }),
      incident({}, { severity: 'notice' }),
    ]);

    expect(counts).toEqual({ critical: 1, serious: 0, notice: 1, info: 0 });
  });
});

describe('the filter', () => {
  it('wants every word, in any field and any case', () => {
    expect(matches(incident(), { ...all, words: 'PERSON street' })).toBe(true);
    expect(matches(incident(), { ...all, words: 'person garden' })).toBe(false);
  });

  it('knows a kind by the words that the page shows', () => {
    expect(matches(incident({}, { kind: 'strap' }), { ...all, words: 'tamper' })).toBe(true);
  });

  it('finds a device that no order holds by its name', () => {
    const stray = incident({ wearer: null, device: '3563-77' }, { order: null, kind: 'association' });

    expect(matches(stray, { ...all, words: '3563-77' })).toBe(true);
    expect(ids(queueOf([stray], all))).toEqual(['INC-1']);
  });

  it('lets only the chosen severities through', () => {
    expect(matches(incident(), { severities: new Set(['serious'] as const), words: '' })).toBe(false);
    expect(matches(incident(), { severities: new Set(['critical'] as const), words: '' })).toBe(true);
  });
});

describe('an update', () => {
  it('of an earlier revision does not replace a later one', () => {
    const known = incident({}, { revision: 3 });

    expect(supersedes(incident({}, { revision: 2 }), known)).toBe(false);
    expect(supersedes(incident({ cleared: true }, { revision: 3 }), known)).toBe(true);
    expect(supersedes(incident(), undefined)).toBe(true);
  });
});

describe('j and k', () => {
  it('stop at the ends and start at the top', () => {
    expect(step(['a', 'b'], null, -1)).toBe('a');
    expect(step(['a', 'b'], 'a', 1)).toBe('b');
    expect(step(['a', 'b'], 'b', 1)).toBe('b');
    expect(step(['a', 'b'], 'a', -1)).toBe('a');
  });

  it('start again where a row has left the queue', () => {
    expect(step(['a', 'b'], 'gone', 1)).toBe('a');
    expect(step([], 'gone', 1)).toBeNull();
  });
});
