// SPDX-License-Identifier: Apache-2.0
import { freshnessName, freshnesses } from '../model/freshness';

/** Severity is explained by the queue beside the map; this is what only the map has. */
export function Legend() {
  return (
    <ul class="legend" aria-label="What the map shows">
      {freshnesses.map((age) => (
        <li key={age}>
          <span class={`legend-dot is-${age}`} aria-hidden="true" />
          {freshnessName[age]}
        </li>
      ))}
      <li>
        <span class="legend-zone" aria-hidden="true" />
        Zone
      </li>
    </ul>
  );
}
