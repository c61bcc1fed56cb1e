// SPDX-License-Identifier: Apache-2.0
/** When to load, open, wait, ask who we are, or give up: every decision about one stream, and no effects. */

export type Phase = 'idle' | 'loading' | 'opening' | 'live' | 'waiting' | 'checking' | 'signed_out';

export interface StreamState {
  phase: Phase;
  /** False until the list that the stream continues is on the page. */
  loaded: boolean;
  /** The last position we hold; the stream goes on behind it. */
  after: string | null;
  failures: number;
}

export type StreamInput =
  | { type: 'start' }
  | { type: 'loaded'; after: string | null }
  | { type: 'opened' }
  | { type: 'event'; id: string | null }
  | { type: 'reset' }
  /** `status` is null when no answer came; `jitter` in [0, 1) keeps many consoles from returning at once. */
  | { type: 'failed'; status: number | null; jitter: number }
  | { type: 'retry_due' }
  | { type: 'session_ok'; jitter: number }
  | { type: 'session_gone' }
  | { type: 'stop' };

export type StreamAct =
  | { do: 'nothing' }
  | { do: 'load' }
  | { do: 'open'; after: string | null }
  | { do: 'wait'; ms: number }
  | { do: 'check_session' }
  | { do: 'sign_out' }
  | { do: 'close' };

export interface StreamStep {
  state: StreamState;
  act: StreamAct;
}

export const idle: StreamState = { phase: 'idle', loaded: false, after: null, failures: 0 };

/** An operator looks up within this time; a daemon that restarts is back in it. */
const longestWaitMs = 15_000;

export function waitMs(failures: number, jitter: number): number {
  return Math.min(longestWaitMs, 500 * 2 ** Math.min(failures - 1, 10)) * (0.75 + jitter / 2);
}

function wait(state: StreamState, jitter: number): StreamStep {
  const failures = state.failures + 1;
  return { state: { ...state, phase: 'waiting', failures }, act: { do: 'wait', ms: waitMs(failures, jitter) } };
}

/** The server knows us and refuses this very request: what we hold is too old to go on from. */
function isRefused(status: number | null): boolean {
  return status !== null && status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function failed(state: StreamState, status: number | null, jitter: number): StreamStep {
  if (status === 401) {
    return { state: { ...state, phase: 'checking' }, act: { do: 'check_session' } };
  }
  return wait(isRefused(status) ? { ...state, loaded: false, after: null } : state, jitter);
}

function again(state: StreamState): StreamStep {
  return state.loaded
    ? { state: { ...state, phase: 'opening' }, act: { do: 'open', after: state.after } }
    : { state: { ...state, phase: 'loading' }, act: { do: 'load' } };
}

export function next(state: StreamState, input: StreamInput): StreamStep {
  const { phase } = state;
  const busy = phase === 'loading' || phase === 'opening' || phase === 'live';
  if (input.type === 'stop') {
    return { state: idle, act: { do: 'close' } };
  }
  if (input.type === 'start' && (phase === 'idle' || phase === 'signed_out')) {
    return { state: { ...idle, phase: 'loading' }, act: { do: 'load' } };
  }
  if (input.type === 'loaded' && phase === 'loading') {
    return again({ ...state, loaded: true, after: input.after });
  }
  if (input.type === 'opened' && phase === 'opening') {
    return { state: { ...state, phase: 'live', failures: 0 }, act: { do: 'nothing' } };
  }
  if (input.type === 'event' && phase === 'live') {
    return { state: { ...state, after: input.id ?? state.after }, act: { do: 'nothing' } };
  }
  if (input.type === 'reset' && phase === 'live') {
    return again({ ...state, loaded: false, after: null });
  }
  if (input.type === 'failed' && busy) {
    return failed(state, input.status, input.jitter);
  }
  if (input.type === 'retry_due' && phase === 'waiting') {
    return again(state);
  }
  if (input.type === 'session_ok' && phase === 'checking') {
    return wait(state, input.jitter);
  }
  if (input.type === 'session_gone' && phase === 'checking') {
    return { state: { ...idle, phase: 'signed_out' }, act: { do: 'sign_out' } };
  }
  return { state, act: { do: 'nothing' } };
}
