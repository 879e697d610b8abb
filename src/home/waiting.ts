import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { empty, literal, queryRows, type Sql, sql } from '../database/query.js';
import { countSome } from '../web/list-rows.js';

/** The oldest of what waits, as many as a home shows, and how many there are. */
export interface Waiting<T> {
  rows: T[];
  total: number;
}

/** How many rows of each kind a home shows; a phone shows five kinds below each other. */
export const SHOWN = 5;

/** A query in its parts; its villages are `v`. */
export interface Question<S extends z.ZodType> {
  select: Sql;
  /** What is counted: FROM with no more than the conditions need. */
  from: Sql;
  where: Sql;
  /** What is joined for the rows that are shown. */
  details?: Sql;
  order: Sql;
  schema: S;
}

/** Which of what waits is asked for, as a condition on `v`, and how many rows are shown. */
export interface Part {
  where: Sql;
  shown: number;
}

/** Reads the first rows, and counts the others where there are more. */
export async function oldest<S extends z.ZodType>(
  db: Reader,
  question: Question<S>,
): Promise<Waiting<z.output<S>>> {
  const rows = await firstOf(db, question, SHOWN);
  return { rows, total: rows.length < SHOWN ? rows.length : await countSome(db, counted(question)) };
}

const counted = ({ from, where }: Pick<Question<never>, 'from' | 'where'>): Sql =>
  sql`${from} where ${where}`;

/** Reads all rows, or as many as `limit` leaves. */
export const everyOne = <S extends z.ZodType>(
  db: Reader,
  { select, from, details = empty, where, order, schema }: Question<S>,
  limit = empty,
): Promise<z.output<S>[]> =>
  queryRows(db, sql`select ${select} ${from} ${details} where ${where} order by ${order} ${limit}`, schema);

const firstOf = <S extends z.ZodType>(db: Reader, question: Question<S>, shown: number) =>
  everyOne(db, question, sql`limit ${literal(shown)}`);

const CountRow = z.object({ code: z.string().nullable(), total: z.number() });

/** How many there are in each kecamatan, by its code; under null what is of no village. */
export type ByKecamatan = Map<string | null, number>;

/** Reads the first rows, and counts all by kecamatan. */
export async function byKecamatan<S extends z.ZodType>(
  db: Reader,
  question: Question<S>,
  part: Part,
): Promise<Waiting<z.output<S>> & { places: ByKecamatan }> {
  const asked = { ...question, where: sql`${question.where} and ${part.where}` };
  const [rows, counts] = await Promise.all([
    firstOf(db, asked, part.shown),
    queryRows(
      db,
      sql`select v.kecamatan_code as code, count(*) as total ${counted(asked)} group by 1`,
      CountRow,
    ),
  ]);
  const total = counts.reduce((sum, one) => sum + one.total, 0);
  return { rows, total, places: new Map(counts.map((one) => [one.code, one.total])) };
}
