import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { loadReference } from './acuan/shipped.js';
import type { Config } from './config.js';
import { type Database, openEmbedded, openPostgres } from './database/client.js';
import { migrate } from './database/migrate.js';
import { badges } from './home/badges.js';
import { Disk } from './web/disk.js';
import { Quota } from './web/quota.js';
import { type Clock, type Services, systemClock } from './web/services.js';
import { Watch } from './web/watch.js';

/** Opens the database that the settings name, on whichever engine. */
export function openDatabase(config: Config): Promise<Database> {
  return config.databaseUrl
    ? Promise.resolve(openPostgres(config.databaseUrl))
    : openEmbedded(config.dataDir);
}

/** Brings the database up to date: migrations, then reference data where it is empty. */
export async function prepareDatabase(database: Database, regionCode: string): Promise<void> {
  await migrate(database, { next: () => loadReference(database.patient, regionCode) });
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
  return {
    database,
    db,
    clock,
    config: { ...config, sessionSecret: config.sessionSecret ?? (await localSecret(config.dataDir)) },
    log,
    disk: new Disk([config.evidenceDir, config.dataDir], config.diskFloor),
    watch: new Watch(),
    quota: new Quota(config.dailyUpload, clock),
    region: { code: region.code, name: region.name, sample: region.sampleLoadedAt !== null },
    badges: (actor) => badges(db, clock, actor),
  };
}

/** Without a setting, sessions are signed with a secret made once and kept beside the embedded database. */
async function localSecret(folder: string): Promise<string> {
  const file = path.join(folder, 'session-secret');
  if (existsSync(file)) return readFile(file, 'utf8');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const secret = randomBytes(32).toString('hex');
  await writeFile(file, secret, { mode: 0o600 });
  return secret;
}
