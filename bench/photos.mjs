// Photos that were used before, among many: found again after each kind of change, taken for another one, and how long
// it takes to ask. `node bench/photos.mjs [HOW MANY]`, after a build; 500,000 scenes take some ten minutes to draw.
import os from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import pg from 'pg';
import sharp from 'sharp';
import { openPostgres } from '../dist/database/client.js';
import { alikeTo } from '../dist/evidence/alike.js';
import { bitsApart, GREY_SIDE, likenessOf, lookOf } from '../dist/evidence/likeness.js';
import { prepareDatabase } from '../dist/start.js';
import { chanceOf, changes, photoOf, sceneOf } from './scenes.mjs';
import { DATABASE_URL, dropDatabase, freshDatabase, median, printTable, report } from './setting.mjs';

const MANY = Number(process.argv[2] ?? 500_000);
/** Scenes are drawn small for the store: what is looked at is longer than their pixels. */
const SIDE = 64;
const PORTION = 2_000;
const ASKED = 1_000;
const CHANGED = 300;
/** Seeds of what is asked for lie beyond those of the store. */
const OTHERS = 10_000_000;
const PHOTOS = 20_000_000;

const drawn = (seed) => likenessOf(sceneOf(seed, SIDE, SIDE), SIDE);
const looked = async (photo) =>
  likenessOf(await sharp(photo).resize(GREY_SIDE, GREY_SIDE, { fit: 'fill' }).greyscale().raw().toBuffer());

async function bench() {
  await freshDatabase();
  const database = openPostgres(DATABASE_URL);
  await prepareDatabase(database, '33.27');
  await database.close();
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  await fill(client);
  await client.query('vacuum analyze stored_file');
  // What `BY_INDEX` says within a transaction.
  await client.query('set enable_seqscan = off');
  const ask = async ({ asked }) => {
    const { text, values } = alikeTo(asked);
    return (await client.query({ name: 'alike', text, values })).rows.map((one) => one.sha256);
  };
  const photos = await keepPhotos(client);
  await recall(ask, photos);
  await alarms(ask);
  await distances(client);
  await speed(client, ask);
  await client.end();
  await dropDatabase();
  printTable();
}

const nameOf = (number) => String(number).padStart(64, '0');
const keep = (client, rows) =>
  client.query(
    `insert into stored_file (sha256, media_type, byte_size, look, look_keys, looked_at)
     select lpad(name, 64, '0'), 'image/jpeg', 1, look::bit(256), keys, now()
     from jsonb_to_recordset($1::jsonb) as given (name text, look text, keys int[])`,
    [JSON.stringify(rows)],
  );

/** The scenes of all workers, stored as they come. */
async function fill(client) {
  const step = os.availableParallelism();
  let [stored, last] = [0, Promise.resolve()];
  const workers = Array.from({ length: step }, (_, at) => {
    const worker = new Worker(new URL(import.meta.url), {
      argv: [String(MANY)],
      workerData: { first: at * PORTION, step },
    });
    worker.on('message', (rows) => {
      last = last.then(() => keep(client, rows));
      stored += rows.length;
      if (stored % 50_000 < PORTION) process.stderr.write(`${stored} pemandangan\n`);
    });
    return new Promise((resolve, reject) => worker.on('exit', resolve).on('error', reject));
  });
  await Promise.all(workers);
  await last;
}

/** The originals, each as a photo among the others. */
async function keepPhotos(client) {
  const photos = [];
  for (let at = 0; at < CHANGED; at++) {
    const photo = await photoOf(PHOTOS + at);
    photos.push({ name: nameOf(PHOTOS + at), photo });
    await keep(client, [{ name: String(PHOTOS + at), ...(await looked(photo)) }]);
  }
  return photos;
}

async function recall(ask, photos) {
  const chance = chanceOf(1);
  for (const [kind, change] of Object.entries(changes)) {
    let found = 0;
    for (const { name, photo } of photos)
      if ((await ask(await looked(await change(photo, chance)))).includes(name)) found += 1;
    const share = found / photos.length;
    report(
      `Foto ${kind} ditemukan`,
      `${(100 * share).toFixed(1)} %`,
      '≥ 95 %',
      share >= 0.95,
      `${photos.length} foto di antara ${MANY}`,
    );
  }
}

/** No alarm among n has, with 95 % confidence, a rate under 3 / n. */
async function alarms(ask) {
  let wrong = 0;
  for (let at = 0; at < ASKED; at++) if ((await ask(drawn(OTHERS + at))).length > 0) wrong += 1;
  const bound = wrong === 0 ? 3 / ASKED : (wrong + 2 * Math.sqrt(wrong) + 2) / ASKED;
  report(
    'Foto lain dikira sama',
    `${wrong} dari ${ASKED}`,
    '< 1 %',
    bound < 0.01,
    `di bawah ${(100 * bound).toFixed(1)} % dengan keyakinan 95 %, tiap foto di antara ${MANY}`,
  );
}

/** How far looks of different scenes lie apart: what the limit of 64 bits is measured by. */
async function distances(client) {
  const { rows } = await client.query('select look::text from stored_file limit 20000');
  let [count, sum, squares, least] = [0, 0, 0, 256];
  for (let at = 0; at < 200; at++)
    for (let other = 200; other < rows.length; other++) {
      const apart = bitsApart(rows[at].look, rows[other].look);
      count += 1;
      sum += apart;
      squares += apart * apart;
      least = Math.min(least, apart);
    }
  const mean = sum / count;
  const spread = Math.sqrt(squares / count - mean * mean);
  report(
    'Jarak pemandangan lain',
    `${mean.toFixed(1)} ± ${spread.toFixed(1)} bit`,
    '> 64',
    least > 64,
    `${count} pasang, terdekat ${least} bit`,
  );
}

/**
 * The question against the same one asked of each row, and against one scan of the same table with a single comparison a
 * row, the least that any scan does.
 */
async function speed(client, ask) {
  const given = Array.from({ length: 60 }, (_, at) => drawn(OTHERS + at));
  const taken = async (work, rounds = given.length) => {
    const times = [];
    for (const one of given.slice(0, rounds)) {
      const began = performance.now();
      await work(one);
      times.push(performance.now() - began);
    }
    return median(times.slice(rounds / 6));
  };
  await client.query('set max_parallel_workers_per_gather = 0');
  const ours = await taken(ask);
  await client.query('set enable_seqscan = on; set enable_bitmapscan = off; set enable_indexscan = off');
  const each = await taken(({ asked }) => client.query(alikeTo(asked)), 12);
  const scan = await taken(({ look }) =>
    client.query({
      name: 'scan',
      text: 'select sha256 from stored_file where bit_count(look # $1::text::bit(256)) <= 64',
      values: [look],
    }),
  );
  const looking = (what, than, detail) =>
    report(what, `1/${(than / ours).toFixed(0)}`, '1/20', ours * 20 <= than, detail);
  const took = `${ours.toFixed(1)} ms untuk 33 letak`;
  looking('Mencari satu foto, dibanding memindai semua', each, `${took}; pindai ${each.toFixed(0)} ms`);
  looking('Dibanding memindai untuk satu letak saja', scan, `${took}; pindai ${scan.toFixed(0)} ms`);
}

if (isMainThread) await bench();
else {
  for (let seed = workerData.first; seed < MANY; seed += workerData.step * PORTION) {
    const seeds = Array.from({ length: Math.min(PORTION, MANY - seed) }, (_, at) => seed + at);
    parentPort.postMessage(
      seeds.map((one) => ({ name: String(one), ...lookOf(sceneOf(one, SIDE, SIDE), SIDE) })),
    );
  }
}
