import { z } from 'zod';
import type { Reader, Writer } from './client.js';
import { execute, queryRow, sql } from './query.js';

/**
 * What is stored, as one column of a query: another text once any transaction has written. It is summed over slots, each
 * raised by its own connections, so that nobody who writes waits for another; a sum that was seen stays true of all
 * that was committed before it was read.
 */
export const dataVersion = sql`(select coalesce(sum(v.raised), 0)::text from data_version v)`;

/** The last statement of every transaction, so that its rows and the version that tells them are seen at once. */
export const raiseVersion = (tx: Writer): Promise<number> =>
  execute(
    tx,
    sql`insert into data_version (slot, raised) values (pg_backend_pid() % 64, 1)
        on conflict (slot) do update set raised = data_version.raised + 1`,
  );

const Row = z.object({ version: z.string() });

/** The version of what is stored now. */
export const readVersion = async (db: Reader): Promise<string> =>
  (await queryRow(db, sql`select ${dataVersion} as version`, Row)).version;
