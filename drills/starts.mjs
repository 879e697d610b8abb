// A start is killed at many moments, or happens twice at once: is the next one whole?
import { cpSync, existsSync, rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
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
  withOneMore,
} from './setting.mjs';

const MOMENTS = Number(process.env.DRILL_MOMENTS ?? 20);
const FULL = `${NAME}_full`;
/** A migration long enough to be hit in its middle. */
const MORE = `create table drill_a as select n from generate_series(1, 300000) n;
alter table village add column drill integer not null default 0;
update village set drill = length(name);
create table drill_b as select a.n from drill_a a order by md5(a.n::text);`;

const url = `${SERVER}/${NAME}`;
const WHOLE = `select (select count(*) from _prisma_migrations where finished_at is null and rolled_back_at is null)::int as open,
  (select count(*) from region)::int as regions, (select count(*) from village)::int as villages,
  (select count(*) from account)::int as accounts, (select count(*) from activity)::int as activities,
  (select sample_loaded_at is not null from region) as marked, to_regclass('drill_b')::text as more`;

/** What stands in the embedded database, asked once nobody has it open. */
async function look(folder, root) {
  const { openEmbedded } = await import(pathToFileURL(path.resolve(root, 'dist/database/client.js')));
  const db = await openEmbedded(folder);
  const [row] = await db.scripts((run) => run.query(WHOLE));
  await db.close();
  return row;
}

/** What is half: an open row, missing places, figures without their mark, or a sample in part. */
function faults(row, { sample, more }) {
  const wrong = [];
  if (row.open > 0) wrong.push(`${row.open} open rows`);
  if (row.regions !== 1 || row.villages < 200) wrong.push('reference data');
  if (sample && !(row.marked && row.activities > 500)) wrong.push('sample');
  if (!sample && (row.accounts > 0 || row.activities > 0)) wrong.push('sample without being asked for');
  if (more && row.more === null) wrong.push('last migration');
  return wrong;
}

/** Kills a start after each part of the time that a whole one takes, then starts again. */
async function killed({ what, before, again, check }) {
  await before();
  const clean = again();
  const takes = await clean.ready;
  if (takes === null) throw new Error(`${what}: ${clean.said.err}`);
  await ended(clean);
  const found = [];
  let slowest = 0;
  for (let moment = 1; moment <= MOMENTS; moment++) {
    await before();
    const first = again();
    await Promise.race([first.ready, pause((takes * 1_000 * moment) / (MOMENTS + 1))]);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = again();
    const took = await second.ready;
    if (took === null) found.push(second.said.err.trim());
    else slowest = Math.max(slowest, took);
    await ended(second);
    if (took !== null) found.push(...(await check()));
    process.stderr.write(`${what}: ${moment} of ${MOMENTS}\n`);
  }
  return [
    what,
    MOMENTS,
    MOMENTS - found.length,
    `${takes.toFixed(1)} s`,
    `${slowest.toFixed(1)} s`,
    found.join('; ') || 'nothing',
  ];
}

async function ended({ child, ended: end }) {
  if (child.exitCode === null) child.kill('SIGTERM');
  return end;
}

function embedded(what, root, from, expected) {
  const folder = path.join(scratch(), 'data');
  return killed({
    what,
    before: async () => {
      rmSync(folder, { recursive: true, force: true });
      if (from) cpSync(from, folder, { recursive: true });
    },
    again: () => start(['dist/server.js'], { DATA_DIR: folder }, root),
    check: async () => faults(await look(folder, root), expected),
  });
}

function postgres(what, root, template, expected) {
  return killed({
    what,
    before: () => freshDatabase(template),
    again: () =>
      start(
        ['dist/server.js'],
        { ...IN_PRODUCTION, DATABASE_URL: url, DATABASE_OWNER_URL: url, DATA_DIR: scratch() },
        root,
      ),
    check: async () => faults((await ask(WHOLE))[0], expected),
  });
}

/** The command that loads the sample, counted as ready when it has ended well. */
function sampleCommand() {
  const folder = scratch();
  const again = () => {
    const one = start(['bin/dampingan.js', 'contoh', 'muat'], { DATABASE_URL: url, DATA_DIR: folder });
    const began = performance.now();
    const ready = one.ended.then(({ code }) => (code === 0 ? (performance.now() - began) / 1000 : null));
    return { ...one, ready };
  };
  return killed({
    what: 'PostgreSQL, `contoh muat`',
    before: () => freshDatabase(),
    again,
    check: async () => faults((await ask(WHOLE))[0], { sample: true, more: false }),
  });
}

/** Makes what the full ones begin with: an embedded folder and a database with the whole sample. */
async function prepareFull() {
  const folder = path.join(scratch(), 'full');
  const one = start(['dist/server.js'], { DATA_DIR: folder });
  if ((await one.ready) === null) throw new Error(one.said.err);
  await ended(one);
  await freshDatabase(undefined, FULL);
  const settings = { DATABASE_URL: `${SERVER}/${FULL}`, DATA_DIR: scratch() };
  await start(['bin/dampingan.js', 'contoh', 'muat'], settings).ended;
  await ask('update account set is_demo = false', FULL);
  return folder;
}

async function twoAtOnce() {
  const rows = [];
  await freshDatabase();
  const open = [PORT, PORT + 1].map((port) =>
    start(['dist/server.js'], {
      ...IN_PRODUCTION,
      DATABASE_URL: url,
      DATABASE_OWNER_URL: url,
      PORT: String(port),
      DATA_DIR: scratch(),
    }),
  );
  const both = await Promise.all(open.map((one) => one.ready));
  await Promise.all(open.map(ended));
  const wrong = faults((await ask(WHOLE))[0], { sample: false, more: false });
  rows.push(['PostgreSQL', both.filter((one) => one !== null).length, wrong.join('; ') || 'nothing']);
  const folder = path.join(scratch(), 'data');
  const locked = [PORT, PORT + 1].map((port) =>
    start(['dist/server.js'], { DATA_DIR: folder, PORT: String(port) }),
  );
  const got = (await Promise.all(locked.map((one) => one.ready))).filter((one) => one !== null).length;
  await Promise.all(locked.map(ended));
  rows.push([
    'embedded',
    got,
    locked
      .map((one) => one.said.err.trim())
      .filter(Boolean)
      .join('; '),
  ]);
  printTable('Two starts at once on an empty database', ['engine', 'answer', 'what is said or wrong'], rows);
}

/** Ends a portal that has a connection kept alive, and one whose client stopped in the middle of a form. */
async function stops() {
  const rows = [];
  const folder = path.join(scratch(), 'data');
  for (const [what, sent] of [
    ['a connection kept alive', 'GET /sehat HTTP/1.1\r\nHost: x\r\n\r\n'],
    [
      'a form that stopped half way',
      'POST /masuk HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nusername=a',
    ],
  ]) {
    const portal = start(['dist/server.js'], { DATA_DIR: folder });
    if ((await portal.ready) === null) throw new Error(portal.said.err);
    const socket = net.connect(PORT, '127.0.0.1').on('error', () => undefined);
    socket.write(sent);
    await pause(500);
    const began = performance.now();
    portal.child.kill('SIGTERM');
    const { code } = await portal.ended;
    rows.push([what, `${((performance.now() - began) / 1000).toFixed(1)} s`, code]);
    socket.destroy();
  }
  printTable('SIGTERM', ['while there is', 'ends after', 'with code'], rows);
}

export async function starts() {
  if (!existsSync('dist/server.js')) throw new Error('npm run build first');
  const more = withOneMore(MORE);
  const full = await prepareFull();
  const rows = [
    await embedded('embedded, empty', '.', null, { sample: true, more: false }),
    await embedded('embedded, full, with a migration', more, full, { sample: true, more: true }),
    await postgres('PostgreSQL, empty', '.', undefined, { sample: false, more: false }),
    await postgres('PostgreSQL, full, with a migration', more, FULL, { sample: true, more: true }),
    await sampleCommand(),
  ];
  printTable(
    `A start is killed (SIGKILL) at ${MOMENTS} moments, then started again`,
    ['start', 'kills', 'whole after the next start', 'clean start', 'slowest start after a kill', 'wrong'],
    rows,
  );
  await twoAtOnce();
  await stops();
  await dropDatabase();
  await dropDatabase(FULL);
}
