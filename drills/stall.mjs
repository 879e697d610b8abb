// The database is locked, silent or away while many people reload: does the portal live, and is it soon well again?
import http from 'node:http';
import net from 'node:net';
import pg from 'pg';
import {
  ask,
  dropDatabase,
  freshDatabase,
  IN_PRODUCTION,
  NAME,
  PORT,
  pause,
  printTable,
  SERVER,
  scratch,
  start,
} from './setting.mjs';

const USERS = Number(process.env.DRILL_USERS ?? 200);
const SECONDS = Number(process.env.DRILL_SECONDS ?? 60);
const THINK = 2_000;
/** Pages that each of these may open; most of them read the table that is locked. */
const PAGES = ['/kegiatan', '/beranda', '/desa', '/opd', '/lokus', '/'];
const NAMES = ['bappeda', 'koordinator', 'opd'];

/** Stands between portal and database, so that a drill can silence or cut the way without touching the server. */
function wayToDatabase() {
  const { hostname, port } = new URL(SERVER);
  const state = { mode: 'open' };
  const pairs = new Set();
  const server = net.createServer((near) => {
    if (state.mode === 'cut') return near.destroy();
    const far = net.connect(Number(port), hostname);
    const pair = [near, far];
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      for (const one of pair) one.destroy();
    };
    for (const [from, to] of [pair, [far, near]]) {
      from.on('error', end).on('close', end);
      from.on('data', (bytes) => state.mode === 'open' && to.write(bytes));
    }
  });
  server.listen(PORT + 1, '127.0.0.1');
  const set = (mode) => {
    state.mode = mode;
    // What was swallowed on the way is lost; such connections are never whole again.
    if (mode !== 'silent') for (const pair of pairs) for (const one of pair) one.destroy();
  };
  return { set, close: () => server.close() };
}

const agent = new http.Agent({ keepAlive: true });

function get(path, cookie, more = {}) {
  return new Promise((resolve) => {
    const began = performance.now();
    const told = (status, response) =>
      resolve({
        status,
        response,
        refused: response?.headers['portal-refusal'],
        ms: performance.now() - began,
      });
    const { method = 'GET', body = '', type } = more;
    const headers = { cookie, accept: 'text/html', ...(type && { 'content-type': type }) };
    const sent = http.request(
      { port: PORT, path, method, headers, agent, timeout: 40_000 },
      async (response) => {
        let text = '';
        for await (const part of response) text += part;
        response.text = text;
        told(response.statusCode, response);
      },
    );
    sent.on('timeout', () => sent.destroy()).on('error', ({ code }) => told(code ?? 'late'));
    sent.end(body);
  });
}

const cookieFrom = (response) =>
  (response.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ');

async function signIn(username) {
  const { response } = await get('/masuk', '');
  const token = /name="_csrf" value="([^"]+)"/.exec(response.text)?.[1] ?? '';
  const fields = { _csrf: token, username, password: 'desa-dampingan' };
  const body = new URLSearchParams(fields).toString();
  const answer = await get('/masuk', cookieFrom(response), {
    method: 'POST',
    body,
    type: 'application/x-www-form-urlencoded',
  });
  if (answer.status !== 303) throw new Error(`${username} is not let in: ${answer.status}`);
  return cookieFrom(answer.response);
}

async function reload(cookies, who, log) {
  await pause((who * THINK) / USERS);
  for (let turn = who; !log.over; turn++) {
    const answer = await get(PAGES[turn % PAGES.length], cookies[who % cookies.length]);
    log.answers.push({ ...answer, response: undefined, at: performance.now() });
    await pause(THINK);
  }
}

async function watch(portal, log) {
  while (!log.over) {
    log.most = Math.max(log.most, portal.memory()?.now ?? 0);
    await pause(200);
  }
}

async function askReadiness(log) {
  while (!log.over) {
    const { ms, status } = await get('/siap', '');
    log.readiness.push({ ms, status });
    await pause(1_000);
  }
}

const troubles = {
  'table locked': async (_way, ms) => {
    const client = new pg.Client({ connectionString: `${SERVER}/${NAME}` });
    await client.connect();
    await client.query('begin; lock table activity');
    await pause(ms);
    await client.end();
  },
  'server silent': async (way, ms) => {
    way.set('silent');
    await pause(ms);
    way.set('open');
  },
  'server away': async (way, ms) => {
    way.set('cut');
    await pause(ms);
    way.set('open');
  },
};

async function suffer(what, portal, way, cookies) {
  const log = { over: false, answers: [], readiness: [], most: 0 };
  const people = Array.from({ length: USERS }, (_one, who) => reload(cookies, who, log));
  const watching = [watch(portal, log), askReadiness(log)];
  await pause(5_000);
  await troubles[what](way, SECONDS * 1_000);
  const free = performance.now();
  await pause(15_000);
  log.over = true;
  await Promise.all([...people, ...watching]);
  return row(what, portal, log, free);
}

function row(what, portal, { answers, readiness, most }, free) {
  const count = (test) => answers.filter(test).length;
  const after = answers.filter((one) => one.at > free);
  const seconds = (times, pick) =>
    times.length > 0 ? `${((pick(...times) - free) / 1_000).toFixed(1)} s` : 'none';
  const first = after.filter((one) => one.status === 200).map((one) => one.at);
  const last = after.filter((one) => one.refused === 'away').map((one) => one.at);
  const slow = readiness.map((one) => one.ms).sort((one, two) => one - two);
  return [
    what,
    portal.child.exitCode === null ? 'yes' : 'NO',
    `${most} MB`,
    seconds(first, Math.min),
    seconds(last, Math.max),
    count((one) => one.status === 200),
    count((one) => one.refused === 'full'),
    count((one) => one.refused === 'away'),
    others(answers) || 'none',
    `${Math.round(slow[Math.floor(slow.length / 2)])} / ${Math.round(slow.at(-1))} ms`,
  ];
}

/** How often each other status came, or the connection's own error. */
function others(answers) {
  const counts = {};
  for (const { status, refused } of answers)
    if (status !== 200 && !refused) counts[status] = (counts[status] ?? 0) + 1;
  return Object.entries(counts)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ');
}

export async function stall() {
  await freshDatabase();
  const url = `${SERVER}/${NAME}`;
  const folder = scratch();
  const sample = start(['bin/dampingan.js', 'contoh', 'muat'], { DATABASE_URL: url, DATA_DIR: folder });
  const { code, err } = await sample.ended;
  if (code !== 0) throw new Error(err);
  // In production nobody is a demo account; for the drill they are people.
  await ask('update account set is_demo = false');
  const way = wayToDatabase();
  const through = url.replace(/@[^/]+/, `@127.0.0.1:${PORT + 1}`);
  const portal = start(['dist/server.js'], { ...IN_PRODUCTION, DATABASE_URL: through, DATA_DIR: folder });
  if ((await portal.ready) === null) throw new Error(portal.said.err);
  const cookies = [];
  for (const name of NAMES) cookies.push(await signIn(name));
  const rows = [];
  const wanted = process.env.DRILL_TROUBLES?.split(',') ?? Object.keys(troubles);
  for (const what of wanted) rows.push(await suffer(what, portal, way, cookies));
  portal.child.kill('SIGTERM');
  await portal.ended;
  agent.destroy();
  way.close();
  await dropDatabase();
  printTable(
    `${USERS} people reload every ${THINK / 1000} s; the trouble lasts ${SECONDS} s`,
    [
      'trouble',
      'alive',
      'most memory',
      'first page after it',
      'last database refusal after it',
      '200',
      '503 full',
      '503 database',
      'other',
      '/siap, median / most',
    ],
    rows,
  );
}
