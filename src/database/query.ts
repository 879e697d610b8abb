import { createHash } from 'node:crypto';
import pg from 'pg';
import type { z } from 'zod';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { Reader, Writer } from './client.js';

export const sql = Prisma.sql;
export const join = Prisma.join;
export const empty = Prisma.empty;
export type Sql = Prisma.Sql;

/**
 * What a statement tells of columns, one after the other, each as `told` writes it of its name. Raw, as a column cannot be
 * a parameter: the names are those of our own code, and nothing that was typed or stored comes here.
 */
export const listed = <N extends string>(
  names: readonly N[],
  told: (name: N) => string,
  between = ', ',
): Sql =>
  join(
    names.map((one) => Prisma.raw(told(one))),
    between,
  );

/** Whether `column` holds what was typed, capitals or not; `%` and `_` are searched as they are. */
export const contains = (column: Sql, typed: string): Sql =>
  sql`${column} ilike ${`%${typed.replace(/[\\%_]/g, '\\$&')}%`}`;

/**
 * Rows to be inserted, as FROM of a statement whose text is the same for one and for a thousand; `columns` as in
 * `id int, content jsonb`. Prisma plans its `createMany` anew each time, which was a third of what a form cost.
 */
export const rowsOf = (rows: object[], columns: Sql): Sql =>
  sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(${columns})`;

/**
 * A number, a word of our own code or a day (ISO 8601) as it stands in the statement; as a parameter it would be unknown
 * to the plan.
 * @throws Error for a word that is none.
 */
export function literal(value: number | string): Sql {
  // Raw, as a parameter is what it must not be: a number is its own digits, a word is checked to be nothing but one.
  if (typeof value === 'number') return Prisma.raw(String(value));
  if (!/^[\w.-]+$/.test(value)) throw new Error('only words and days stand in statements');
  return Prisma.raw(`'${value}'`);
}

type Run = (query: Sql, name: string) => Promise<unknown[]>;
const readers = new WeakMap<Reader, Run>();

/** A reader has no methods for SQL; its queries run on the driver's prepared statements. */
export function answerQueries(reader: Reader, pool: pg.Pool): void {
  readers.set(reader, (query, name) => prepared(pool, query, name));
}

/**
 * Runs a parametrised query and passes every row through `schema`, so that a query cannot lie about its type.
 * A statement is planned once for whatever is asked of it; `planned: 'anew'` is for one that holds its values, so that
 * hardly any is asked twice.
 * `bigint` and `numeric` arrive as numbers, `date` and `timestamptz` as `Date` (a date at midnight UTC).
 * @throws ZodError when a row is not what the schema says.
 */
export async function queryRows<S extends z.ZodType>(
  db: Reader | Writer,
  query: Sql,
  schema: S,
  { planned = 'once' }: { planned?: 'once' | 'anew' } = {},
): Promise<z.output<S>[]> {
  const run = readers.get(db) ?? ((one: Sql) => throughPrisma(db as Writer, one));
  const rows = await run(query, planned === 'once' ? statementName(query.text) : '');
  return rows.map((row) => schema.parse(row));
}

/** As `queryRows`, for a query that answers with exactly one row. */
export async function queryRow<S extends z.ZodType>(
  db: Reader | Writer,
  query: Sql,
  schema: S,
): Promise<z.output<S>> {
  const [row] = await queryRows(db, query, schema);
  if (row === undefined) throw new Error('the query answered with no row');
  return row;
}

/** Runs a parametrised statement within a transaction; answers with the number of rows touched. */
export async function execute(tx: Writer, statement: Sql): Promise<number> {
  return (tx as PrismaClient).$executeRaw(statement);
}

async function throughPrisma(db: Writer, query: Sql): Promise<unknown[]> {
  const rows = await (db as PrismaClient).$queryRaw<Record<string, unknown>[]>(query);
  for (const row of rows) for (const key in row) row[key] = plain(row[key]);
  return rows;
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value !== null && typeof value === 'object' && 'toNumber' in value) {
    return (value as Prisma.Decimal).toNumber();
  }
  return value;
}

/** A named statement stays in its connection for good, and filters combine without end: the first texts are named. */
const NAMED = 300;
const statementNames = new Map<string, string>();

/** By this name a connection knows a statement that it has read and planned before; '' for one too many. */
export function statementName(text: string): string {
  let name = statementNames.get(text);
  if (name === undefined && statementNames.size < NAMED) {
    name = createHash('sha1').update(text).digest('hex');
    statementNames.set(text, name);
  }
  return name ?? '';
}

const ask = (pool: pg.Pool, { text, values }: Sql, name: string) => pool.query({ name, text, values, types });

const prepared = async (pool: pg.Pool, query: Sql, name: string): Promise<unknown[]> =>
  (await ask(pool, query, name)).rows;

/** As `execute`, on a connection of its own, without a transaction around it. */
export const executePrepared = async (pool: pg.Pool, statement: Sql): Promise<number> =>
  (await ask(pool, statement, statementName(statement.text))).rowCount ?? 0;

const INT8 = 20;
const NUMERIC = 1700;
const DATE = 1082;
const parsers = new Map<number, (text: string) => unknown>([
  [INT8, Number],
  [NUMERIC, Number],
  [DATE, (text) => new Date(`${text}T00:00:00Z`)],
]);

const types: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text') =>
    parsers.get(id) ?? pg.types.getTypeParser(id, format)) as never,
};
