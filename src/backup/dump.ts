import { z } from 'zod';
import type { Scripts } from '../database/client.js';
import { SAME_LETTERS, Summing, sequencesOf, tableRowsOf, tablesOf } from './tables.js';

/** The first line of a backup. */
export const Head = z.object({
  /** Which way of writing. */
  dampingan: z.literal(1),
  at: z.iso.datetime(),
  region: z.string(),
  /** The scripts whose tables these are. */
  migrations: z.array(z.string()),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.tuple([z.string(), z.string()])),
      key: z.array(z.string()),
    }),
  ),
});
export type Head = z.infer<typeof Head>;

/** The last line: without it a backup is not whole. */
export const End = z.object({
  sums: z.record(z.string(), z.object({ rows: z.number(), sha256: z.string() })),
  sequences: z.array(z.tuple([z.string(), z.string().nullable()])),
  /** SHA-256 of the evidence files that the rows name. */
  evidence: z.array(z.string()),
});
export type End = z.infer<typeof End>;

const NAMED = `select sha256 from evidence union select sha256 from undertaking_delivery where sha256 is not null
  union select sha256 from need_assessment where sha256 is not null
  union select sha256 from spot_case where sha256 is not null order by sha256`;

/**
 * All rows of the database as they were at one moment, as lines: a head, of each table its name (an object) and its rows
 * (arrays), an end. Within a transaction of its own; people go on working.
 */
export async function* dumpLines(run: Scripts, region: string, now: Date): AsyncGenerator<string> {
  await run.exec('set transaction isolation level repeatable read, read only');
  await run.exec(SAME_LETTERS);
  const tables = await tablesOf(run);
  const applied = await run.query(`select migration_name as name from _prisma_migrations
    where finished_at is not null and rolled_back_at is null order by migration_name collate "C"`);
  const migrations = applied.map((one) => String(one.name));
  yield line({ dampingan: 1, at: now.toISOString(), region, migrations, tables } satisfies Head);
  const sums: End['sums'] = {};
  for (const table of tables) {
    yield line({ table: table.name });
    const summing = new Summing();
    for await (const rows of tableRowsOf(run, table)) {
      for (const row of rows) summing.add(row);
      yield `${rows.join('\n')}\n`;
    }
    sums[table.name] = summing.sum;
  }
  const evidence = (await run.query(NAMED)).map((one) => String(one.sha256));
  yield line({ sums, sequences: await sequencesOf(run), evidence } satisfies End);
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`;
