// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { idle, next, waitMs } from '../../src/stream/machine';
import type { StreamAct, StreamInput, StreamState } from '../../src/stream/machine';

/** Plays the inputs; answers where it stands and what it did on the way. */
function play(...inputs: StreamInput[]): { state: StreamState; acts: StreamAct[] } {
  return inputs.reduce<{ state: StreamState; acts: StreamAct[] }>(
    ({ state, acts }, input) => {
      const step = next(state, input);
      return { state: step.state, acts: step.act.do === 'nothing' ? acts : [...acts, step.act] };
    },
    { state: idle, acts: [] },
  );
}

const toLive: StreamInput[] = [{ type: 'start' }, { type: 'loaded', after: '10.0' }, { type: 'opened' }];
const failed = (status: number | null): StreamInput => ({ type: 'failed', status, jitter: 0.5 });

describe('a stream', () => {
  it('loads first and opens where the list is true', () => {
    const { state, acts } = play(...toLive);

    expect(acts).toEqual([{ do: 'load' }, { do: 'open', after: '10.0' }]);
    expect(state.phase).toBe('live');
  });

  it('goes on behind the last event that had an id', () => {
    const { acts } = play(...toLive, { type: 'event', id: '12.1' }, { type: 'event', id: null }, failed(null), {
      type: 'retry_due',
    });

    expect(acts.slice(2)).toEqual([
      { do: 'wait', ms: 500 },
      { do: 'open', after: '12.1' },
    ]);
  });

  it('loads again on a reset, and after a failed load still loads', () => {
    const { acts } = play(...toLive, { type: 'reset' }, failed(503), { type: 'retry_due' });

    expect(acts.slice(2).map((act) => act.do)).toEqual(['load', 'wait', 'load']);
  });

  it('loads again when its position is refused', () => {
    const { state, acts } = play(...toLive, failed(null), { type: 'retry_due' }, failed(410), { type: 'retry_due' });

    expect(acts.at(-1)).toEqual({ do: 'load' });
    expect(state.after).toBeNull();
  });

  it('asks who we are before it sends an operator to the sign-in', () => {
    const asked = play(...toLive, failed(401));

    expect(asked.acts.at(-1)).toEqual({ do: 'check_session' });
    expect(next(asked.state, { type: 'session_gone' }).act).toEqual({ do: 'sign_out' });
    expect(next(asked.state, { type: 'session_ok', jitter: 0 }).act.do).toBe('wait');
  });

  it('starts afresh after a sign-out', () => {
    const { acts } = play(...toLive, failed(401), { type: 'session_gone' }, { type: 'start' });

    expect(acts.at(-1)).toEqual({ do: 'load' });
  });

  it('pays no heed to what comes too late', () => {
    const { state, acts } = play(...toLive, { type: 'stop' }, { type: 'retry_due' }, failed(500), { type: 'opened' });

    expect(state).toEqual(idle);
    expect(acts.at(-1)).toEqual({ do: 'close' });
  });

  it('waits longer each time, to fifteen seconds, and starts small after success', () => {
    expect([1, 2, 3, 6, 60].map((failures) => waitMs(failures, 0.5))).toEqual([500, 1000, 2000, 15_000, 15_000]);

    const { acts } = play(
      ...toLive,
      failed(null),
      { type: 'retry_due' },
      failed(null),
      { type: 'retry_due' },
      { type: 'opened' },
      failed(null),
    );
    expect(acts.at(-1)).toEqual({ do: 'wait', ms: 500 });
  });
});
