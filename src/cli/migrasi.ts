import { ConfigError, readSettings } from '../config.js';
import { bringUpToDate, openDatabase } from '../start.js';
import type { Io } from './io.js';

/**
 * `dampingan migrasi`: brings the database up to date as its owner and says what the running role may do in it.
 * @returns the exit code, always 0.
 * @throws ConfigError without DATABASE_OWNER_URL, or when a migration fails.
 */
export async function migrasi(io: Io): Promise<number> {
  const config = readSettings();
  if (config.databaseUrl && !config.ownerUrl)
    throw new ConfigError('Isi DATABASE_OWNER_URL dengan peran pemilik basis data, lalu ulangi.');
  const database = await openDatabase(config);
  try {
    const applied = await bringUpToDate(database, config);
    const told =
      applied.length === 0 ? 'Basis data sudah yang terbaru.' : `${applied.length} pembaruan diterapkan.`;
    io.stdout.write(`${told}\n`);
    return 0;
  } finally {
    await database.close();
  }
}
