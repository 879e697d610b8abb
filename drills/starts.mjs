// A start is killed at many moments, or happens twice at once: is the next one whole?
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pause, run, scratch } from './support/processes.mjs';

/** At how many moments of a start it is killed, of each kind of start. */
export const MOMENTS = Number(process.env.DRILL_MOMENTS ?? 5);

/** A migration long enough to be hit in its middle. */
const MORE = `create table drill_a as select n from generate_series(1, 300000) n;
alter table village add column drill integer not null default 0;
update village set drill = length(name);
create table drill_b as select a.n from drill_a a order by md5(a.n::text);`;

/** The built portal elsewhere, with a migration more than the data has seen. */
function newer() {
  const folder = path.join(scratch(), 'portal');
  for (const part of ['bin', 'dist', 'views', 'public', 'prisma', 'package.json'])
    cpSync(part, path.join(folder, part), { recursive: true });
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));
  const migration = path.join(folder, 'prisma', 'migrations', '20990101000000_drill');
  mkdirSync(migration);
  writeFileSync(path.join(migration, 'migration.sql'), MORE);
  return folder;
}

const WHOLE = `select (select count(*) from _prisma_migrations where finished_at is null and rolled_back_at is null)::int as open,
  (select count(*) from region)::int as regions, (select count(*) from village)::int as villages,
  (select count(*) from account)::int as accounts, (select count(*) from activity)::int as activities,
  (select sample_loaded_at is not null from region) as marked, to_regclass('drill_b')::text as more`;

/** What is half: an open row, missing places, figures without their mark, a sample in part, a migration that lacks. */
function faults(row, { sample, more }) {
  const wrong = [];
  if (row.open > 0) wrong.push(`${row.open} open rows`);
  if (row.regions !== 1 || row.villages < 200) wrong.push('reference data');
  if (sample && !(row.marked && row.activities > 500)) wrong.push('sample');
  if (!sample && (row.accounts > 0 || row.activities > 0)) wrong.push('sample without being asked for');
  if (more && row.more === null) wrong.push('last migration');
  return wrong;
}

const server = ({ asOwner }, root) => run(['dist/server.js'], asOwner, root);

/** The command that loads the sample; ready when it has ended well. */
function sampleCommand({ asOwner }) {
  const began = performance.now();
  const one = run(['bin/dampingan.js', 'contoh', 'muat'], { ...asOwner, NODE_ENV: 'development' });
  return {
    ...one,
    ready: one.ended.then(({ code }) => (code === 0 ? (performance.now() - began) / 1_000 : null)),
  };
}

/** Starts to be killed: from what, by which program, and what stands in the end. */
function startsOf(engine, root) {
  const onServer = engine.cluster !== undefined;
  return [
    { what: 'on nothing', from: { sample: false }, start: server, expected: { sample: !onServer } },
    {
      what: 'on the whole sample, with a migration to come',
      from: { sample: true },
      start: (place) => server(place, root),
      expected: { sample: true, more: true },
    },
    ...(onServer
      ? [
          {
            what: 'of the command `contoh muat`',
            from: { sample: false },
            start: sampleCommand,
            expected: { sample: true },
          },
        ]
      : []),
  ];
}

/** @returns seconds that it took, or null, and what is wrong then. */
async function whole(start, place, expected) {
  const one = start(place);
  const took = await one.ready;
  if (took === null) return { took, wrong: [one.said.err.trim()] };
  await one.stop();
  return { took, wrong: faults((await place.ask(WHOLE))[0], expected) };
}

async function killed(engine, { from, start, expected }) {
  const first = await engine.place(from);
  const clean = await whole(start, first, expected);
  await first.drop();
  const found = [...clean.wrong];
  let slowest = 0;
  for (let moment = 1; moment <= MOMENTS; moment++) {
    const place = await engine.place(from);
    const dying = start(place);
    await Promise.race([dying.ready, pause((clean.took * 1_000 * moment) / (MOMENTS + 1))]);
    await dying.stop('SIGKILL');
    const { took, wrong } = await whole(start, place, expected);
    found.push(...wrong);
    slowest = Math.max(slowest, took ?? 0);
    await place.drop();
  }
  return { clean: clean.took, slowest, found };
}

async function twoAtOnce(engine, tell) {
  const onServer = engine.cluster !== undefined;
  const place = await engine.place({ sample: false });
  const both = [server(place), server(place)];
  const ready = (await Promise.all(both.map((one) => one.ready))).filter((took) => took !== null).length;
  const refused = both.map(({ said }) => said.err.trim()).filter(Boolean);
  await Promise.all(both.map((one) => one.stop()));
  const wrong = faults((await place.ask(WHOLE))[0], { sample: !onServer });
  tell({
    did: 'two starts at once on nothing',
    figure: `${ready} answer${refused.map((words) => `, the other says "${words}"`).join('')}; wrong: ${wrong.join(', ') || 'nothing'}`,
    goal: onServer ? '2, nothing wrong' : '1, the other says why',
    ok: wrong.length === 0 && ready === (onServer ? 2 : 1) && refused.length === 2 - ready,
  });
}

export async function starts({ engine, tell }) {
  for (const one of startsOf(engine, newer())) {
    const { clean, slowest, found } = await killed(engine, one);
    tell({
      did: `${MOMENTS} starts ${one.what} killed (SIGKILL), each at another moment, then started again`,
      figure: `wrong after: ${found.join('; ') || 'nothing'}; clean ${clean.toFixed(1)} s, after a kill at most ${slowest.toFixed(1)} s`,
      goal: 'nothing',
      ok: found.length === 0,
    });
  }
  await twoAtOnce(engine, tell);
}
