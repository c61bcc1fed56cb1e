// SPDX-License-Identifier: Apache-2.0
import { severities, severityName } from '../model/severity';
import type { Severity } from '../model/severity';
import { filter, openCounts, queue } from '../state/incidents';
import { SeveritySign } from './severity-sign';

function toggle(severity: Severity): void {
  const chosen = new Set(filter.value.severities);
  if (!chosen.delete(severity)) {
    chosen.add(severity);
  }
  filter.value = { ...filter.value, severities: chosen };
}

export function QueueTools() {
  return (
    <div class="queue-tools">
      <div class="queue-title">
        <h2>Incidents</h2>
        <span class="queue-count">{queue.value.length}</span>
      </div>
      <input
        id="filter"
        type="search"
        aria-label="Filter incidents by text"
        placeholder="Filter: wearer, condition, kind, reason"
        autocomplete="off"
        maxLength={100}
        value={filter.value.words}
        onInput={(event) => (filter.value = { ...filter.value, words: event.currentTarget.value })}
      />
      <div class="chips" role="group" aria-label="Filter incidents by severity">
        {severities.map((severity) => (
          <button
            key={severity}
            type="button"
            class="chip"
            aria-pressed={filter.value.severities.has(severity)}
            onClick={() => toggle(severity)}
          >
            <SeveritySign severity={severity} />
            {severityName[severity]}
            <span class="chip-count">{openCounts.value[severity]}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
