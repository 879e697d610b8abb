// Two hundred reports verified in one press against two hundred bare updates in one transaction: `node bench/review.mjs`,
// after a build.

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { review } from '../dist/activities/review.js';
import { verify } from '../dist/activities/verbs.js';
import { doingAs } from '../dist/audit/act.js';
import { readConfig } from '../dist/config.js';
import { databaseWithin, openPostgres } from '../dist/database/client.js';
import { rebuild } from '../dist/kept/keep.js';
import { loadSample } from '../dist/sample/load.js';
import { prepareDatabase } from '../dist/start.js';
import { multiplyActivities } from './activities.mjs';
import { DATABASE_URL, dropDatabase, freshDatabase, median, printTable, report, times } from './setting.mjs';

const MANY = 200;
const [ROUNDS, WARM_UPS] = [15, 3];

await freshDatabase();
const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-'));
const config = readConfig({
  DATABASE_URL,
  DATA_DIR: folder,
  BUKTI_DIR: folder,
  SESSION_SECRET: 'x'.repeat(64),
});
const database = openPostgres(DATABASE_URL);
await prepareDatabase(database, config.regionCode);
await loadSample(database, config, new Date());
const client = new pg.Client({ connectionString: DATABASE_URL });
await client.connect();
const ask = async (text) => (await client.query(text)).rows;
await multiplyActivities(ask, 6_000);
await ask('set session_replication_role = origin');
await database.patient.transaction(rebuild);
await ask('vacuum analyze');
const account = await database.reader.account.findFirstOrThrow({ where: { username: 'koordinator' } });

const waiting = await ask(`select a.id, r.id as revision, r.lock_version as version from activity a
  join activity_revision r on r.id = a.current_revision_id
  where r.review_status = 'DIAJUKAN' and r.author_id <> ${account.id} order by a.id desc limit ${MANY}`);
if (waiting.length < MANY) throw new Error('too few reports wait');
const targets = waiting.map(({ id, revision, version }) => ({
  id,
  seen: { revisionId: revision, lockVersion: version },
}));

const bare = async () => {
  await client.query('begin');
  for (const { revision } of waiting)
    await client.query({
      name: 'bare',
      text: `update activity_revision set review_status = 'DIVERIFIKASI', lock_version = lock_version + 1 where id = $1`,
      values: [revision],
    });
  await client.query('rollback');
};
const BACK = new Error('taken back');
const ours = () =>
  database
    .transaction(async (tx) => {
      const within = databaseWithin(database, tx);
      const { left } = await review(doingAs(within, account, new Date()), verify, targets, '');
      if (left.length > 0) throw left[0].problem;
      throw BACK;
    })
    .catch((error) => {
      if (error !== BACK) throw error;
    });

// Both are taken back, so that each round finds the same reports. They take turns: a machine that slows down slows both.
const taken = { bare: [], ours: [] };
for (let round = 0; round < ROUNDS + WARM_UPS; round++)
  for (const [name, work] of Object.entries({ bare, ours })) {
    const start = performance.now();
    await work();
    if (round >= WARM_UPS) taken[name].push(performance.now() - start);
  }
const [oursTook, bareTook] = [median(taken.ours), median(taken.bare)];
const ratio = median(taken.ours.map((one, round) => one / taken.bare[round]));
report(
  `${MANY} laporan diverifikasi bersama`,
  times(ratio),
  '3 ×',
  ratio < 3,
  `${oursTook.toFixed(0)} ms; ${MANY} update ${bareTook.toFixed(0)} ms`,
);
await client.end();
await database.close();
await rm(folder, { recursive: true, force: true });
await dropDatabase();
printTable();
