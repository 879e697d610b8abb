import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ConfigError } from '../config.js';
import { codeOf } from '../database/away.js';
import { type Database, openEmbedded, openPostgres } from '../database/client.js';

/**
 * Runs `work` on an empty database that is gone afterwards: embedded in a folder of its own, or beside the one at `url`,
 * where its role may create one.
 * @throws ConfigError when it may not.
 */
export const withScratch = <T>(url: string | null, work: (scratch: Database) => Promise<T>): Promise<T> =>
  url === null ? embedded(work) : besides(url, work);

async function embedded<T>(work: (scratch: Database) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'dampingan-'));
  try {
    const database = await openEmbedded(folder);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function besides<T>(url: string, work: (scratch: Database) => Promise<T>): Promise<T> {
  const name = `dampingan_percobaan_${randomBytes(4).toString('hex')}`;
  const main = openPostgres(url);
  try {
    await main.scripts((run) => run.exec(`create database ${name}`)).catch(refused);
    const scratch = openPostgres(Object.assign(new URL(url), { pathname: `/${name}` }).href);
    try {
      return await work(scratch);
    } finally {
      await scratch.close();
      await main.scripts((run) => run.exec(`drop database ${name} with (force)`));
    }
  } finally {
    await main.close();
  }
}

function refused(error: unknown): never {
  if (codeOf(error) !== '42501') throw error;
  throw new ConfigError(
    'Peran dalam DATABASE_URL tidak boleh membuat basis data percobaan. Jalankan tanpa --di: percobaan lalu memakai basis data tertanam.',
  );
}
