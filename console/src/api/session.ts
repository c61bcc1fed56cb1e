// SPDX-License-Identifier: Apache-2.0
import { HttpProblem, ask } from './http';
import { object, text, textOrNull } from './reading';

export interface Operator {
  name: string;
  role: string;
}

/** Null when nobody is signed in. */
export async function whoAmI(): Promise<Operator | null> {
  try {
    const session = object(await (await ask('/v1/session')).json(), 'session');
    return { name: text(session, 'name'), role: textOrNull(session, 'role') ?? '' };
  } catch (error) {
    if (error instanceof HttpProblem && error.status === 401) {
      return null;
    }
    throw error;
  }
}

export async function openSession(token: string, reason: string): Promise<void> {
  await ask('/v1/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token, reason }),
  });
}

export async function closeSession(): Promise<void> {
  await ask('/v1/session', { method: 'DELETE' });
}
