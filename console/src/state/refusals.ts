// SPDX-License-Identifier: Apache-2.0
/** Records that this page could not read are counted and shown, never dropped in silence. */
import { signal } from '@preact/signals';
import { NotUnderstood } from '../api/reading';

export const refusals = signal<{ count: number; last: string }>({ count: 0, last: '' });

export function readEach<T>(values: unknown[], read: (value: unknown) => T): T[] {
  return values.flatMap((value) => {
    try {
      return [read(value)];
    } catch (error) {
      if (!(error instanceof NotUnderstood)) {
        throw error;
      }
      refusals.value = { count: refusals.peek().count + 1, last: error.message };
      return [];
    }
  });
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
