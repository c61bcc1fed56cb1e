// SPDX-License-Identifier: Apache-2.0
import type { Incident } from '../model/incident';
import { alCodeName } from '../model/kind';
import { LondonTime } from './times';

/** What an operator must not overlook: how sure it is, whether it came late, whether it is over. */
export function Flags({ incident }: { incident: Incident }) {
  const { episode } = incident;
  return (
    <span class="flags">
      <span class={`flag flag-${episode.state}`}>{episode.state}</span>
      {episode.late && (
        <span class="flag flag-late" title="Decided on fixes that arrived late">
          late
        </span>
      )}
      {episode.al_code !== null && (
        <span class="flag" title={alCodeName(episode.al_code)}>
          {episode.al_code}
        </span>
      )}
      {incident.withdrawn && (
        <span class="flag flag-over" title="A later fix took it back">
          withdrawn
        </span>
      )}
      {incident.cleared && (
        <span class="flag flag-over" title="Over by itself; still waits for a person">
          cleared
        </span>
      )}
      {episode.ended !== null && (
        <span class="flag flag-over">
          ended <LondonTime at={episode.ended} />
        </span>
      )}
    </span>
  );
}
