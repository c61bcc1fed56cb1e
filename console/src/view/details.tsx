// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from 'preact';
import type { Incident } from '../model/incident';
import { kindName } from '../model/kind';
import { placeOf } from '../model/place';
import { select, selected } from '../state/incidents';
import { lastSeen, positionsVersion } from '../state/positions';
import { EvidenceTable } from './evidence-table';
import { Flags } from './flags';
import { SeveritySign } from './severity-sign';
import { Age, LondonTime } from './times';

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="detail-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Facts({ incident }: { incident: Incident }) {
  const { episode, wearer } = incident;
  return (
    <dl class="detail-facts">
      <Fact name="Wearer">
        {wearer ? `${wearer.name} ${wearer.name === '' ? '' : '· '}${wearer.id}` : 'not known'}
      </Fact>
      <Fact name="Condition">
        {incident.condition_name ?? '–'}
        {episode.condition !== null && <span class="dim"> {episode.condition}</span>}
      </Fact>
      <Fact name="Order">
        {episode.order ?? 'none holds the device'}
        {incident.programme !== null && <span class="dim"> {incident.programme}</span>}
      </Fact>
      {incident.device !== null && <Fact name="Device">{incident.device}</Fact>}
      <Fact name="Opened">
        <LondonTime at={incident.opened} />{' '}
        <span class="dim">
          <Age since={incident.opened} /> ago
        </span>
      </Fact>
      <Fact name="Started">
        <LondonTime at={episode.started} />
      </Fact>
      <Fact name="Detected">
        <LondonTime at={episode.detected} />
      </Fact>
      <Fact name="Ended">{episode.ended === null ? 'goes on' : <LondonTime at={episode.ended} />}</Fact>
      <Fact name="Revision">
        {episode.revision} <span class="dim">{episode.change}</span>
      </Fact>
      <Fact name="Rule">
        {episode.rule}
        {episode.rule_version !== null && <span class="dim"> v{episode.rule_version}</span>}
      </Fact>
      <Fact name="Incident">
        <span class="detail-id">{incident.id}</span>
      </Fact>
    </dl>
  );
}

/** Without a fix in its evidence an incident is drawn where its tag was last seen; that must be said. */
function Whereabouts({ incident }: { incident: Incident }) {
  void positionsVersion.value;
  const place = placeOf(incident, lastSeen);
  if (place?.from === 'evidence') {
    return null;
  }
  return (
    <p class="detail-note">
      {place
        ? 'On the map: the last position of the device, not the place of this incident.'
        : 'No position is known for this incident.'}
    </p>
  );
}

export function Details() {
  const incident = selected.value;
  if (!incident) {
    return null;
  }
  const { episode } = incident;
  return (
    <section class="details" aria-label="Chosen incident">
      <header class="details-head">
        <SeveritySign severity={episode.severity} hollow={episode.state === 'possible'} />
        <h2>{kindName(episode.kind)}</h2>
        <Flags incident={incident} />
        <p class="details-reason">{episode.reason}</p>
        <button type="button" class="close" aria-label="Close the incident's details" onClick={() => select(null)}>
          ×
        </button>
      </header>
      <div class="details-body">
        <Facts incident={incident} />
        <div class="details-evidence">
          <Whereabouts incident={incident} />
          <EvidenceTable evidence={episode.evidence} />
        </div>
      </div>
    </section>
  );
}
