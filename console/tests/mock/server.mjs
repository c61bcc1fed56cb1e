// SPDX-License-Identifier: Apache-2.0
// Speaks the console's part of the daemon's API over a real socket: sessions, lists, both streams, the page.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dice, makePositions, makeZones } from './fixture.mjs';
import { makeIncidents } from './incidents.mjs';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const policy = [
  "default-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
].join('; ');

function problem(response, status, title, detail) {
  response.writeHead(status, { 'Content-Type': 'application/problem+json' });
  response.end(JSON.stringify({ type: 'about:blank', title, status, detail }));
}

async function body(request) {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  return JSON.parse(Buffer.concat(parts).toString('utf8'));
}

/** `offset.index`: larger is later. */
function isAfter(id, after) {
  const [a, b] = [id, after].map((each) => each.split('.').map(Number));
  return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
}

export async function startMock({ port = 0, tags = 260, pageSize = 4, heartbeatMs = 15_000 } = {}) {
  const now = Date.now();
  const positions = makePositions(tags, now);
  const incidents = new Map(makeIncidents(positions, now).map((each) => [each.id, each]));
  const zones = makeZones(positions);
  const sessions = new Map();
  const streams = { incident: new Set(), track: new Set() };
  const log = [];
  const requests = [];
  let offset = 1000;

  const cookie = (request) => /cordon_session=([a-z0-9]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';

  function openStream(request, response, kind) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(': hello\n\n');
    const beat = setInterval(() => response.write(': heartbeat\n\n'), heartbeatMs);
    streams[kind].add(response);
    request.on('close', () => {
      clearInterval(beat);
      streams[kind].delete(response);
    });
  }

  const send = (response, { id, event, data }) =>
    response.write(`${id ? `id: ${id}\n` : ''}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

  const routes = {
    'POST /v1/session': async (request, response) => {
      const { token, reason } = await body(request);
      if (token !== 'let-me-see') {
        return problem(response, 401, 'Unknown token', 'This token is not known.');
      }
      if (!reason) {
        return problem(response, 422, 'Reason missing', 'A duty reason is required.');
      }
      const id = `s${sessions.size}${offset}`;
      sessions.set(id, { name: 'Night desk 2', role: 'operator' });
      response.writeHead(204, { 'Set-Cookie': `cordon_session=${id}; HttpOnly; SameSite=Strict; Path=/` }).end();
    },
    'GET /v1/session': (request, response) => {
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(JSON.stringify(sessions.get(cookie(request))));
    },
    'DELETE /v1/session': (request, response) => {
      sessions.delete(cookie(request));
      response.writeHead(204).end();
    },
    'GET /v1/incidents': (request, response, query) => {
      const from = Number(query.get('cursor') ?? 0);
      const all = [...incidents.values()];
      const next = from + pageSize < all.length ? String(from + pageSize) : null;
      response.writeHead(200, { 'Content-Type': 'application/json', 'Stream-Position': `${offset}.0` });
      response.end(JSON.stringify({ incidents: all.slice(from, from + pageSize), next }));
    },
    'GET /v1/incidents/stream': (request, response, query) => {
      const after = request.headers['last-event-id'] ?? query.get('after') ?? `${offset}.0`;
      openStream(request, response, 'incident');
      log.filter((each) => isAfter(each.id, after)).forEach((each) => send(response, each));
    },
    'GET /v1/track/live': (request, response, query) => {
      const [west, south, east, north] = query.get('bbox').split(',').map(Number);
      openStream(request, response, 'track');
      const inside = positions.filter((p) => p.lon >= west && p.lon <= east && p.lat >= south && p.lat <= north);
      send(response, { event: 'positions', data: { positions: inside } });
    },
    'GET /v1/zones': (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/geo+json' }).end(JSON.stringify(zones));
    },
  };

  async function page(path, response) {
    const file = join(dist, normalize(path === '/' ? 'index.html' : path));
    const content = await readFile(file).catch(() => null);
    const headers = {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': policy,
    };
    response.writeHead(content ? 200 : 404, { ...headers, 'X-Content-Type-Options': 'nosniff' }).end(content ?? '');
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://mock');
    requests.push(`${request.method} ${request.url}`);
    const route = routes[`${request.method} ${url.pathname}`];
    if (!route) {
      return url.pathname.startsWith('/v1/') ? problem(response, 404, 'Not found', '') : page(url.pathname, response);
    }
    if (!sessions.has(cookie(request)) && !(request.method === 'POST' && url.pathname === '/v1/session')) {
      return problem(response, 401, 'Not signed in', 'Open a session first.');
    }
    Promise.resolve(route(request, response, url.searchParams)).catch((error) =>
      problem(response, 500, 'Fault', String(error)),
    );
  });

  const random = dice(3);
  function walk() {
    const moved = positions
      .filter(() => random() < 0.06)
      .map((position) => {
        position.lat += (random() - 0.5) * 0.0012;
        position.lon += (random() - 0.5) * 0.0018;
        position.fix_time = position.received = new Date().toISOString();
        return position;
      });
    streams.track.forEach((response) => send(response, { event: 'positions', data: { positions: moved } }));
  }
  const walking = setInterval(walk, 1000);

  await new Promise((ready) => server.listen(port, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    token: 'let-me-see',
    incidents,
    positions,
    requests,
    streams,
    emit(incident) {
      incidents.set(incident.id, incident);
      const entry = { id: `${(offset += 1)}.0`, event: 'incident', data: incident };
      log.push(entry);
      streams.incident.forEach((response) => send(response, entry));
    },
    emitRaw: (text) => streams.incident.forEach((response) => response.write(text)),
    dropStreams: () => [...streams.incident, ...streams.track].forEach((response) => response.destroy()),
    endSessions: () => sessions.clear(),
    async stop() {
      clearInterval(walking);
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const mock = await startMock({ port: Number(process.argv[2] ?? 8090), tags: Number(process.argv[3] ?? 260) });
  console.log(`${mock.url}  token: ${mock.token}`);
}
