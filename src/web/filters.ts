import { z } from 'zod';
import { isoDate } from '../core/format.js';
import { contains, join, literal, type Sql, sql } from '../database/query.js';
import { readDate } from './form.js';
import type { Entry, Filter } from './list.js';

const typed = z.string().trim().max(100).catch('');

/** Words looked for in these columns; `%` and `_` are searched as they are. */
export const textFilter = (label: string, columns: Sql[]): Filter<unknown> => ({
  label,
  type: 'text',
  read: typed,
  where: (value) =>
    value === ''
      ? null
      : sql`(${join(
          columns.map((column) => contains(column, value)),
          ' or ',
        )})`,
});

/** One of a closed list; each choice says which rows it leaves. */
export function choiceFilter<A = unknown>(
  label: string,
  choices: Record<string, { label: string; where: Sql | ((at: A) => Sql) }>,
  given: Partial<Pick<Filter<A>, 'all' | 'offered'>> & { unset?: Sql | ((at: A) => Sql) } = {},
): Filter<A> {
  const { unset, ...more } = given;
  const known = new Map(Object.entries(choices));
  return {
    label,
    type: 'select',
    read: z
      .string()
      .refine((value) => known.has(value))
      .catch(''),
    entries: [...known].map(([value, choice]): Entry => [value, choice.label]),
    where: (value, at) => {
      const condition = value === '' ? unset : known.get(value)?.where;
      return typeof condition === 'function' ? condition(at) : (condition ?? null);
    },
    ...more,
  };
}

/** One of the values a column holds, by their words; the values are our own. */
export const valueFilter = <A = unknown>(
  label: string,
  column: Sql,
  words: Record<string, string>,
  given: Parameters<typeof choiceFilter<A>>[2] = {},
): Filter<A> =>
  choiceFilter<A>(
    label,
    Object.fromEntries(
      Object.entries(words).map(([value, word]) => [
        value,
        { label: word, where: sql`${column} = ${literal(value)}` },
      ]),
    ),
    given,
  );

/** A calendar date; `where` says which rows lie on its side. */
export const dateFilter = (label: string, where: (day: Date) => Sql): Filter<unknown> => ({
  label,
  type: 'date',
  read: z
    .string()
    .transform((value) => isoDate(readDate(value)))
    .catch(''),
  where: (value) => (value === '' ? null : where(new Date(`${value}T00:00:00Z`))),
});
