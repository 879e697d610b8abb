import { z } from 'zod';
import { gathered } from '../core/gathered.js';
import type { Reader, Writer } from './client.js';
import { execute, queryRow, type Sql, sql } from './query.js';

/**
 * The last statement of every transaction, so that its rows and the version that tells them are seen at once. The tables
 * are those that its statements changed, as triggers have noted them (`note_written`).
 */
export const raiseVersion = (tx: Writer): Promise<number> =>
  execute(
    tx,
    sql`with whole as (insert into data_version (slot, raised) values (pg_backend_pid() % 64, 1)
          on conflict (slot) do update set raised = data_version.raised + 1 returning slot)
        insert into table_version (name, slot, raised)
        select name, slot, 1 from whole, regexp_split_to_table(trim(current_setting('dampingan.written', true)), ' +') name
        where name <> ''
        on conflict (name, slot) do update set raised = table_version.raised + 1`,
  );

/** What `DataVersions.columns` tells; `tables` is null where it is what was known. */
export const VersionRow = z.object({
  version: z.string(),
  tables: z.record(z.string(), z.number().nullable()).nullable(),
});
type VersionRow = z.output<typeof VersionRow>;

/** What was stored at a moment: the version of all, another one once any transaction has written, and of each table. */
export interface StoredVersion {
  whole: string;
  /** Not known where others learned of a later moment first; a table that is not followed has no version. */
  tables: readonly [name: string, raised: number | null][] | null;
}

/** The versions of these tables; null where they are not known, or one of them is not followed. */
export function tableVersions({ tables }: StoredVersion, names: Set<string>): string | null {
  const asked = tables?.filter(([name]) => names.has(name)) ?? [];
  const known = tables !== null && asked.every(([, raised]) => raised !== null);
  return known ? asked.map(([name, raised]) => `${name} ${raised}`).join() : null;
}

/**
 * Reads what is stored, told by numbers. They are summed over slots, each raised by its own connections, so that nobody who
 * writes waits for another; a sum that was seen stays true of all that was committed before it was read.
 */
export class DataVersions {
  private latest: StoredVersion = { whole: '', tables: null };
  /** What is stored now. */
  readonly read: () => Promise<StoredVersion>;

  constructor(reader: Reader) {
    const ask = gathered(async (askers: readonly true[]) => {
      const query = sql`select ${this.columns} from ${DataVersions.now}`;
      const stored = this.learn(await queryRow(reader, query, VersionRow));
      return askers.map(() => stored);
    });
    this.read = () => ask(true);
  }

  /** FROM of the version, as `stored`. */
  static readonly now = sql`(select coalesce(sum(raised), 0)::text as version from data_version) stored`;

  /** Columns over `now`: the version, and that of each table where the whole is not what is known already. */
  get columns(): Sql {
    return sql`stored.version, case when stored.version <> ${this.latest.whole} then (select jsonb_object_agg(t.name, t.raised)
      from (select name, sum(raised) as raised from table_version group by name) t) end as tables`;
  }

  /** Takes in what was read; of two readings the one with more was later. */
  learn({ version: whole, tables }: VersionRow): StoredVersion {
    if (whole === this.latest.whole) return this.latest;
    const stored = { whole, tables: tables && Object.entries(tables) };
    if (tables && Number(whole) > Number(this.latest.whole)) this.latest = stored;
    return stored;
  }
}
