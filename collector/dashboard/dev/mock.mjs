// A stand-in for the collector while the dashboard is developed: the same REST contract, invented probes, always the same ones.
//   node dev/mock.mjs [--port 8099] [--probes 24] [--still] [--old]
// --still sends no events. --old answers as a collector did that knew no customers and blamed nobody. Serves the built dashboard too, the collector's or that of EDGEPROBE_WWWROOT.
// Failures to look at: probe "north/cafe-unknown" does not exist (404),
// GET /dev/down makes every API answer a 503 until GET /dev/up.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { customerChangesOf, customerDetailOf, customerOf, detailOf, ownersOf, scoresOf, summaryOf, windowsOf } from './invented.mjs';
import { verdictsOf } from './invented-blame.mjs';
import { overviewOf, parityOf } from './invented-parity.mjs';
import { accept, saidNow, shelfNow } from './invented-profiles.mjs';
import { profile } from './profile.mjs';
import { rollupsOf } from './rollups.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const port = option('port', 8099);
const size = option('probes', 24);
const still = process.argv.includes('--still');
const old = process.argv.includes('--old');
const newer = ['customer', 'plan', 'technology', 'region', 'class', 'node', 'gap', 'verdict', 'blame', 'blameNote', 'expectation', 'hours', 'composite', 'parity', 'certainty'];
const wwwroot = process.env.EDGEPROBE_WWWROOT ?? fileURLToPath(new URL('../../EdgeProbe.Collector/wwwroot', import.meta.url));
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const streams = new Set();
let down = false;

const find = (tenant, probe) =>
  Array.from({ length: size }, (_, index) => index).find((index) => {
    const summary = summaryOf(index, Date.now());
    return summary.tenant === tenant && summary.probe === probe;
  });

function json(response, status, body) {
  response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
  response.end(JSON.stringify(body, old ? (name, value) => (newer.includes(name) ? undefined : value) : undefined));
}

function events(request, response, only, customer) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('event: hello\ndata: {}\n\n');
  const stream = { response, only, customer };
  streams.add(stream);
  request.on('close', () => streams.delete(stream));
}

function api(request, response, url) {
  const path = url.pathname.slice('/api/v1'.length).split('/').filter(Boolean).map(decodeURIComponent);
  if (path[0] === 'events') return events(request, response, url.searchParams.get('probe'), url.searchParams.get('customer'));
  if (path[0] === 'profile') return json(response, 200, profile);
  const now = Date.now();
  const all = () => Array.from({ length: size }, (_, index) => summaryOf(index, now));
  if (old && ['customers', 'rollups', 'parity', 'profiles', 'ratings'].includes(path[0])) return json(response, 404, { title: 'Not found' });
  if (path[0] === 'profiles') return profiles(request, response, now);
  if (path[0] === 'ratings') return json(response, 200, saidNow(profile.personas, now));
  if (path[0] === 'customers') return customers(response, path.slice(1), now);
  if (path[0] === 'rollups') return json(response, 200, rollupsOf(url.searchParams.get('by') ?? 'fleet', all(), now));
  if (path[0] === 'parity') {
    const { a, b, of, days } = Object.fromEntries(url.searchParams);
    return json(response, 200, path[1] === 'overview' ? overviewOf(now) : parityOf(a, b, of, Number(days)));
  }
  if (path.length === 1) {
    return json(response, 200, { generatedAt: new Date(now).toISOString(), probes: all() });
  }
  const [, tenant, probe, more] = path;
  const index = find(tenant, probe);
  if (index === undefined)
    return json(response, 404, { title: 'No such probe', detail: `No probe ${tenant}/${probe} has ever reported to this collector.` });
  const to = Date.parse(url.searchParams.get('to') ?? '') || now;
  const from = Date.parse(url.searchParams.get('from') ?? '') || to - 3 * 3600_000;
  if (more === 'scores') return json(response, 200, scoresOf(index, from, to));
  if (more === 'verdicts') return old ? json(response, 404, { title: 'Not found' }) : json(response, 200, verdictsOf(now, summaryOf(index, now).verdict));
  if (more === 'windows') return json(response, 200, windowsOf(index, url.searchParams.get('test'), from, to));
  return json(response, 200, detailOf(index, now));
}

async function profiles(request, response, now) {
  if (request.method !== 'POST') return json(response, 200, shelfNow());
  const parts = [];
  for await (const part of request) parts.push(part);
  const shelved = accept(JSON.parse(Buffer.concat(parts).toString()), now);
  return shelved ? json(response, 201, shelved) : json(response, 400, { title: 'Bad request', detail: 'acceptedBy or reason is empty' });
}

function customers(response, [tenant, id, more], now) {
  const owners = ownersOf(size);
  if (tenant === undefined) {
    const list = owners.map((owner) => customerOf(owner, size, now)).toSorted((a, b) => (a.expectation?.gap ?? 999) - (b.expectation?.gap ?? 999));
    return json(response, 200, { generatedAt: new Date(now).toISOString(), customers: list });
  }
  const owner = owners.find((one) => one === Number(id.slice(2)) - 1000 && customerOf(one, size, now).tenant === tenant);
  if (owner === undefined) return json(response, 404, { title: 'No such customer', detail: `No customer ${tenant}/${id} is known here.` });
  return json(response, 200, more === 'history' ? customerChangesOf(owner, now) : customerDetailOf(owner, size, now));
}

async function page(response, path) {
  const file = join(wwwroot, normalize(extname(path) ? path : '/index.html'));
  try {
    const body = await readFile(file);
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(body);
  } catch {
    response.writeHead(404).end('not built: run build.sh first, or use "npm run dev" beside this mock');
  }
}

const server = createServer((request, response) => {
  const url = new URL(request.url, `http://127.0.0.1:${port}`);
  if (url.pathname === '/dev/down' || url.pathname === '/dev/up') {
    down = url.pathname === '/dev/down';
    if (down) for (const stream of streams) stream.response.destroy();
    return response.end();
  }
  if (!url.pathname.startsWith('/api/')) return void page(response, url.pathname);
  if (down) return json(response, 503, { title: 'Not ready', detail: 'The store does not answer.' });
  return api(request, response, url);
});

server.listen(port, '127.0.0.1', () => console.log(`mock collector with ${size} probes at http://127.0.0.1:${port}`));

let turn = 0;
if (!still)
  setInterval(() => {
    turn++;
    const now = Date.now();
    for (let index = turn % 5; index < size; index += 5) {
      const summary = summaryOf(index, now);
      if (summary.state !== 'online') continue;
      const text = `event: probe\ndata: ${JSON.stringify(summary)}\n\n`;
      const owner = `${summary.tenant}/${summary.customer?.id}`;
      for (const { response, only, customer } of streams)
        if ((!only || only === `${summary.tenant}/${summary.probe}`) && (!customer || customer === owner)) response.write(text);
    }
  }, 1000);
