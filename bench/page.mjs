// Every page of a working day, signed in and as browsers ask, against the light floor: a bare server that writes 50
// ready rows. Three states: warm, after a write, and after a write once the activities of years have come.
import autocannon from 'autocannon';
import { newForm, sendForm } from '../drills/support/forms.mjs';
import { send, signedIn } from '../drills/support/people.mjs';
import { command, embedded, postgres } from '../drills/support/places.mjs';
import { run } from '../drills/support/processes.mjs';
import { multiplyActivities } from './activities.mjs';
import { benchExport } from './export.mjs';
import { median, report } from './setting.mjs';

/** Who opens what; `null` is a stranger. */
const PAGES = [
  [null, '/'],
  [null, '/kecamatan/33.27.03'],
  ['BAPPEDA', '/lokus/2022'],
  ['BAPPEDA', '/desa'],
  ['BAPPEDA', '/desa/33.27.03.2003'],
  ['BAPPEDA', '/prioritas'],
  ['KOORDINATOR', '/beranda'],
  ['KOORDINATOR', '/penugasan'],
  ['KOORDINATOR', '/kegiatan'],
  ['KOORDINATOR', '/rekap'],
  ['KOORDINATOR', '/opd'],
  ['KOORDINATOR', '/periksa'],
  ['KOORDINATOR', '/matriks'],
  ['KOORDINATOR', '/kebutuhan'],
  ['KOORDINATOR', '/komitmen'],
  ['KOORDINATOR', '/laporan'],
  ['KOORDINATOR', '/evaluasi/2022'],
  ['KOORDINATOR', '/rakor'],
  ['OPD', '/beranda'],
  ['OPD', '/laporan'],
  ['OPD', '/kegiatan/baru'],
  ['DESA', '/beranda'],
];
const GROWN = [10_000, 100_000];
const ROUNDS = 3;
const SECONDS = 2;
const TURNS = 11;
let written = 0;
const ACCEPT = { accept: 'text/html', 'accept-encoding': 'gzip, br' };

/** 79 rows of the official list as they stand on its page, made ready. */
const FLOOR = `create table floor_row as
  select m.village_code as code, m.name, k.name as kecamatan, m.origin::text, m.reason, m.rank, m.score6 as score,
    (select g.short_name from assignment s join agency g on g.id = s.agency_id where s.village_code = m.village_code
      and s.role = 'LEAD' and s.ends_on is null limit 1) as lead,
    (select count(*)::int from activity a where a.village_code = m.village_code) as activities
  from lokus_member m join lokus_list l on l.id = m.list_id and l.year = 2022 and l.status = 'FIXED'
  join kecamatan k on k.code = m.kecamatan_code;
  alter table floor_row add primary key (code);
  grant select on floor_row to public;
  analyze`;

export async function benchPages() {
  if (!postgres) throw new Error('needs the programs of a PostgreSQL server on this machine');
  await postgres.prepare();
  const place = await postgres.place();
  await place.ask(FLOOR);
  const portal = await place.start();
  const beside = { DATABASE_URL: place.settings.DATABASE_URL };
  const [floor, peer] = [run(['bench/floor.mjs'], beside), run(['bench/peer.mjs'], beside)];
  await Promise.all([floor.ready, peer.ready]);
  const { people, pages } = await opened(portal, place);
  const rows = await warm(pages, floor, peer);
  memory(portal, 'sesudah hangat');
  await afterWrites(rows, pages, floor, people.OPD);
  for (const many of GROWN) await grown(rows, pages, many, { place, officer: people.OPD });
  await benchExport(portal, place, people.KOORDINATOR, GROWN.at(-1));
  memory(portal, 'sesudah semuanya');
  for (const one of [portal, floor, peer]) await one.stop();
  await onEmbedded(rows);
  printPages(rows);
}

/** Somebody of each role, signed in, and the pages that they open. */
async function opened(portal, place) {
  const people = { null: null };
  for (const role of ['BAPPEDA', 'KOORDINATOR', 'OPD', 'DESA'])
    [people[role]] = await signedIn(portal, place, 1, [role]);
  const pages = PAGES.map(([role, path]) => ({
    name: `${role ?? 'publik'} ${path}`,
    port: portal.port,
    path,
    headers: { ...ACCEPT, ...(role && { cookie: people[role].cookie }) },
  }));
  for (const page of pages) await opens(page);
  return { people, pages };
}

/** The same reads after a write, alone, over the embedded database as it runs on a desk: not in production mode. */
async function onEmbedded(rows) {
  await embedded.prepare();
  const place = await embedded.place();
  const portal = await place.start();
  const { people, pages } = await opened(portal, place);
  for (const [at, page] of pages.entries()) {
    const read = await reads(page, people.OPD);
    const ratio = read / rows[at].read;
    const detail = `${read.toFixed(1)} ms; ${rows[at].read.toFixed(1)} ms pada PostgreSQL`;
    report(`Basis data tertanam, ${page.name}`, times(ratio), '3 ×', ratio <= 3, detail);
    rows[at].embedded = times(ratio);
  }
  await portal.stop();
}

/** @throws Error for a page that is not the one that is meant. */
async function opens({ port, path, headers, name }) {
  const { status } = await send(port, { path, headers });
  if (status !== 200) throw new Error(`${name} answers ${status}`);
}

const rate = async ({ port, path, headers }) => {
  const url = `http://127.0.0.1:${port}${path}`;
  return (await autocannon({ url, headers, connections: 20, duration: SECONDS })).requests.average;
};

/** Twenty connections, nothing written meanwhile; the first round warms up. */
async function warm(pages, floor, peer) {
  const servers = [floor, peer].map(({ port }) => ({ port, path: '/', headers: {} }));
  const seen = new Map([...servers, ...pages].map((one) => [one, []]));
  for (let round = 0; round <= ROUNDS; round++)
    for (const [one, rates] of seen) {
      const found = await rate(one);
      if (round > 0) rates.push(found);
    }
  const [atBest, plain] = servers.map((one) => median(seen.get(one)));
  report(
    'Halaman Express, EJS, dan Prisma biasa',
    share(plain / atBest),
    '-',
    true,
    `lantai ${atBest} per detik`,
  );
  return pages.map((page) => {
    const reached = median(seen.get(page)) / atBest;
    const goal = page.headers.cookie ? 0.4 : 0.6;
    report(`Hangat, ${page.name}`, share(reached), share(goal), reached >= goal, '20 koneksi');
    return { name: page.name, warm: share(reached) };
  });
}

/** Milliseconds of one request alone. */
async function alone(one) {
  const began = performance.now();
  await opens(one);
  return performance.now() - began;
}

/** A write and a read in turn: what the first reader pays. */
async function reads(page, officer) {
  const times = [];
  for (let turn = 0; turn < TURNS; turn++) {
    await sendForm(newForm(officer, `ke-${++written}`), { patience: 0 });
    times.push(await alone(page));
  }
  return median(times);
}

async function afterWrites(rows, pages, floor, officer) {
  const best = { port: floor.port, path: '/', headers: {}, name: 'lantai' };
  const floors = [];
  for (let turn = 0; turn < 5 * TURNS; turn++) floors.push(await alone(best));
  for (const [at, page] of pages.entries()) {
    const read = await reads(page, officer);
    const ratio = read / median(floors);
    const detail = `${read.toFixed(1)} banding ${median(floors).toFixed(1)} ms, satu koneksi`;
    report(`Sesudah menulis, ${page.name}`, times(ratio), '10 ×', ratio <= 10, detail);
    Object.assign(rows[at], { written: times(ratio), read });
  }
}

async function grown(rows, pages, many, { place, officer }) {
  const there = await multiplyActivities(place.ask, many);
  await command(['periksa', '--bangun-ulang'], place.settings);
  await place.ask('vacuum analyze');
  for (const [at, page] of pages.entries()) {
    const read = await reads(page, officer);
    const ratio = read / rows[at].read;
    const detail = `${read.toFixed(1)} ms; ${rows[at].read.toFixed(1)} ms pada data contoh`;
    report(`${there} kegiatan, ${page.name}`, times(ratio), '1,5 ×', ratio <= 1.5, detail);
    rows[at][many] = times(ratio);
  }
}

function memory(portal, when) {
  const megabytes = portal.memory();
  report(`Memori ${when}`, `${megabytes} MB`, '250 MB', megabytes < 250, 'yang menetap');
}

const share = (value) => `${(value * 100).toFixed(1)} %`.replace('.', ',');
const times = (value) => `${value.toFixed(1)} ×`.replace('.', ',');

/** One line a page, for the docs. */
function printPages(rows) {
  const head = [
    ...['Halaman', 'hangat', 'sesudah menulis'],
    ...GROWN.map((many) => `${many} kegiatan`),
    'tertanam',
  ];
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  const body = rows.map((row) =>
    line([row.name, row.warm, row.written, ...GROWN.map((many) => row[many]), row.embedded]),
  );
  process.stdout.write(`\n${line(head)}${line(head.map(() => '---'))}${body.join('')}`);
}
