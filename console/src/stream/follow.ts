// SPDX-License-Identifier: Apache-2.0
/**
 * Follows one stream of the daemon. `fetch` rather than EventSource: EventSource hides the heartbeat and the
 * status, so a connection that died without a word would go on being shown as live.
 */
import { HttpProblem } from '../api/http';
import { idle, next } from './machine';
import type { Phase, StreamAct, StreamInput, StreamState } from './machine';
import { ServerEvents } from './server-events';
import type { ServerEvent } from './server-events';

export interface Source {
  /** Brings the page up to date and answers where the stream goes on. */
  load(signal: AbortSignal): Promise<string | null>;
  url(after: string | null): string;
  opened?(): void;
  event(event: ServerEvent): void;
  phase(phase: Phase): void;
  signedOut(): void;
  sessionHolds(): Promise<boolean>;
  /** Nothing heard for this long, heartbeats included, is a dead connection. */
  silenceMs: number;
}

export interface Following {
  start(): void;
  stop(): void;
  /** The network is said to be back: do not sit out the wait. */
  hurry(): void;
}

export function follow(source: Source): Following {
  let state: StreamState = idle;
  let current = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function give(input: StreamInput): void {
    const step = next(state, input);
    const changed = step.state.phase !== state.phase;
    state = step.state;
    if (changed) {
      source.phase(state.phase);
    }
    perform(step.act);
  }

  function fail(error: unknown): void {
    give({ type: 'failed', status: error instanceof HttpProblem ? error.status : null, jitter: Math.random() });
  }

  function fresh(): AbortSignal {
    clearTimeout(timer);
    current.abort();
    current = new AbortController();
    return current.signal;
  }

  /** What belongs to an attempt that was given up must not reach the machine. */
  function attempt(work: (signal: AbortSignal) => Promise<void>): void {
    const signal = fresh();
    work(signal).catch((error: unknown) => {
      if (!signal.aborted) {
        fail(error);
      }
    });
  }

  async function load(signal: AbortSignal): Promise<void> {
    const after = await source.load(signal);
    if (!signal.aborted) {
      give({ type: 'loaded', after });
    }
  }

  async function open(after: string | null, signal: AbortSignal): Promise<void> {
    const controller = current;
    const listen = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        controller.abort();
        fail(null);
      }, source.silenceMs);
    };
    listen();
    const response = await fetch(source.url(after), {
      signal,
      headers: { Accept: 'text/event-stream' },
      cache: 'no-store',
      credentials: 'same-origin',
    });
    if (!response.ok || !response.body) {
      throw new HttpProblem(response.status, 'The stream was refused.');
    }
    source.opened?.();
    give({ type: 'opened' });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const events = new ServerEvents();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      listen();
      for (const event of events.push(part.value)) {
        take(event);
        if (signal.aborted) {
          return;
        }
      }
    }
    throw new Error('the stream ended');
  }

  function take(event: ServerEvent): void {
    if (event.event === 'reset') {
      give({ type: 'reset' });
      return;
    }
    source.event(event);
    give({ type: 'event', id: event.id });
  }

  async function check(signal: AbortSignal): Promise<void> {
    const holds = await source.sessionHolds().catch(() => true);
    if (!signal.aborted) {
      give(holds ? { type: 'session_ok', jitter: Math.random() } : { type: 'session_gone' });
    }
  }

  function perform(act: StreamAct): void {
    switch (act.do) {
      case 'nothing':
        return;
      case 'load':
        return attempt(load);
      case 'open':
        return attempt((signal) => open(act.after, signal));
      case 'check_session':
        return attempt(check);
      case 'wait':
        fresh();
        timer = setTimeout(() => give({ type: 'retry_due' }), act.ms);
        return;
      case 'sign_out':
        fresh();
        return source.signedOut();
      case 'close':
        fresh();
        return;
    }
  }

  return {
    start: () => give({ type: 'start' }),
    stop: () => give({ type: 'stop' }),
    hurry: () => give({ type: 'retry_due' }),
  };
}
