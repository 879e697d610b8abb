// /lokus/2022 signed in, 50 rows, the whole page, against the floor that writes the same 50 rows.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import pg from 'pg';
import { readConfig } from '../dist/config.js';
import { calendarDay } from '../dist/core/format.js';
import { openPostgres } from '../dist/database/client.js';
import { sql } from '../dist/database/query.js';
import { memberListing, membersFrom } from '../dist/lokus/listing.js';
import { loadSample } from '../dist/sample/load.js';
import { prepareDatabase } from '../dist/start.js';
import { multiplyActivities } from './activities.mjs';
import { DATABASE_URL, median, report } from './setting.mjs';

/** As `npm start` runs it. */
const FLAGS =
  /node (--max[^&]*) dist\/server\.js/
    .exec(JSON.parse(await readFile('package.json', 'utf8')).scripts.start)?.[1]
    .split(' ') ?? [];
const ROUNDS = 5;
const SECONDS = 6;

export async function benchPage() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-'));
  await fill(folder);
  const query = floorQuery(await listId());
  const started = [];
  const start = async (file, env) => {
    const one = await launch(file, env);
    started.push(one.child);
    return one;
  };
  try {
    const production = {
      NODE_ENV: 'production',
      SESSION_SECRET: 'x'.repeat(40),
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
      FAKTOR_KEDUA: 'tidak',
      FAKTOR_KEDUA_ALASAN: 'pengukuran',
      DATA_DIR: folder,
    };
    const portal = await start('dist/server.js', production);
    const floor = await start('bench/floor.mjs', {
      FLOOR_SQL: query.text,
      FLOOR_VALUES: JSON.stringify(query.values),
    });
    const peer = await start('bench/peer.mjs', {});
    const cookie = await signIn(portal.url);
    await compare(portal, floor, peer, cookie);
    await memory(portal.child.pid);
    await longList(portal, floor, cookie);
  } finally {
    for (const child of started) child.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The sample, with its accounts made ordinary: production refuses demo accounts. */
async function fill(folder) {
  const database = openPostgres(DATABASE_URL);
  const config = readConfig({ DATABASE_URL, DATA_DIR: folder });
  await prepareDatabase(database, config.regionCode);
  await loadSample(database, config, new Date());
  await database.close();
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  await client.query('update account set is_demo = false; analyze');
  await client.end();
}

async function listId() {
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  const { rows } = await client.query("select id from lokus_list where year = 2022 and status = 'FIXED'");
  await client.end();
  return rows[0].id;
}

/** The very rows of the page: its own query, first 50. */
function floorQuery(id) {
  const filters = { cari: '', kecamatan: '', opd: '', status: '', keputusan: '' };
  const today = calendarDay(new Date());
  const days = { day: today, today, current: { id, year: 2022 } };
  const from = membersFrom(id, filters, { codes: null, ...days });
  return sql`${memberListing(true, 2022, days).select} ${from} order by m.village_code limit 50`;
}

function launch(file, env) {
  const flags = file === 'dist/server.js' ? FLAGS : [];
  const child = spawn(process.execPath, [...flags, file], {
    env: { PATH: process.env.PATH, DATABASE_URL, ...env },
  });
  return new Promise((resolve, reject) => {
    child.stderr.on('data', (text) => process.stderr.write(text));
    child.stdout.on('data', (text) => {
      const url = /http:\/\/[\w.]+:\d+/.exec(String(text))?.[0];
      if (url) resolve({ child, url: url.replace('localhost', '127.0.0.1') });
    });
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
}

async function signIn(url) {
  const page = await fetch(`${url}/masuk`);
  const first = page.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const body = new URLSearchParams({ username: 'bappeda', password: 'desa-dampingan', _csrf: token });
  const answer = await fetch(`${url}/masuk`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { cookie: first },
  });
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

async function compare(portal, floor, peer, cookie) {
  const check = await (await fetch(`${portal.url}/lokus/2022`, { headers: { cookie } })).text();
  if (!check.includes('79 desa dan kelurahan')) throw new Error('the page is not the list: sign-in failed');
  const seen = { portal: [], floor: [], peer: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    const one = {
      floor: await load(`${floor.url}/`),
      portal: await load(`${portal.url}/lokus/2022`, { cookie }),
      peer: await load(`${peer.url}/`),
    };
    // The first round warms up.
    if (round > 0) for (const name of Object.keys(one)) seen[name].push(one[name]);
  }
  const rate = (name) => median(seen[name].map((one) => one.requests.average));
  const slowest = (name) => median(seen[name].map((one) => one.latency.p99));
  const share = rate('portal') / rate('floor');
  const detail = `${rate('portal').toFixed(0)} banding ${rate('floor').toFixed(0)} permintaan per detik; halaman Express, EJS, dan Prisma biasa tanpa sesi dan bingkai ${rate('peer').toFixed(0)}`;
  report('Halaman /lokus/2022', `${(share * 100).toFixed(0)} %`, '35 %', share >= 0.35, detail);
  const slow = slowest('portal') / slowest('floor');
  report(
    'p99 halaman',
    `${slow.toFixed(1)} ×`,
    '10 ×',
    slow < 10,
    `${slowest('portal')} ms banding ${slowest('floor')} ms, 20 koneksi`,
  );
}

/** The list of activities has no 50 rows to begin with: it is sorted and counted anew. */
async function longList(portal, floor, cookie) {
  const activities = await multiplyActivities();
  const seen = { portal: [], floor: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    const one = {
      floor: await load(`${floor.url}/`),
      portal: await load(`${portal.url}/kegiatan`, { cookie }),
    };
    if (round > 0) for (const name of Object.keys(one)) seen[name].push(one[name].requests.average);
  }
  const share = median(seen.portal) / median(seen.floor);
  const detail = `${activities} kegiatan, ${median(seen.portal).toFixed(1)} banding ${median(seen.floor).toFixed(0)} permintaan per detik`;
  report('Halaman /kegiatan', `${(share * 100).toFixed(1)} %`, '10 %', share >= 0.1, detail);
}

const load = (url, headers = {}) => autocannon({ url, headers, connections: 20, duration: SECONDS });

async function memory(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN);
  const megabytes = kilobytes / 1024;
  report(
    'Memori proses sesudahnya',
    `${megabytes.toFixed(0)} MB`,
    '250 MB',
    megabytes < 250,
    'VmRSS, PostgreSQL',
  );
}
