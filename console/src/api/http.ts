// SPDX-License-Identifier: Apache-2.0
/** One door to the daemon. Errors are RFC 9457 problems and leave here as sentences. */
import { noteServerDate } from '../state/clock';

export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function sentence(response: Response): Promise<string> {
  try {
    const problem = (await response.json()) as Record<string, unknown>;
    const said = [problem['title'], problem['detail']].filter((part) => typeof part === 'string' && part !== '');
    return said.length > 0 ? said.join(': ') : `The server answered ${response.status}.`;
  } catch {
    return `The server answered ${response.status}.`;
  }
}

/** The daemon is on the same network: what takes longer than this is not coming. */
const longestMs = 30_000;

export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const sentAt = Date.now();
  const late = AbortSignal.timeout(longestMs);
  const response = await fetch(path, {
    cache: 'no-store',
    credentials: 'same-origin',
    ...init,
    signal: init.signal ? anyOf(init.signal, late) : late,
    headers: { Accept: 'application/json', ...init.headers },
  });
  noteServerDate(response.headers.get('Date'), sentAt, Date.now());
  if (!response.ok) {
    throw new HttpProblem(response.status, await sentence(response));
  }
  return response;
}

function anyOf(first: AbortSignal, second: AbortSignal): AbortSignal {
  const both = new AbortController();
  for (const signal of [first, second]) {
    if (signal.aborted) {
      both.abort(signal.reason);
    }
    signal.addEventListener('abort', () => both.abort(signal.reason), { once: true });
  }
  return both.signal;
}
