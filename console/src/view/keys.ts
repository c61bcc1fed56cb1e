// SPDX-License-Identifier: Apache-2.0
/** j and k walk the queue, / goes to the filter, Escape goes back. Enter is the focused row's own. */
import { step } from '../model/queue';
import { queue, select, selectedId } from '../state/incidents';

/** The row that j and k last stood on: it stays theirs when the queue is sorted anew under it. */
let cursor: string | null = null;

function rowOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-incident="${CSS.escape(id)}"]`);
}

function focusedRow(): string | null {
  return document.activeElement instanceof HTMLElement ? (document.activeElement.dataset['incident'] ?? null) : null;
}

function move(by: 1 | -1): void {
  const ids = queue.peek().map((incident) => incident.id);
  cursor = step(ids, focusedRow() ?? cursor ?? selectedId.peek(), by);
  const row = cursor === null ? null : rowOf(cursor);
  row?.focus();
  row?.scrollIntoView({ block: 'nearest' });
}

function escape(): void {
  const active = document.activeElement;
  if (active instanceof HTMLInputElement) {
    active.blur();
  } else {
    select(null);
  }
}

export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== 'Escape')) {
      return;
    }
    const acts: Record<string, () => void> = {
      j: () => move(1),
      k: () => move(-1),
      '/': () => document.getElementById('filter')?.focus(),
      Escape: escape,
    };
    const act = Object.hasOwn(acts, event.key) ? acts[event.key] : undefined;
    if (act) {
      event.preventDefault();
      act();
    }
  });
  // A row that moves up the queue is taken out of the page for a moment and would lose the keyboard.
  queue.subscribe(() => {
    const before = focusedRow();
    if (before !== null) {
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) {
          rowOf(before)?.focus();
        }
      });
    }
  });
}
