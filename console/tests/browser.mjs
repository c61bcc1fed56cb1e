// SPDX-License-Identifier: Apache-2.0
// The page in Debian's Chromium, against a daemon or the mock.
//   node tests/browser.mjs [BASE_URL TOKEN] [--screenshot FILE]
// Leaves with 1 when anything is not as it should be, a console error or a policy violation included.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { againstMock } from './mock/story.mjs';
import { startMock } from './mock/server.mjs';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { screenshot: { type: 'string' } } });
const [givenUrl, givenToken] = positionals;
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Tags report every 5 to 10 s in the demonstration; the first incident may take its time to happen. */
const patience = { timeout: 90_000 };

const mock = givenUrl ? null : await startMock();
const base = new URL(givenUrl ?? mock.url).origin;
const profile = await mkdtemp(join(tmpdir(), 'cordon-console-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: flags,
  viewport: { width: 1440, height: 900 },
});
const page = context.pages()[0] ?? (await context.newPage());

/** The browser reports each 401 itself: the first question who we are gets one. The mock also drops connections. */
const faults = [];
const expected = [/status of 401/, ...(mock ? [/ERR_INCOMPLETE_CHUNKED_ENCODING/, /ERR_CONNECTION_/] : [])];
page.on('console', (message) => {
  const text = message.text();
  const provoked = expected.some((each) => each.test(text));
  if ((message.type() === 'error' && !provoked) || /Content Security Policy/i.test(text)) {
    faults.push(`console: ${text}`);
  }
});
page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
page.on('request', (request) => {
  if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== base) {
    faults.push(`request to elsewhere: ${request.url()}`);
  }
});

function check(holds, sentence) {
  console.log(`${holds ? 'ok' : 'NOT OK'}  ${sentence}`);
  if (!holds) {
    faults.push(sentence);
  }
}

async function signIn() {
  await page.goto(base);
  const button = page.getByRole('button', { name: 'Sign in' });
  await button.waitFor(patience);
  check(await button.isDisabled(), 'nobody signs in without a token and a reason');
  await page.getByLabel('Access token').fill(givenToken ?? mock.token);
  await page.getByLabel('Duty reason').fill('browser test');
  await button.click();
  await page.waitForFunction(() => window.cordon?.connection === 'live', null, patience);
  check(true, 'signed in, and both streams are live');
}

async function mapAndQueue() {
  await page.waitForFunction(() => window.cordon.map.boroughs === 33, null, patience);
  check(true, 'the base map has 33 boroughs');
  await page.waitForFunction(() => window.cordon.positions > 0 && window.cordon.incidents > 0, null, patience);
  const state = await page.evaluate(() => window.cordon);
  check(state.map.tags === state.positions, `every position is on the map (${state.positions})`);
  check(state.map.zones > 0, `zones are on the map (${state.map.zones})`);
  check(state.refusals === 0, 'every record was understood');
  const rows = page.locator('[data-incident]');
  check((await rows.count()) === Math.min(state.queue, 200), `the queue has a row an incident (${state.queue})`);
}

async function select() {
  const before = await page.evaluate(() => window.cordon);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.cordon.selected !== null, null, patience);
  await page.getByRole('region', { name: 'Chosen incident' }).waitFor(patience);
  const after = await page.evaluate(() => window.cordon);
  const first = await page.locator('[data-incident]').first().getAttribute('data-incident');
  check(after.selected === first, 'j and Enter choose the first row');
  if ((await page.locator('table.evidence tbody tr').count()) > 0) {
    await page.waitForFunction((zoom) => window.cordon.map.zoom > zoom + 1, before.map.zoom, patience);
    check(
      (await page.evaluate(() => window.cordon.map.evidence)) > 0,
      'the map goes to the incident and shows its fixes',
    );
  }
}

try {
  await signIn();
  await mapAndQueue();
  await select();
  if (values.screenshot) {
    await page.waitForTimeout(700);
    await page.screenshot({ path: values.screenshot });
  }
  if (mock) {
    await againstMock({ page, mock, check, patience });
  }
} catch (error) {
  faults.push(error instanceof Error ? error.message : String(error));
  if (values.screenshot) {
    await page.screenshot({ path: values.screenshot }).catch(() => undefined);
  }
}
await context.close();
await mock?.stop();
await rm(profile, { recursive: true, force: true });
faults.forEach((fault) => console.error(`fault: ${fault}`));
console.log(faults.length === 0 ? 'passed' : `failed: ${faults.length}`);
process.exit(faults.length === 0 ? 0 : 1);
