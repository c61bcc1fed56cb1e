// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { follow } from '../../src/stream/follow';
import type { Source } from '../../src/stream/follow';
import type { Phase } from '../../src/stream/machine';

/** A server whose answers the test writes; it keeps what it was asked. */
class Server {
  asked: string[] = [];
  private body: ReadableStreamDefaultController<Uint8Array> | null = null;
  status = 200;

  fetch = (url: string, init: RequestInit): Promise<Response> => {
    this.asked.push(url);
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.body = controller;
        init.signal?.addEventListener('abort', () => controller.error(new Error('aborted')));
      },
    });
    return Promise.resolve(this.status === 200 ? new Response(body) : new Response(null, { status: this.status }));
  };

  async says(text: string): Promise<void> {
    this.body?.enqueue(new TextEncoder().encode(text));
    await vi.advanceTimersByTimeAsync(0);
  }
}

const server = { is: new Server() };
let phases: Phase[];
let events: string[];
let signedOut: number;

function source(holds: boolean): Source {
  return {
    load: () => Promise.resolve('5.0'),
    url: (after) => `/stream?after=${after}`,
    event: (event) => events.push(event.data),
    phase: (phase) => phases.push(phase),
    signedOut: () => (signedOut += 1),
    sessionHolds: () => Promise.resolve(holds),
    silenceMs: 40_000,
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  server.is = new Server();
  [phases, events, signedOut] = [[], [], 0];
  vi.stubGlobal('fetch', server.is.fetch);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('following a stream', () => {
  it('takes a heartbeat for life and silence for death', async () => {
    follow(source(true)).start();
    await vi.advanceTimersByTimeAsync(30_000);
    await server.is.says(': heartbeat\n\n');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(phases.at(-1)).toBe('live');

    await vi.advanceTimersByTimeAsync(10_000);
    expect(phases.at(-1)).toBe('waiting');
  });

  it('comes back behind the last event', async () => {
    follow(source(true)).start();
    await vi.advanceTimersByTimeAsync(0);
    await server.is.says('id: 6.2\ndata: one\n\n');
    await vi.advanceTimersByTimeAsync(41_000);

    expect(events).toEqual(['one']);
    expect(server.is.asked).toEqual(['/stream?after=5.0', '/stream?after=6.2']);
  });

  it.each([
    [true, 0],
    [false, 1],
  ])('on 401 with the session holding: %s, signs out %i times', async (holds, times) => {
    server.is.status = 401;
    follow(source(holds)).start();
    await vi.advanceTimersByTimeAsync(0);

    expect(signedOut).toBe(times);
    expect(phases.at(-1)).toBe(holds ? 'waiting' : 'signed_out');
  });

  it('says nothing more once stopped', async () => {
    const following = follow(source(true));
    following.start();
    await vi.advanceTimersByTimeAsync(0);
    following.stop();
    await vi.advanceTimersByTimeAsync(100_000);

    expect(phases.at(-1)).toBe('idle');
    expect(server.is.asked).toHaveLength(1);
  });
});
