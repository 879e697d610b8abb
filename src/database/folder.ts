import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import lockfile from 'proper-lockfile';
import { ConfigError } from '../config.js';

interface OpenFolder {
  adapter: SqlMigrationAwareDriverAdapterFactory;
  release: () => Promise<void>;
}

/**
 * Locks and opens the embedded PostgreSQL in `folder`; in memory when `folder` is null.
 * @throws ConfigError when another process has it open; two would silently diverge.
 */
export async function openFolder(folder: string | null, snapshot?: Blob): Promise<OpenFolder> {
  const unlock = folder === null ? async () => undefined : await lockFolder(folder);
  // Loaded here, so that a portal on PostgreSQL carries no second database in its memory.
  const [{ PGlite }, { PrismaPGlite }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('pglite-prisma-adapter'),
  ]);
  const options = snapshot ? { loadDataDir: snapshot } : {};
  const database = await PGlite.create(folder === null ? 'memory://' : path.join(folder, 'db'), options);
  return {
    adapter: new PrismaPGlite(database),
    release: async () => {
      await database.close();
      await unlock();
    },
  };
}

async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    // Making a database keeps a slow machine busy for many seconds, in which the lock's age is not renewed.
    return await lockfile.lock(folder, { stale: 60_000, update: 5_000 });
  } catch (error) {
    if ((error as { code?: string }).code === 'ELOCKED')
      throw new ConfigError(
        `Basis data di ${folder} sedang dipakai proses lain. Hentikan portal yang berjalan lebih dahulu, lalu coba lagi.`,
      );
    throw error;
  }
}
