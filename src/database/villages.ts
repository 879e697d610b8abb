import type { Writer } from './client.js';
import { execute, sql } from './query.js';

/** Who changes something about the same village waits here for the other. */
export async function lockVillages(tx: Writer, codes: string[]): Promise<void> {
  await execute(
    tx,
    sql`select code from village where code = any(${codes}::text[]) order by code for no key update`,
  );
}
