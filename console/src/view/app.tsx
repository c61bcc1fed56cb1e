// SPDX-License-Identifier: Apache-2.0
import { useSignalEffect } from '@preact/signals';
import { openCounts } from '../state/incidents';
import { session } from '../state/session';
import { Announcer } from './announcer';
import { Details } from './details';
import { Header } from './header';
import { MapPane } from './map-pane';
import { Queue } from './queue';
import { SignIn } from './sign-in';

export function App() {
  // The tab tells an operator who is looking at another one.
  useSignalEffect(() => {
    const critical = openCounts.value.critical;
    document.title = critical > 0 ? `(${critical} critical) Cordon` : 'Cordon';
  });
  switch (session.value.is) {
    case 'unknown':
      return <p class="starting">Connecting to the monitoring server…</p>;
    case 'out':
      return <SignIn notice={session.value.notice} />;
    case 'in':
      return (
        <div class="console">
          <Header operator={session.value.operator} />
          <main class="console-body">
            <MapPane />
            <Queue />
            <Details />
          </main>
          <Announcer />
        </div>
      );
  }
}
