// SPDX-License-Identifier: Apache-2.0
import { subjectOf } from '../model/incident';
import type { Incident } from '../model/incident';
import { kindName } from '../model/kind';
import { severityName } from '../model/severity';
import { select } from '../state/incidents';
import { Flags } from './flags';
import { SeveritySign } from './severity-sign';
import { Age, LondonTime } from './times';

export function QueueRow({ incident, chosen }: { incident: Incident; chosen: boolean }) {
  const { episode, wearer } = incident;
  return (
    <li>
      <button
        type="button"
        class={`row row-${episode.severity}${incident.withdrawn ? ' is-withdrawn' : ''}`}
        data-incident={incident.id}
        aria-current={chosen}
        onClick={() => select(incident.id)}
      >
        <span class="row-sign">
          <SeveritySign severity={episode.severity} hollow={episode.state === 'possible'} />
        </span>
        <span class="row-head">
          <span class="row-kind">{kindName(episode.kind)}</span>
          <span class="row-age" title="Since the incident was opened">
            <Age since={incident.opened} />
          </span>
        </span>
        <span class="row-who">
          <b>{subjectOf(incident)}</b>
          {wearer && wearer.name !== '' && <span class="row-id">{wearer.id}</span>}
          {incident.condition_name !== null && <span class="row-condition">{incident.condition_name}</span>}
        </span>
        <span class="row-reason">{episode.reason}</span>
        <span class="row-foot">
          <span class={`severity severity-${episode.severity}`}>{severityName[episode.severity]}</span>
          <Flags incident={incident} />
          <span class="row-times">
            <span class="row-time-name">started</span> <LondonTime at={episode.started} />
            <span class="row-time-name">detected</span> <LondonTime at={episode.detected} />
          </span>
        </span>
      </button>
    </li>
  );
}
