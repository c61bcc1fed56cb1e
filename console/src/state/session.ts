// SPDX-License-Identifier: Apache-2.0
import { signal } from '@preact/signals';
import { closeSession, openSession, whoAmI } from '../api/session';
import type { Operator } from '../api/session';

export type Session = { is: 'unknown' } | { is: 'out'; notice: string } | { is: 'in'; operator: Operator };

export const session = signal<Session>({ is: 'unknown' });

export async function findSession(): Promise<void> {
  try {
    const operator = await whoAmI();
    session.value = operator ? { is: 'in', operator } : { is: 'out', notice: '' };
  } catch (error) {
    session.value = { is: 'out', notice: error instanceof Error ? error.message : String(error) };
  }
}

export async function signIn(token: string, reason: string): Promise<void> {
  await openSession(token, reason);
  await findSession();
}

export async function signOut(): Promise<void> {
  // Signed out here whatever the server says: nobody leaves a desk believing otherwise.
  await closeSession().catch(() => undefined);
  session.value = { is: 'out', notice: 'You are signed out.' };
}

export function sessionEnded(): void {
  if (session.peek().is === 'in') {
    session.value = { is: 'out', notice: 'Your session has ended. Sign in to go on.' };
  }
}
