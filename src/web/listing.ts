import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { empty, queryRow, queryRows, type Sql, sql } from '../database/query.js';
import type { FileColumn } from '../sheets/write.js';
import { exportRows, formatChoice, type TableFormat } from './export.js';
import type { Reply } from './reply.js';

export const PAGE_SIZE = 50;
/** Paper has no next page: what is printed is the whole filtered list, up to more rows than a kabupaten has. */
const PRINT_SIZE = 5000;

/** A column of a file that holds no dates as such. */
export type ExportColumn<Row> = Omit<FileColumn<Row>, 'value'> & {
  value: (row: Row) => string | number | boolean | null;
};

/** A way to sort: its words and its SQL; the listing's unique key is always added. */
export interface Sort {
  label: string;
  by: Sql;
  /** Numbers and dates are first looked at from the largest. */
  startsDescending?: boolean;
  nullsLast?: boolean;
}

/** One value per list: from it come filters, sort, pages, chips and the export of exactly that. */
export interface Listing<Filters, Row> {
  /** Used in file names. */
  name: string;
  /** Shape of the query; every field ends in `.catch(…)`, so that a bad parameter falls back. */
  filters: z.ZodType<Filters>;
  sorts: Record<string, Sort>;
  /** Key of a sort, with `-` before it for descending. */
  defaultSort: string;
  /** Unique column, a number or text, that ends every order. */
  key: Sql;
  /** Among equals the highest key comes first. */
  newestFirst?: boolean;
  select: Sql;
  row: z.ZodType<Row>;
  columns: ExportColumn<Row>[];
  pageSize?: number;
}

export interface ListingState<Filters> {
  filters: Filters;
  sort: string;
  descending: boolean;
  page: number;
  format: 'html' | TableFormat;
  /** All rows on one page, to be printed (`cetak=ya`). */
  print: boolean;
  /** The address without sort, page and format: what links are built on. */
  url: URL;
}

export interface ListingPage<Filters, Row> extends ListingState<Filters> {
  rows: Row[];
  total: number;
  pages: number;
  pageSize: number;
}

const Common = z.object({
  urut: z.string().catch(''),
  hal: z.coerce.number().int().min(1).max(100_000).catch(1),
  format: formatChoice,
});

/** Reads filters, sort and page from the address; what is not understood falls back to its default. */
export function readState<F, R>(listing: Listing<F, R>, url: URL): ListingState<F> {
  const query = Object.fromEntries(url.searchParams);
  const common = Common.parse(query);
  const wanted = common.urut.replace(/^-/, '');
  const sort = Object.hasOwn(listing.sorts, wanted) ? common.urut : listing.defaultSort;
  return {
    filters: listing.filters.parse(query),
    sort: sort.replace(/^-/, ''),
    descending: sort.startsWith('-'),
    page: common.hal,
    format: common.format,
    print: url.searchParams.has('cetak'),
    url,
  };
}

function orderBy<F, R>(listing: Listing<F, R>, state: ListingState<F>): Sql {
  const sort = listing.sorts[state.sort] as Sort;
  const direction = state.descending ? sql`desc` : sql`asc`;
  const nulls = sort.nullsLast ? sql`nulls last` : empty;
  return sql`order by ${sort.by} ${direction} ${nulls}, ${listing.key} ${listing.newestFirst ? sql`desc` : empty}`;
}

const Counted = z.object({ list_total: z.number() });

/** One page of rows and the number of all, in one query. `from` is the FROM and WHERE made from scope and filters. */
export async function readPage<F, R>(
  db: Reader,
  listing: Listing<F, R>,
  state: ListingState<F>,
  from: Sql,
): Promise<ListingPage<F, R>> {
  const pageSize = state.print ? PRINT_SIZE : (listing.pageSize ?? PAGE_SIZE);
  const offset = (state.page - 1) * pageSize;
  const counted = await queryRows(
    db,
    sql`${listing.select}, count(*) over () as list_total ${from} ${orderBy(listing, state)} limit ${pageSize} offset ${offset}`,
    z.unknown(),
  );
  const rows = counted.map((row) => listing.row.parse(row));
  const total = counted.length > 0 ? Counted.parse(counted[0]).list_total : await countAll(db, state, from);
  return { ...state, rows, total, pages: Math.max(1, Math.ceil(total / pageSize)), pageSize };
}

/** The first page without rows is an empty list; a later one may lie beyond the end. */
async function countAll<F>(db: Reader, state: ListingState<F>, from: Sql): Promise<number> {
  if (state.page === 1) return 0;
  const row = await queryRow(db, sql`select count(*) as list_total ${from}`, Counted);
  return row.list_total;
}

const Key = z.object({ key: z.union([z.number(), z.string()]) });
const PORTION = 1000;

/**
 * All rows of the filtered list, in order, for exports: first their keys, then the rows in portions by key. So each row
 * comes once whatever is written meanwhile, and the last portion costs what the first did. `from` ends in its WHERE.
 */
export async function* allRows<F, R>(
  db: Reader,
  listing: Listing<F, R>,
  state: ListingState<F>,
  from: Sql,
): AsyncGenerator<R> {
  const order = orderBy(listing, state);
  const found = await queryRows(db, sql`select ${listing.key} as key ${from} ${order}`, Key);
  const keys = found.map((row) => row.key);
  for (let start = 0; start < keys.length; start += PORTION) {
    const portion = keys.slice(start, start + PORTION);
    const these = typeof portion[0] === 'number' ? sql`${portion}::int[]` : sql`${portion}::text[]`;
    const query = sql`${listing.select} ${from} and ${listing.key} = any(${these}) ${order}`;
    yield* await queryRows(db, query, listing.row);
  }
}

export { hrefWith } from './list-state.js';

/** The filtered list as a file, streamed: same scope, same filters, same order as on screen. */
export function exportListing<F, R>(
  db: Reader,
  listing: Listing<F, R>,
  state: ListingState<F>,
  from: Sql,
): Reply {
  const rows = allRows(db, listing, state, from);
  return exportRows(listing.name, state.format as TableFormat, listing.columns, rows);
}
