// SPDX-License-Identifier: Apache-2.0
import '@fontsource-variable/inter/wght.css';
import { render } from 'preact';
import { runClock } from './state/clock';
import { runConnection } from './state/connection';
import { findSession } from './state/session';
import { runZones } from './state/zones';
import './style/palette.css';
import './style/page.css';
import './style/sign-in.css';
import './style/header.css';
import './style/map.css';
import './style/queue.css';
import './style/row.css';
import './style/details.css';
import { App } from './view/app';
import { listenToKeys } from './view/keys';

runClock();
runConnection();
runZones();
listenToKeys();
render(<App />, document.getElementById('console')!);
void findSession();
