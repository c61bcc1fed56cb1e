// SPDX-License-Identifier: Apache-2.0
import type { Operator } from '../api/session';
import { severities, severityName } from '../model/severity';
import { clockIsServers } from '../state/clock';
import { connection } from '../state/connection';
import type { Connection } from '../state/connection';
import { openCounts } from '../state/incidents';
import { newestFixReceived, reporting } from '../state/positions';
import { refusals } from '../state/refusals';
import { signOut } from '../state/session';
import { Mark } from './mark';
import { SeveritySign } from './severity-sign';
import { Age, ServerClock } from './times';

const connectionName: Record<Connection, string> = {
  live: 'Live',
  connecting: 'Connecting',
  reconnecting: 'Reconnecting',
  signed_out: 'Signed out',
};

function ConnectionState() {
  const state = connection.value;
  return (
    <div class={`connection is-${state}`} role="status">
      <span class="connection-lamp" aria-hidden="true" />
      {connectionName[state]}
    </div>
  );
}

function OpenIncidents() {
  return (
    <ul class="counts" aria-label="Open incidents by severity">
      {severities.map((severity) => (
        <li key={severity} class={openCounts.value[severity] === 0 ? 'is-none' : ''} title={severityName[severity]}>
          <SeveritySign severity={severity} />
          <b>{openCounts.value[severity]}</b>
        </li>
      ))}
    </ul>
  );
}

function Tags() {
  const { current, known } = reporting.value;
  return (
    <div class="fact" title="Tags with a fix under five minutes old, of all that the map follows">
      <span class="fact-name">Tags reporting</span>
      <span class="fact-value">
        <b>{current.toLocaleString('en-GB')}</b> of {known.toLocaleString('en-GB')}
      </span>
    </div>
  );
}

function Newest() {
  const received = newestFixReceived.value;
  return (
    <div class="fact" title="How long ago the newest fix reached the server">
      <span class="fact-name">Newest fix</span>
      <span class="fact-value">{received === null ? 'none yet' : <Age since={received} />}</span>
    </div>
  );
}

function Refused() {
  const { count, last } = refusals.value;
  return count === 0 ? null : (
    <div class="refused" role="status" title={last}>
      {count} {count === 1 ? 'record' : 'records'} not understood
    </div>
  );
}

export function Header({ operator }: { operator: Operator }) {
  return (
    <header class="header">
      <div class="brand">
        <Mark />
        <h1>Cordon</h1>
      </div>
      <ConnectionState />
      <OpenIncidents />
      <Refused />
      <div class="header-facts">
        <Tags />
        <Newest />
        <div class="fact">
          <span class="fact-name">{clockIsServers() ? 'Server time' : 'This computer'}</span>
          <span class="fact-value">
            <ServerClock />
          </span>
        </div>
        <div class="fact fact-person">
          <span class="fact-name">{operator.role}</span>
          <span class="fact-value">{operator.name}</span>
        </div>
        <button type="button" class="quiet" onClick={() => void signOut()}>
          Sign out
        </button>
      </div>
    </header>
  );
}
