import { z } from 'zod';
import { number } from '../core/format.js';
import { afresh } from '../database/answers.js';
import type { Reader } from '../database/client.js';
import { empty, join, literal, queryRow, queryRows, type Sql, sql } from '../database/query.js';
import { scope } from '../scope.js';
import type { AnyList, At, Filter, List, ListState } from './list.js';
import { told } from './list.js';

const PAGE_SIZE = 50;
/** Paper has no next page: what is printed is the whole filtered list, up to more rows than a kabupaten has. */
const PRINT_SIZE = 5000;
/** Rows of a file that are read together, and how many of such portions are read while one is written. */
const PORTION = 500;
const AHEAD = 2;

/** How many rows are counted; a longer list says that it has more. */
const COUNTED = 1000;

/** One page of rows, its place in the list, and the sums of the columns that have one. */
export interface ListPage<R> extends ListState {
  rows: R[];
  /** How many rows the list has; where it is longer than what is counted, one more than that. */
  total: number;
  /** Whether another page follows. */
  more: boolean;
  pageSize: number;
  sums: Record<string, number | null>;
}

/** A total as it is told: `79`, `lebih dari 1.000`; in a badge `1.000+`. */
export const totalInWords = (total: number): string =>
  total > COUNTED ? `lebih dari ${number(COUNTED)}` : number(total);
export const totalInBadge = (total: number): string =>
  total > COUNTED ? `${number(COUNTED)}+` : number(total);

const isOffered = (filter: Filter<unknown>, at: unknown) => filter.offered?.(at) ?? true;

/** The filters this person is offered, by name. */
export const offeredFilters = <A>(filters: Record<string, Filter<A>>, at: A): [string, Filter<A>][] =>
  Object.entries(filters).filter(([, filter]) => isOffered(filter as Filter<unknown>, at));

/** FROM and WHERE: what the person sees, what the list is about, what is filtered. */
export async function fromOf<R, S extends string, L, C>(
  list: List<R, S, L, C>,
  at: At<L, C>,
  more: Sql = empty,
): Promise<Sql> {
  const filtered = await Promise.all(
    offeredFilters(list.filters, at).map(([name, filter]) => filter.where(at.filters[name] ?? '', at)),
  );
  const conditions = [scope(at.actor, list.access), list.where?.(at), ...filtered].filter(
    (one): one is Sql => one !== undefined && one !== null,
  );
  return sql`${told(list.from, at)} ${more} where ${join(conditions, ' and ')}`;
}

function orderBy(list: AnyList, state: ListState, last: Sql = empty): Sql {
  const sort = list.sorts[state.sort];
  if (!sort) throw new Error(`the list has no sort ${state.sort}`);
  const direction = state.descending ? sql`desc` : sql`asc`;
  const nulls = sort.nullsLast ? sql`nulls last` : empty;
  return sql`order by ${sort.by} ${direction} ${nulls}, ${list.key} ${list.newestFirst ? sql`desc` : empty} ${last}`;
}

const Counted = z.object({ total: z.number() });

/** One page of rows and the number of all; a page beyond the end is the last one. */
export async function readPage<R, S extends string, L, C>(
  list: List<R, S, L, C>,
  at: At<L, C>,
  state: ListState,
): Promise<ListPage<R>> {
  const { db } = at.app;
  const from = await fromOf(list, at);
  const pageSize = state.print ? PRINT_SIZE : (list.pageSize ?? PAGE_SIZE);
  const before = (page: number) => (page - 1) * pageSize;
  // Written out, so that the plan of the statement knows how few rows are wanted.
  const read = (page: number) =>
    queryRows(
      db,
      sql`${told(list.select, at)} ${list.onScreen ? sql`, ${list.onScreen}` : empty} ${from} ${orderBy(list, state)} limit ${literal(pageSize + 1)}
          ${page > 1 ? sql`offset ${before(page)}` : empty}`,
      z.unknown(),
    );
  let { page } = state;
  const [first, sums] = await Promise.all([read(page), sumsOf(list, at, from)]);
  let found = first;
  if (found.length === 0 && page > 1) {
    page = Math.max(1, Math.ceil((await countAll(db, from)) / pageSize));
    found = await read(page);
  }
  const more = found.length > pageSize;
  const rows = found.slice(0, pageSize).map((row) => list.row.parse(row));
  const total = more ? await countSome(db, from) : before(page) + rows.length;
  return { ...state, page, rows, total, more, pageSize, sums };
}

const countAll = async (db: Reader, from: Sql): Promise<number> =>
  (await queryRow(db, sql`select count(*) as total ${from}`, Counted)).total;

/** Rows to be counted, no more of them than `totalInWords` tells. */
const some = (from: Sql): Sql => sql`from (select ${from} limit ${literal(COUNTED + 1)}) one`;

/** How many rows there are, counted no further than what is told by `totalInWords`. */
export const countSome = (db: Reader, from: Sql): Promise<number> => countAll(db, some(from));

/** The same as a value within another question. */
export const countedSome = (from: Sql): Sql => sql`(select count(*) ${some(from)})`;

/** How many rows the list has for this person, filtered by nothing; told by `totalInWords`. */
export const countOf = async (list: AnyList, at: At): Promise<number> =>
  countSome(at.app.db, await fromOf(list, { ...at, filters: {} }));

const Sums = z.object({ sums: z.array(z.number().nullable()) });

/** As JSON, in which a sum of nothing is null on both engines. */
async function sumsOf<R, S extends string, L, C>(
  list: List<R, S, L, C>,
  at: At<L, C>,
  from: Sql,
): Promise<ListPage<R>['sums']> {
  const summed = list.columns.filter((column) => column.sum && (column.shown?.(at) ?? true));
  if (summed.length === 0) return {};
  const values = summed.map(({ sum }) => sql`sum(${sum as Sql})`);
  const row = await queryRow(
    at.app.db,
    sql`select to_jsonb(array[${join(values, ', ')}]::float8[]) as sums ${from}`,
    Sums,
  );
  return Object.fromEntries(summed.map(({ key }, place) => [key, row.sums[place] ?? null]));
}

/** As many as the list is long, and they only go back to the database: looked at no further. */
const Keys = z.object({ keys: z.custom<(number | string)[]>(Array.isArray) });

/**
 * All rows of the filtered list, in order, for exports: first their keys, then the rows in portions by key, the next one
 * read while one is written. So each row comes once whatever is written meanwhile, and the last portion costs what the
 * first did. Where the list takes its rows apart, one comes for each line.
 */
export async function* allRows<R, S extends string, L, C>(
  list: List<R, S, L, C>,
  at: At<L, C>,
  state: ListState,
): AsyncGenerator<R[]> {
  const { db } = at.app;
  const { lines } = list;
  const ordered = sql`select ${list.key} as key ${await fromOf(list, at)} ${orderBy(list, state)}`;
  const all = sql`select coalesce(json_agg(key), '[]') as keys from (${ordered}) one`;
  const { keys } = await afresh(() => queryRow(db, all, Keys));
  const from = await fromOf(list, at, lines?.join);
  const order = orderBy(list, state, lines && sql`, ${lines.order}`);
  const select = lines ? sql`${told(list.select, at)}, ${lines.select}` : told(list.select, at);
  const row = lines ? (list.row as unknown as z.ZodObject).extend(lines.row.shape) : list.row;
  const read = (start: number) => {
    const portion = keys.slice(start, start + PORTION);
    const these = typeof portion[0] === 'number' ? sql`${portion}::int[]` : sql`${portion}::text[]`;
    const query = sql`${select} ${from} and ${list.key} = any(${these}) ${order}`;
    const rows = afresh(() => queryRows(db, query, row));
    // Told to who waits for it; who has left does not.
    rows.catch(() => undefined);
    return rows as Promise<R[]>;
  };
  const starts = Array.from({ length: Math.ceil(keys.length / PORTION) }, (_none, at) => at * PORTION);
  const coming = starts.splice(0, AHEAD).map(read);
  for (let rows = await coming.shift(); rows; rows = await coming.shift()) {
    coming.push(...starts.splice(0, 1).map(read));
    yield rows;
  }
}

/** The same portions once the first is there: until then what goes wrong is told as for a page, not by a file cut short. */
export async function begun<R>(portions: AsyncGenerator<R[]>): Promise<AsyncGenerator<R[]>> {
  const first = await portions.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* portions;
  })();
}
