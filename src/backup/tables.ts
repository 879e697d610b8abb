import { createHash } from 'node:crypto';
import type { Scripts } from '../database/client.js';

/** A table as it is kept: its columns with their types, in order, and its key. */
export interface Table {
  name: string;
  columns: [name: string, type: string][];
  key: string[];
}

/** How many rows a table has, and a SHA-256 over all of them in the order of their keys. */
export interface Sum {
  rows: number;
  sha256: string;
}

/** Sessions are not kept: whoever was signed in signs in again. */
const LEFT_EMPTY = new Set(['session']);
/** Rows at once; of tables that hold whole files one by one. */
const ROWS = 500;

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Both engines then write every value in the same letters, and read it back. */
export const SAME_LETTERS = `set local datestyle = 'ISO, MDY'; set local intervalstyle = 'postgres';
  set local timezone = 'UTC'; set local bytea_output = 'hex'; set local extra_float_digits = 1;
  set local client_min_messages = warning; set local statement_timeout = 0;
  set local idle_in_transaction_session_timeout = 0`;

const HERE = 'current_schema()::regnamespace';

/** The tables of the portal, by name. */
export async function tablesOf(run: Scripts): Promise<Table[]> {
  const columns = await run.query(`select c.relname as name, a.attname as column,
      format_type(a.atttypid, a.atttypmod) as type
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = ${HERE} and c.relkind = 'r' and a.attgenerated = ''
    order by c.relname collate "C", a.attnum`);
  const keys = await run.query(`select c.relname as name, a.attname as column
    from pg_index i join pg_class c on c.oid = i.indrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
    where c.relnamespace = ${HERE} and i.indisprimary
    order by array_position(i.indkey::int2[], a.attnum)`);
  const tables = new Map<string, Table>();
  for (const { name, column, type } of columns) {
    const table = tables.get(String(name)) ?? { name: String(name), columns: [], key: [] };
    table.columns.push([String(column), String(type)]);
    tables.set(table.name, table);
  }
  for (const { name, column } of keys) tables.get(String(name))?.key.push(String(column));
  return [...tables.values()];
}

/** Sequences with the number that each gave last; null for one that gave none. */
export async function sequencesOf(run: Scripts): Promise<[name: string, last: string | null][]> {
  const rows = await run.query(`select sequencename as name, last_value::text as last from pg_sequences
    where schemaname = current_schema() order by sequencename collate "C"`);
  return rows.map(({ name, last }) => [String(name), last === null ? null : String(last)]);
}

/** The rows of a table in the order of their keys, each a JSON array of its values as text. */
export async function* tableRowsOf(run: Scripts, { name, columns, key }: Table): AsyncGenerator<string[]> {
  if (LEFT_EMPTY.has(name)) return;
  const values = columns.map(([column]) => `${quoted(column)}::text`).join(', ');
  const types = new Map(columns);
  const order = key.map((column) =>
    types.get(column) === 'integer' ? quoted(column) : `${quoted(column)}::text collate "C"`,
  );
  const atOnce = columns.some(([, type]) => type === 'bytea') ? 1 : ROWS;
  await run.exec(`declare kept_rows no scroll cursor for
    select json_build_array(${values})::text as row from ${quoted(name)}
    ${order.length > 0 ? `order by ${order.join(', ')}` : ''}`);
  for (;;) {
    const rows = await run.query(`fetch ${atOnce} from kept_rows`);
    if (rows.length === 0) break;
    yield rows.map((one) => String(one.row));
  }
  await run.exec('close kept_rows');
}

/** Counts rows and hashes them as they pass. */
export class Summing {
  private rows = 0;
  private readonly hash = createHash('sha256');

  add(row: string): void {
    this.rows += 1;
    this.hash.update(row).update('\n');
  }

  get sum(): Sum {
    return { rows: this.rows, sha256: this.hash.digest('hex') };
  }
}
