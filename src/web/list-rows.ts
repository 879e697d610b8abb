import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { empty, join, queryRow, queryRows, type Sql, sql } from '../database/query.js';
import { scope } from '../scope.js';
import type { AnyList, At, Filter, List, ListState } from './list.js';
import { told } from './list.js';

const PAGE_SIZE = 50;
/** Paper has no next page: what is printed is the whole filtered list, up to more rows than a kabupaten has. */
const PRINT_SIZE = 5000;
const PORTION = 1000;

/** One page of rows, its place in the list, and the sums of the columns that have one. */
export interface ListPage<R> extends ListState {
  rows: R[];
  total: number;
  pages: number;
  pageSize: number;
  sums: Record<string, number | null>;
}

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

const Counted = z.object({ list_total: z.number() });

/** One page of rows and the number of all, in one query; a page beyond the end is the last one. */
export async function readPage<R, S extends string, L, C>(
  list: List<R, S, L, C>,
  at: At<L, C>,
  state: ListState,
): Promise<ListPage<R>> {
  const { db } = at.app;
  const from = await fromOf(list, at);
  const pageSize = state.print ? PRINT_SIZE : (list.pageSize ?? PAGE_SIZE);
  const read = (page: number) =>
    queryRows(
      db,
      sql`${told(list.select, at)}, count(*) over () as list_total ${from} ${orderBy(list, state)}
          limit ${pageSize} offset ${(page - 1) * pageSize}`,
      z.unknown(),
    );
  const found = await read(state.page);
  const total = found[0] ? Counted.parse(found[0]).list_total : await countAll(db, state.page, from);
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const page = Math.min(state.page, pages);
  const rows = (page === state.page ? found : await read(page)).map((row) => list.row.parse(row));
  return { ...state, page, rows, total, pages, pageSize, sums: await sumsOf(list, at, from) };
}

/** The first page without rows is an empty list; a later one lies beyond the end. */
async function countAll(db: Reader, page: number, from: Sql): Promise<number> {
  return page === 1
    ? 0
    : (await queryRow(db, sql`select count(*) as list_total ${from}`, Counted)).list_total;
}

/** How many rows the list has for this person, filtered by nothing. */
export async function countOf(list: AnyList, at: At): Promise<number> {
  const from = await fromOf(list, { ...at, filters: {} });
  return countAll(at.app.db, 0, from);
}

const Sums = z.object({ sums: z.array(z.number().nullable()) });

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
    sql`select array[${join(values, ', ')}]::float8[] as sums ${from}`,
    Sums,
  );
  return Object.fromEntries(summed.map(({ key }, place) => [key, row.sums[place] ?? null]));
}

const Key = z.object({ key: z.union([z.number(), z.string()]) });

/**
 * All rows of the filtered list, in order, for exports: first their keys, then the rows in portions by key. So each row
 * comes once whatever is written meanwhile, and the last portion costs what the first did. Where the list takes its
 * rows apart, one comes for each line.
 */
export async function* allRows<R, S extends string, L, C>(
  list: List<R, S, L, C>,
  at: At<L, C>,
  state: ListState,
): AsyncGenerator<R> {
  const { db } = at.app;
  const { lines } = list;
  const found = await queryRows(
    db,
    sql`select ${list.key} as key ${await fromOf(list, at)} ${orderBy(list, state)}`,
    Key,
  );
  const keys = found.map((row) => row.key);
  const from = await fromOf(list, at, lines?.join);
  const order = orderBy(list, state, lines && sql`, ${lines.order}`);
  const select = lines ? sql`${told(list.select, at)}, ${lines.select}` : told(list.select, at);
  const row = lines ? z.intersection(list.row, lines.row) : list.row;
  for (let start = 0; start < keys.length; start += PORTION) {
    const portion = keys.slice(start, start + PORTION);
    const these = typeof portion[0] === 'number' ? sql`${portion}::int[]` : sql`${portion}::text[]`;
    yield* (await queryRows(db, sql`${select} ${from} and ${list.key} = any(${these}) ${order}`, row)) as R[];
  }
}

/** The same rows once the first is there: until then what goes wrong is told as for a page, not by a file cut short. */
export async function begun<R>(rows: AsyncGenerator<R>): Promise<AsyncGenerator<R>> {
  const first = await rows.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* rows;
  })();
}
