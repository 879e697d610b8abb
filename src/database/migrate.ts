import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../config.js';
import { codeOf, isAway } from './away.js';
import { type Database, type Scripts, together } from './client.js';
import { queryRows, sql } from './query.js';
import { rootFolder } from './root.js';

const shipped = path.join(rootFolder, 'prisma', 'migrations');

/** The number under which the `prisma` command locks as well. */
const LOCK = 72707369;
/** How long a start waits for another one that brings the same database up to date. */
const WAIT = '60s';

/** The table of the `prisma` command, so that it can go on where the portal stopped. */
const TABLE = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
  migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
  started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;

/** What a script says whose objects are there already, or gone already. */
const DONE_BEFORE = new Set(['42P07', '42710', '42701', '42723', '42P06', '42P01', '42703', '42704']);

/**
 * Applies every migration of `from` that the database has not seen, then runs `next`, with nobody else doing the same.
 * Each script and its row in `_prisma_migrations` are one transaction: a kill leaves both or neither.
 * @returns the names of what was applied.
 * @throws ConfigError in one sentence when a script fails; nothing of it stays.
 */
export function migrate(
  db: Database,
  { from = shipped, next = async () => undefined as unknown } = {},
): Promise<string[]> {
  return db.scripts(async (run) => {
    await lock(run);
    try {
      await run.exec('set client_min_messages = warning');
      await run.exec(TABLE);
      const { finished, begun } = await seen(run);
      const missing = (await migrationNames(from)).filter((name) => !finished.has(name));
      for (const name of missing) await apply(run, from, name, begun.has(name));
      await next();
      return missing;
    } finally {
      await run.exec(`select pg_advisory_unlock(${LOCK})`).catch(() => undefined);
    }
  });
}

async function lock(run: Scripts): Promise<void> {
  try {
    await run.exec(`set lock_timeout = '${WAIT}'`);
    await run.exec(`select pg_advisory_lock(${LOCK})`);
    await run.exec('set lock_timeout = 0');
  } catch (error) {
    if (codeOf(error) !== '55P03') throw error;
    throw new ConfigError(
      'Portal lain sedang memperbarui basis data ini. Tunggu sampai selesai, lalu coba lagi.',
    );
  }
}

/** What is applied, and what an earlier way of applying began without saying how it ended. */
async function seen(run: Scripts) {
  const rows = await run.query(
    'select migration_name as name, finished_at is not null as finished from _prisma_migrations where rolled_back_at is null',
  );
  const names = (finished: boolean) =>
    new Set(rows.filter((row) => row.finished === finished).map((row) => String(row.name)));
  return { finished: names(true), begun: names(false) };
}

async function apply(run: Scripts, folder: string, name: string, begun: boolean): Promise<void> {
  const script = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
  const checksum = createHash('sha256').update(script).digest('hex');
  try {
    await together(run, async () => {
      await run.exec(script);
      await note(run, name, checksum);
    });
  } catch (error) {
    // The script was applied as a whole or not at all; only its row was left open.
    if (begun && DONE_BEFORE.has(codeOf(error))) await together(run, () => note(run, name, checksum));
    else throw failed(name, error);
  }
}

/**
 * Makes the tables as these scripts leave them, in the transaction that is open, which nobody else then migrates.
 * @throws ConfigError for a script that this program does not have.
 */
export async function makeTables(run: Scripts, names: string[]): Promise<void> {
  const known = await migrationNames(shipped);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown)
    throw new ConfigError(
      `Cadangan ini dari versi program yang lebih baru (pembaruan ${unknown}). Pasang versi itu, lalu coba lagi.`,
    );
  await run.exec(TABLE);
  const scripts = await Promise.all(
    names.map((name) => readFile(path.join(shipped, name, 'migration.sql'), 'utf8')),
  );
  for (const script of inOneTransaction(scripts)) await run.exec(script);
}

const ADDED = /^alter type "?(\w+)"? add value ('\w+');$/gim;

/** A value that is added to a type cannot be used in the same transaction: here each type has all of its own from the start. */
function inOneTransaction(scripts: string[]): string[] {
  const added = [...scripts.join('\n').matchAll(ADDED)];
  return scripts.map((script) =>
    added.reduce(
      (text, [, type, value]) =>
        text.replace(new RegExp(`(create type "?${type}"? as enum \\([^)]*)\\)`, 'i'), `$1, ${value})`),
      script.replaceAll(ADDED, ''),
    ),
  );
}

/** Keeps starts and commands that would change the tables away until the open transaction ends. */
export async function exclusively(run: Scripts): Promise<void> {
  await run.exec(`set local lock_timeout = '${WAIT}'`);
  await run.exec(`select pg_advisory_xact_lock(${LOCK})`);
}

async function note(run: Scripts, name: string, checksum: string): Promise<void> {
  await run.query(
    'update _prisma_migrations set rolled_back_at = now() where migration_name = $1 and rolled_back_at is null',
    [name],
  );
  await run.query(
    `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), 1)`,
    [randomUUID(), checksum, name],
  );
}

/** Messages about tables and syntax name no value; of others the code says enough. */
function failed(name: string, error: unknown): ConfigError {
  if (isAway(error))
    return new ConfigError(
      `Basis data berhenti menjawab saat pembaruan ${name}. Periksa PostgreSQL, lalu mulai lagi.`,
    );
  const code = codeOf(error) || (error as Error).constructor.name;
  const words = code.startsWith('42') ? `${(error as Error).message}, ${code}` : code;
  return new ConfigError(
    `Pembaruan basis data ${name} gagal dan dibatalkan; isi basis data tetap seperti semula (${words}).`,
  );
}

const Applied = z.object({ name: z.string() });

const Table = z.object({ name: z.string().nullable() });

/** Names of migrations that are shipped and not applied; none means that the database is up to date. */
export async function pendingMigrations(db: Database): Promise<string[]> {
  const names = await migrationNames(shipped);
  const [table] = await queryRows(
    db.reader,
    sql`select to_regclass('_prisma_migrations')::text as name`,
    Table,
  );
  if (!table?.name) return names;
  const applied = await queryRows(
    db.reader,
    sql`select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null`,
    Applied,
  );
  const known = new Set(applied.map((row) => row.name));
  return names.filter((name) => !known.has(name));
}

async function migrationNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** A fingerprint of all migrations, to tell whether a prepared test database is still the right one. */
export async function migrationsFingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of await migrationNames(shipped)) {
    hash.update(await readFile(path.join(shipped, name, 'migration.sql')));
  }
  return hash.digest('hex').slice(0, 12);
}
