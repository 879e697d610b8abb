// Drills: `npm run drill` runs all, `npm run drill -- NAME…` those named. They print the table of docs/reliability.md.
import { existsSync } from 'node:fs';
import { atOnce } from './at-once.mjs';
import { backup } from './backup.mjs';
import { database } from './database.mjs';
import { deadline } from './deadline.mjs';
import { disk } from './disk.mjs';
import { doors } from './doors.mjs';
import { kills } from './kills.mjs';
import { malformed } from './malformed.mjs';
import { memory } from './memory.mjs';
import { pictures } from './pictures.mjs';
import { ready } from './ready.mjs';
import { MOMENTS, starts } from './starts.mjs';
import { stop } from './stop.mjs';
import { embedded, postgres } from './support/places.mjs';
import { endAll } from './support/processes.mjs';

/** Each with the time after which it is cut, in seconds. */
const drills = {
  ready: { run: ready, seconds: 180 },
  starts: { run: starts, seconds: 80 * MOMENTS },
  kills: { run: kills, seconds: 400 },
  database: { run: database, seconds: 300, on: [postgres] },
  'at-once': { run: atOnce, seconds: 240 },
  stop: { run: stop, seconds: 120 },
  disk: { run: disk, seconds: 240 },
  backup: { run: backup, seconds: 240 },
  doors: { run: doors, seconds: 120 },
  pictures: { run: pictures, seconds: 180 },
  deadline: { run: deadline, seconds: 400, on: [postgres] },
  memory: { run: memory, seconds: 480 },
  malformed: { run: malformed, seconds: 120 },
};

const HEADS = ['drill', 'engine', 'what was done', 'figure', 'goal', ''];

async function perform(name, engine, rows) {
  const { run, seconds } = drills[name];
  const began = performance.now();
  let over = false;
  const tell = ({ did, figure, goal, ok }) => {
    // What was cut still runs to its own end, over a portal that is gone.
    if (over) return;
    rows.push([name, engine.name, did, figure, goal, ok ? 'ok' : 'MISSED']);
    process.stderr.write(`${rows.at(-1).join(' · ')}\n`);
  };
  const late = AbortSignal.timeout(seconds * 1_000);
  const cut = new Promise((_resolve, reject) => {
    late.onabort = () => reject(new Error(`cut after ${seconds} s`));
  });
  try {
    await Promise.race([run({ engine, tell }), cut]);
  } catch (error) {
    tell({
      did: 'the drill itself',
      figure: `${error.message}`.replace(/\s+/g, ' '),
      goal: 'ends',
      ok: false,
    });
  }
  over = true;
  endAll();
  process.stderr.write(`${name} on ${engine.name}: ${Math.round((performance.now() - began) / 1_000)} s\n`);
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(drills, name));
if (unknown.length > 0 || !existsSync('dist/server.js')) {
  process.stderr.write(`npm run drill -- [${Object.keys(drills).join('|')}] …\n`);
  process.exit(2);
}

const rows = [];
const engines = [postgres, embedded].filter(
  (one) => one && (process.env.DRILL_ENGINE ?? one.name) === one.name,
);
if (!postgres) process.stderr.write('PostgreSQL is not installed here: its drills are left out.\n');
await Promise.all(engines.map((engine) => engine.prepare()));
for (const name of wanted.length > 0 ? wanted : Object.keys(drills))
  for (const engine of engines)
    if ((drills[name].on ?? engines).includes(engine)) await perform(name, engine, rows);
const line = (cells) => `| ${cells.join(' | ')} |\n`;
process.stdout.write(`\n${line(HEADS)}${line(HEADS.map(() => '---'))}${rows.map(line).join('')}`);
process.exit(rows.some((row) => row.at(-1) !== 'ok') ? 1 : 0);
