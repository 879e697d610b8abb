import { z } from 'zod';
import { ConfigError } from '../config.js';
import type { Scripts } from '../database/client.js';
import { exclusively, makeTables } from '../database/migrate.js';
import { End, Head } from './dump.js';
import { quoted, SAME_LETTERS, type Sum, Summing, type Table, tableRowsOf, tablesOf } from './tables.js';

const Mark = z.object({ table: z.string() });
/** Rows go in by packets of about this many letters. */
const PACKET = 1_000_000;

const broken = (why: string) => new ConfigError(`Cadangan ini tidak utuh: ${why}. Pakai cadangan lain.`);

/** What a reader of a backup is told, in order. */
export interface Reading {
  head?: (head: Head) => Promise<void> | void;
  rows?: (table: Table, rows: string[]) => Promise<void>;
}

/**
 * Reads a backup to its end and reckons every sum again.
 * @throws ConfigError when it is cut off or a row is not what it was.
 */
export async function readBackup(
  lines: AsyncIterable<string>,
  reading: Reading = {},
): Promise<{ head: Head; end: End }> {
  let head: Head | undefined;
  let end: End | undefined;
  let table: Table | undefined;
  let packet: string[] = [];
  let letters = 0;
  const summing = new Map<string, Summing>();
  const hand = async () => {
    if (table && packet.length > 0) await reading.rows?.(table, packet);
    packet = [];
    letters = 0;
  };
  for await (const line of lines) {
    if (head === undefined) {
      head = parsed(Head, line, 'kepalanya tidak terbaca');
      await reading.head?.(head);
    } else if (line.startsWith('[') && table) {
      summing.get(table.name)?.add(line);
      packet.push(line);
      letters += line.length;
      if (letters > PACKET) await hand();
    } else {
      await hand();
      const mark = Mark.safeParse(JSON.parse(line));
      if (mark.success) {
        table = tableNamed(head, mark.data.table);
        summing.set(table.name, new Summing());
      } else end = parsed(End, line, 'akhirnya tidak terbaca');
    }
  }
  if (!head || !end) throw broken('akhirnya tidak ada');
  const sums = new Map([...summing].map(([name, one]) => [name, one.sum]));
  refuseOther(end, sums);
  return { head, end };
}

function tableNamed(head: Head, name: string): Table {
  const found = head.tables.find((one) => one.name === name);
  if (!found) throw broken(`tabel ${name} tidak disebut di kepalanya`);
  return found;
}

function parsed<S extends z.ZodType>(schema: S, line: string, why: string): z.output<S> {
  try {
    return schema.parse(JSON.parse(line));
  } catch {
    throw broken(why);
  }
}

function refuseOther(end: End, sums: Map<string, Sum>): void {
  for (const [name, { rows, sha256 }] of Object.entries(end.sums)) {
    const found = sums.get(name);
    if (found?.rows !== rows || found.sha256 !== sha256)
      throw broken(`tabel ${name} berbeda dari jumlah yang dicatat`);
  }
}

/**
 * Puts a backup in the place of everything the database holds, within the transaction of `run`: the tables by the scripts
 * it was made with, then its rows without triggers and references, then both again. The role must own the tables, which
 * the role of a running portal does not need to. Afterwards every row is read back and compared by its table's sum.
 * @throws ConfigError when the backup is of a newer program, is not whole, or comes back otherwise.
 */
export async function loadBackup(run: Scripts, lines: AsyncIterable<string>): Promise<End> {
  await exclusively(run);
  await run.exec(SAME_LETTERS);
  let references: Reference[] = [];
  let tables: Table[] = [];
  const { end } = await readBackup(lines, {
    head: async (head) => {
      await dropAll(run);
      await asInBackup(run, head);
      tables = head.tables;
      references = await withoutReferences(run);
      const names = tables.map(({ name }) => quoted(name));
      for (const name of names) await run.exec(`alter table ${name} disable trigger user`);
      await run.exec(`truncate ${names.join(', ')}`);
    },
    rows: (table, rows) => insert(run, table, rows),
  });
  for (const { table, name, definition } of references)
    await run.exec(`alter table ${quoted(table)} add constraint ${quoted(name)} ${definition}`);
  for (const { name } of tables) await run.exec(`alter table ${quoted(name)} enable trigger user`);
  for (const [name, last] of end.sequences)
    await run.query('select setval($1::text::regclass, coalesce($2::text::bigint, 1), $2 is not null)', [
      quoted(name),
      last,
    ]);
  await compare(run, tables, end);
  return end;
}

/** Tables, views, types and functions that stand there, of the portal or of anything else in its schema. */
const STANDING = `select format('drop %s if exists %s cascade',
    case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end,
    oid::regclass) as drop
  from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
union all select format('drop function if exists %s cascade', p.oid::regprocedure) from pg_proc p
  where pronamespace = current_schema()::regnamespace and prokind = 'f'
  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
union all select format('drop type if exists %s cascade', oid::regtype) from pg_type
  where typnamespace = current_schema()::regnamespace and typtype in ('e', 'd')`;

async function dropAll(run: Scripts): Promise<void> {
  for (const { drop } of await run.query(STANDING)) await run.exec(String(drop));
}

async function asInBackup(run: Scripts, head: Head): Promise<void> {
  await makeTables(run, head.migrations);
  const made = new Map((await tablesOf(run)).map((one) => [one.name, JSON.stringify(one.columns)]));
  const other = head.tables.find(({ name, columns }) => made.get(name) !== JSON.stringify(columns));
  if (other)
    throw new ConfigError(
      `Tabel ${other.name} dalam cadangan berbeda dari yang dibuat program ini. Pakai versi program yang membuat cadangan itu.`,
    );
}

interface Reference {
  table: string;
  name: string;
  definition: string;
}

/** Takes the references between tables away, which would ask for an order that circles do not have. */
async function withoutReferences(run: Scripts): Promise<Reference[]> {
  const found =
    await run.query(`select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace order by k.oid`);
  const references = found.map((one) => ({
    table: String(one.table),
    name: String(one.name),
    definition: String(one.definition),
  }));
  for (const { table, name } of references)
    await run.exec(`alter table ${quoted(table)} drop constraint ${quoted(name)}`);
  return references;
}

async function insert(run: Scripts, { name, columns }: Table, rows: string[]): Promise<void> {
  const names = columns.map(([column]) => quoted(column)).join(', ');
  const values = columns.map(([, type], at) => `(r ->> ${at})::${type}`).join(', ');
  await run.query(
    `insert into ${quoted(name)} (${names}) select ${values} from json_array_elements($1::text::json) r`,
    [`[${rows.join(',')}]`],
  );
}

/** @throws ConfigError naming the first table whose rows are not those of the backup. */
async function compare(run: Scripts, tables: Table[], end: End): Promise<void> {
  for (const table of tables) {
    const summing = new Summing();
    for await (const rows of tableRowsOf(run, table)) for (const row of rows) summing.add(row);
    const { rows, sha256 } = summing.sum;
    const kept = end.sums[table.name];
    if (kept?.rows !== rows || kept.sha256 !== sha256)
      throw new ConfigError(
        `Pemulihan dibatalkan: tabel ${table.name} kembali dengan isi yang berbeda dari cadangan.`,
      );
  }
}
