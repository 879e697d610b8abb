import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { loadReference } from './acuan/shipped.js';
import { unaudited } from './audit/change.js';
import { provesItself } from './auth/sign-in.js';
import { type Config, ConfigError } from './config.js';
import { Secrets } from './core/secrets.js';
import { type Database, openEmbedded, openPostgres } from './database/client.js';
import { migrate, pendingMigrations } from './database/migrate.js';
import { badges } from './home/badges.js';
import { isStale, rebuild } from './kept/keep.js';
import { Disk } from './web/disk.js';
import { PageMemory } from './web/memory.js';
import { type Clock, type Services, systemClock } from './web/services.js';
import { Watch } from './web/watch.js';

/** Opens the database that the settings name, on whichever engine. */
export function openDatabase(config: Config): Promise<Database> {
  return config.databaseUrl
    ? Promise.resolve(openPostgres(config.databaseUrl))
    : openEmbedded(config.dataDir);
}

/** Runs `work` on the database as its owner where the settings name one, else as the role they have. */
export function withOwned<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  const { databaseUrl, ownerUrl } = config;
  return databaseUrl && ownerUrl ? asOwner(ownerUrl, databaseUrl, work) : withOpened(config, work);
}

/** Runs `work` on the database that the settings name; closes it after. */
export async function withOpened<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(config);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Brings the database up to date: migrations, then reference data where it is empty. */
export function prepareDatabase(database: Database, regionCode: string): Promise<string[]> {
  return migrate(database, { next: () => putRight(database, regionCode) });
}

/** What stands on the tables: reference data where it is missing, kept figures where they stand by older rules. */
async function putRight(database: Database, regionCode: string): Promise<void> {
  await loadReference(database.patient, regionCode);
  if (await isStale(database.reader)) await unaudited(database.patient, rebuild);
}

/**
 * Brings the database of the settings up to date. On PostgreSQL in production the role that runs owns nothing and cannot
 * do it: its owner migrates and says what it may.
 * @returns the names of the migrations that were applied.
 * @throws ConfigError when something is pending and no owner is named.
 */
export async function bringUpToDate(database: Database, config: Config): Promise<string[]> {
  const { databaseUrl, ownerUrl, production, regionCode } = config;
  if (databaseUrl && ownerUrl)
    return asOwner(ownerUrl, databaseUrl, (owner) => prepareDatabase(owner, regionCode));
  if (!databaseUrl || !production) return prepareDatabase(database, regionCode);
  // Says in a sentence why the server cannot be reached.
  await database.scripts((run) => run.query('select 1'));
  await refusePending(database);
  return [];
}

/** @throws ConfigError where migrations wait that this role may not apply. */
export async function refusePending(database: Database): Promise<void> {
  const pending = await pendingMigrations(database);
  if (pending.length > 0)
    throw new ConfigError(
      `Basis data belum diperbarui (${pending.length} pembaruan menunggu): jalankan npx dampingan migrasi dengan DATABASE_OWNER_URL, lalu mulai lagi.`,
    );
}

/** Runs `work` as the role that owns the tables, then says what the running role may do in them. */
async function asOwner<T>(
  ownerUrl: string,
  runningUrl: string,
  work: (owner: Database) => Promise<T>,
): Promise<T> {
  const roleOf = (url: string) => decodeURIComponent(new URL(url).username);
  const owner = openPostgres(ownerUrl);
  try {
    const done = await work(owner);
    if (roleOf(runningUrl) !== roleOf(ownerUrl))
      await owner.scripts((run) => run.query('select grant_to_running_role($1)', [roleOf(runningUrl)]));
    return done;
  } finally {
    await owner.close();
  }
}

/** Everything the handlers use, over an opened and prepared database. */
export async function createServices(
  database: Database,
  config: Config,
  log: Logger,
  clock: Clock = systemClock,
): Promise<Services> {
  const region = await database.reader.region.findUniqueOrThrow({ where: { code: config.regionCode } });
  const db = database.reader;
  const secrets = new Secrets(config.sessionSecret ?? (await localSecret(config.dataDir)));
  return {
    database,
    db,
    clock,
    config,
    secrets,
    prove: (actor, password, from) => provesItself({ database, clock, secrets }, actor, password, from),
    log,
    disk: new Disk([config.evidenceDir, config.dataDir], config.diskFloor),
    watch: new Watch(),
    pages: new PageMemory(config.comparePages),
    region: { regionCode: region.code, name: region.name, sample: region.sampleLoadedAt !== null },
    badges: (actor) => badges(db, clock, actor),
  };
}

/** Without a setting, there is a secret made once and kept beside the embedded database. */
async function localSecret(folder: string): Promise<string> {
  const file = path.join(folder, 'session-secret');
  if (existsSync(file)) return readFile(file, 'utf8');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const secret = randomBytes(32).toString('hex');
  await writeFile(file, secret, { mode: 0o600 });
  return secret;
}
