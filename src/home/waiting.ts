import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { empty, literal, queryRows, type Sql, sql } from '../database/query.js';
import { countedSome } from '../web/list-rows.js';

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

const counted = ({ from, where }: Pick<Question<z.ZodType>, 'from' | 'where'>): Sql =>
  sql`${from} where ${where}`;

/** `beside` is one more column, the same for all rows. */
const textOf = <S extends z.ZodType>(
  { select, from, details = empty, where, order }: Question<S>,
  beside = empty,
): Sql => sql`select ${select} ${beside} ${from} ${details} where ${where} order by ${order}`;

/** Reads all rows. */
export const everyOne = <S extends z.ZodType>(db: Reader, question: Question<S>): Promise<z.output<S>[]> =>
  queryRows(db, textOf(question), question.schema);

const Total = z.looseObject({ total: z.number() });

/** Reads the first rows and how many there are, in one question. */
export async function oldest<S extends z.ZodType>(
  db: Reader,
  question: Question<S>,
): Promise<Waiting<z.output<S>>> {
  const total = sql`, ${countedSome(counted(question))} as total`;
  const found = await queryRows(db, sql`${textOf(question, total)} limit ${literal(SHOWN)}`, Total);
  return { rows: found.map((row) => question.schema.parse(row)), total: found[0]?.total ?? 0 };
}

/** How many there are in each kecamatan, by its code; under null what is of no village. */
export type ByKecamatan = Map<string | null, number>;

const Places = z.looseObject({
  places: z.array(z.object({ code: z.string().nullable(), total: z.number() })),
});

/** Reads the first rows and how many there are in each kecamatan, in one question. */
export async function byKecamatan<S extends z.ZodType>(
  db: Reader,
  question: Question<S>,
  part: Part,
): Promise<Waiting<z.output<S>> & { places: ByKecamatan }> {
  const asked = { ...question, where: sql`${question.where} and ${part.where}` };
  const places = sql`, (select json_agg(place) from (select v.kecamatan_code as code, count(*) as total
    ${counted(asked)} group by 1) place) as places`;
  const found = await queryRows(db, sql`${textOf(asked, places)} limit ${literal(part.shown)}`, Places);
  const counts = found[0]?.places ?? [];
  return {
    rows: found.map((row) => question.schema.parse(row)),
    total: counts.reduce((sum, { total }) => sum + total, 0),
    places: new Map(counts.map(({ code, total }) => [code, total])),
  };
}
