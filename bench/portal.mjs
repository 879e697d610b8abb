// The portal in production mode on a PostgreSQL of its own, beside light floors and plain pages of other hands.
import { spawnSync } from 'node:child_process';
import { embedded, postgres } from '../drills/support/places.mjs';
import { run, runProgram } from '../drills/support/processes.mjs';
import { watched } from './delay.mjs';
import { benchExport } from './export.mjs';
import { benchOthers } from './others.mjs';
import { beside, opened, opens } from './pages.mjs';
import { report } from './setting.mjs';
import { afterWrites, grow, grown, onEmbedded, warm } from './states.mjs';

/** How many activities there are in the grown states; `BENCH_KEGIATAN=10000,100000` leaves the million out. */
const GROWN = (process.env.BENCH_KEGIATAN ?? '10000,100000,1000000').split(',').map(Number);
/** What leaves as one file. */
const EXPORTED = 100_000;

/** 79 rows of the official list as they stand on its page, and the cells of the matrix, made ready. */
const FLOORS = `create table floor_row as
  select m.village_code as code, m.name, k.name as kecamatan, m.origin::text, m.reason, m.rank, m.score6 as score,
    (select g.short_name from assignment s join agency g on g.id = s.agency_id where s.village_code = m.village_code
      and s.role = 'LEAD' and s.ends_on is null limit 1) as lead,
    (select count(*)::int from activity a where a.village_code = m.village_code) as activities
  from lokus_member m join lokus_list l on l.id = m.list_id and l.year = 2022 and l.status = 'FIXED'
  join kecamatan k on k.code = m.kecamatan_code;
  alter table floor_row add primary key (code);
  create table floor_cell as
  select v.name || ', ' || k.name as village, c.position, n.village_code is not null as told, n.baseline, n.delivered,
    greatest(n.baseline - n.delivered, 0) as left
  from village v join kecamatan k on k.code = v.kecamatan_code cross join category c
  left join need_standing n on n.village_code = v.code and n.category_code = c.code
  where c.active and (exists (select from need_standing w where w.village_code = v.code and w.servers <> '{}')
    or v.code in (select m.village_code from lokus_member m join lokus_list l on l.id = m.list_id
      where l.status = 'FIXED' and l.year = (select max(year) from lokus_list where year <= extract(year from now()))));
  alter table floor_cell add primary key (village, position);
  grant select on floor_row, floor_cell to public;
  analyze`;

export async function benchPortal() {
  if (!postgres) throw new Error('needs the programs of a PostgreSQL server on this machine');
  await postgres.prepare();
  const place = await postgres.place();
  await place.ask(FLOORS);
  const [{ last }] = await place.ask('select max(id)::int as last from activity');
  const rows = await withSample(place);
  for (const many of GROWN) await withMany(place, many, { rows, last });
  await place.drop();
  await benchOthers(await postgres.place());
  await onEmbedded(rows, embedded);
  printPages(rows);
}

/** Warm and after writes, with the sample alone. @returns the rows of the pages. */
async function withSample(place) {
  const portal = await place.start();
  const { floors, peers, ended } = await neighbours({ DATABASE_URL: place.settings.DATABASE_URL });
  const { people, pages } = await opened(portal, place);
  for (const page of pages) await opens(page);
  const rows = await watched(portal, 'hangat', () => warm(pages, floors, peers));
  await watched(portal, 'menulis', () => afterWrites(rows, pages, floors, people.OPD));
  for (const one of [portal, ...ended]) await one.stop();
  return rows;
}

/** Once activities have grown, in a portal of its own, as they came past the one before. */
async function withMany(place, many, { rows, last }) {
  await grow(place, many, last);
  const portal = await place.start();
  const { people, pages } = await opened(portal, place);
  const name = `${many} kegiatan`;
  await watched(portal, name, () => grown(rows, pages, many, people.OPD));
  if (many === EXPORTED)
    await watched(portal, `ekspor ${name}`, () => benchExport(portal, place, people.KOORDINATOR, many));
  await portal.stop();
}

/** The floors by their address, the peers by what they are made of, and all of their processes. */
async function neighbours(settings) {
  const [floor, express] = [run(['bench/floor.mjs'], settings), run(['bench/peer.mjs'], settings)];
  const isThere = spawnSync('gunicorn', ['--check-config', ...DJANGO], {
    env: { ...process.env, ...settings },
  });
  const django = isThere.status === 0 ? runProgram('gunicorn', DJANGO, settings) : null;
  const ended = [floor, express, ...(django ? [django] : [])];
  await Promise.all(ended.map(({ ready }) => ready));
  const peers = new Map([['Express, EJS, dan Prisma', beside(express)]]);
  if (django) peers.set('Django', beside(django));
  else
    report(
      'Setara, Django',
      'tidak terpasang',
      '-',
      true,
      'apt-get install gunicorn python3-django python3-psycopg2',
    );
  return { floors: new Map(['/', '/matriks'].map((path) => [path, beside(floor, path)])), peers, ended };
}

const DJANGO = ['--chdir', 'bench/peer-django', '--config', 'bench/peer-django/gunicorn.conf.py'];

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
