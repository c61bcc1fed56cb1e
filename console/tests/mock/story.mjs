// SPDX-License-Identifier: Apache-2.0
// What only a server of our own can be made to do: a critical incident, a lost connection, a reset, an end.
import { makeIncident } from './incidents.mjs';

const live = () => window.cordon.connection === 'live';

async function newCritical({ page, mock, check, patience }) {
  const before = await page.evaluate(() => window.cordon.incidents);
  const hostile = '<img src=x onerror=alert(1)> A. Person';
  const incident = makeIncident(90, mock.positions, Date.now(), {
    wearer: 8,
    ago: 0,
    evidence: [-20],
    reason: '2 fixes inside within 60 s',
  });
  mock.emit({ ...incident, wearer: { id: 'W-8', name: hostile } });
  await page.waitForFunction((count) => window.cordon.incidents === count + 1, before, patience);
  const first = page.locator('[data-incident]').first();
  check((await first.getAttribute('data-incident')) === 'INC-90', 'a new critical incident stands first');
  check((await first.innerText()).includes(hostile), "a wearer's name is text, whatever is in it");
  check((await page.getByRole('alert').innerText()).includes(hostile), 'a new critical incident is announced');
  check((await page.title()).startsWith('(3 critical)'), 'the title counts the critical ones');
}

async function deviceOfNobody({ page, check, patience }) {
  const row = page.locator('[data-incident]', { hasText: 'a device without an order reports' });
  check((await row.innerText()).includes('Device 356307042499999'), 'a row without an order names its device');
  await row.click();
  const details = page.getByRole('region', { name: 'Chosen incident' });
  await details.getByRole('heading', { name: 'Device without one order' }).waitFor(patience);
  check((await details.innerText()).includes('356307042499999'), 'and so do its details');
  const curfew = page.locator('[data-incident]', { hasText: 'Away during curfew' });
  check((await curfew.innerText()).includes('AL09'), "a curfew's row has its code");
}

async function filter({ page, check }) {
  await page.keyboard.press('/');
  await page.keyboard.type('battery');
  check((await page.locator('[data-incident]').count()) === 1, 'the text filter leaves the one that matches');
  await page.keyboard.press('Escape');
  await page.locator('#filter').fill('');
  await page.locator('.chip', { hasText: 'Notice' }).click();
  check((await page.locator('[data-incident]').count()) === 2, 'the severity filter leaves its own');
  await page.locator('.chip', { hasText: 'Notice' }).click();
}

async function reconnect({ page, mock, check, patience }) {
  mock.dropStreams();
  await page.waitForFunction(() => window.cordon.connection === 'reconnecting', null, patience);
  mock.emit(makeIncident(91, mock.positions, Date.now(), { wearer: 6, ago: 0, severity: 'info', evidence: [-1] }));
  await page.waitForFunction(live, null, patience);
  await page.waitForSelector('[data-incident="INC-91"]', patience);
  check(
    mock.requests.at(-1).includes('/v1/') && mock.requests.some((each) => each.endsWith('after=1001.0')),
    'after a lost connection the stream goes on behind the last event, and nothing is missed',
  );
}

async function reset({ page, mock, check, patience }) {
  mock.incidents.delete('INC-91');
  mock.emitRaw('event: reset\ndata: {}\n\n');
  await page.waitForSelector('[data-incident="INC-91"]', { ...patience, state: 'detached' });
  await page.waitForFunction(live, null, patience);
  check(true, 'a reset loads the list anew');
}

async function unknownRecord({ page, mock, check, patience }) {
  mock.emitRaw('event: incident\nid: 5000.0\ndata: {"id":"INC-92"}\n\n');
  await page.waitForFunction(() => window.cordon.refusals === 1, null, patience);
  check(
    await page.getByText('1 record not understood').isVisible(),
    'a record that is not understood is counted where all see it',
  );
}

async function sessionEnds({ page, mock, check, patience }) {
  mock.endSessions();
  mock.dropStreams();
  await page.getByRole('button', { name: 'Sign in' }).waitFor(patience);
  check(await page.getByText('Your session has ended').isVisible(), 'a session that ended leads to the sign-in');
  check((await page.locator('[data-incident]').count()) === 0, 'and nobody stays on the screen');
}

async function wrongToken({ page, check, patience }) {
  await page.getByLabel('Access token').fill('not-a-token');
  await page.getByLabel('Duty reason').fill('browser test');
  await page.keyboard.press('Enter');
  await page.getByText('This token is not known').waitFor(patience);
  check(true, 'a wrong token is said to be wrong');
}

export async function againstMock(stage) {
  for (const scene of [newCritical, deviceOfNobody, filter, reconnect, reset, unknownRecord, sessionEnds, wrongToken]) {
    await scene(stage);
  }
}
