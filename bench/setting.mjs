// What the parts of the bench share: a database of their own on a local PostgreSQL, medians, ratios.
import pg from 'pg';

export const SERVER = process.env.BENCH_POSTGRES_SERVER ?? 'postgresql://postgres@127.0.0.1:5432';
const NAME = 'desa_dampingan_bench';
export const DATABASE_URL = `${SERVER}/${NAME}`;

/** Runs one statement on the server's own database. */
async function onServer(statement) {
  const client = new pg.Client({ connectionString: `${SERVER}/postgres` });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** A fresh database that nobody else uses; dropped by `dropDatabase`. */
export async function freshDatabase() {
  await onServer(`drop database if exists ${NAME} with (force)`);
  await onServer(`create database ${NAME}`);
}

export const dropDatabase = () => onServer(`drop database if exists ${NAME} with (force)`);

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Median milliseconds of `rounds` runs after `warmUps`; `prepare` is outside the clock. */
export async function timed(work, { rounds = 7, warmUps = 2, prepare = () => undefined } = {}) {
  const times = [];
  for (let round = 0; round < rounds + warmUps; round++) {
    const given = await prepare();
    const start = performance.now();
    await work(given);
    if (round >= warmUps) times.push(performance.now() - start);
  }
  return median(times);
}

const results = [];

/** Says one figure: what, the measured ratio in words, the limit, whether it holds. */
export function tell(what, ratio, limit, holds, detail) {
  process.stdout.write(`${holds ? 'memenuhi' : 'BELUM   '}  ${what}: ${ratio} (batas ${limit}). ${detail}\n`);
}

/** Says it, and notes it for the table. */
export function report(what, ratio, limit, holds, detail) {
  results.push({ what, ratio, limit, holds, detail });
  tell(what, ratio, limit, holds, detail);
}

/** The table for the docs. */
export function printTable() {
  const rows = results.map(
    (one) => `| ${one.what} | ${one.ratio} | ${one.limit} | ${one.holds ? 'ya' : 'belum'} | ${one.detail} |`,
  );
  process.stdout.write(
    `\n| Ukuran | Rasio | Batas | Memenuhi | Rincian |\n|---|---|---|---|---|\n${rows.join('\n')}\n`,
  );
}

/** With a comma, as it is written in Indonesian. */
export const times = (value) =>
  Number.isFinite(value) ? `${value.toFixed(1)} ×`.replace('.', ',') : 'tidak dijawab';
export const share = (value) => `${(value * 100).toFixed(1)} %`.replace('.', ',');
