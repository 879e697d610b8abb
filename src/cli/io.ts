import { type Config, readSettings } from '../config.js';
import type { Database } from '../database/client.js';
import { bringUpToDate, openDatabase } from '../start.js';

/** Where a command writes: answers to one, remarks to the other. */
export interface Io {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
}

export const terminal: Io = { stdout: process.stdout, stderr: process.stderr };

/**
 * A command that needs the database: opens it as the portal would (refused while the portal holds it), closes it after.
 * What `refuse` throws about the settings comes before anything is opened.
 */
export async function withDatabase(
  work: (database: Database, config: Config) => Promise<number>,
  refuse: (config: Config) => void = () => undefined,
): Promise<number> {
  const config = readSettings();
  refuse(config);
  const database = await openDatabase(config);
  try {
    await bringUpToDate(database, config);
    return await work(database.patient, config);
  } finally {
    await database.close();
  }
}
