// SPDX-License-Identifier: Apache-2.0
import { useComputed, useSignal } from '@preact/signals';
import { filter, incidents, incidentsLoaded, queue, selectedId } from '../state/incidents';
import { QueueRow } from './queue-row';
import { QueueTools } from './queue-tools';

/** Rows drawn at first, and more with each press: a queue that nobody can read must not slow the page. */
const rowsAtOnce = 200;

function Nothing() {
  if (!incidentsLoaded.value) {
    return <p class="queue-empty">Loading incidents…</p>;
  }
  const filtered = filter.value.words !== '' || filter.value.severities.size > 0;
  return (
    <p class="queue-empty">
      {filtered && incidents.value.size > 0 ? 'No incident matches the filter.' : 'No open incidents.'}
    </p>
  );
}

export function Queue() {
  const most = useSignal(rowsAtOnce);
  const rows = useComputed(() => queue.value.slice(0, most.value));
  const hidden = queue.value.length - rows.value.length;
  return (
    <section class="queue" aria-label="Incident queue">
      <QueueTools />
      {rows.value.length === 0 && <Nothing />}
      <ol class="queue-rows" aria-label="Incidents, most severe and newest first">
        {rows.value.map((incident) => (
          <QueueRow key={incident.id} incident={incident} chosen={incident.id === selectedId.value} />
        ))}
      </ol>
      {hidden > 0 && (
        <button type="button" class="quiet queue-more" onClick={() => (most.value += rowsAtOnce)}>
          {hidden} more
        </button>
      )}
      <p class="queue-keys">
        <kbd>j</kbd> <kbd>k</kbd> move <kbd>Enter</kbd> select <kbd>/</kbd> filter <kbd>Esc</kbd> close
      </p>
    </section>
  );
}
