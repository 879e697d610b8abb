import { number } from '../core/format.js';
import {
  type Column,
  type Empty,
  type FilterBar,
  field,
  options,
  type Pager,
  type Table,
  type TableRow,
} from './components.js';
import { exportLinks, filterBar, printLink } from './list-page.js';
import { hrefWith, type Listing, type ListingPage } from './listing.js';

/** A column of a list on screen; `sort` names one of the listing's sorts. */
export interface ListColumn {
  label: string;
  numeric?: boolean;
  sort?: string;
  phone?: Column['phone'];
}

/** The table of a listing's page: sortable heads, exports of exactly this filter, pager. */
export function listTable<F, R>(
  listing: Listing<F, R>,
  state: ListingPage<F, R>,
  parts: {
    title: string;
    columns: ListColumn[];
    row: (row: R, index: number) => TableRow;
    filter: FilterBar | null;
    empty: Empty;
    note?: string;
  },
): Table {
  const offset = (state.page - 1) * state.pageSize;
  return {
    id: listing.name,
    title: parts.title,
    exports: [...exportLinks(state.url), printLink(state.url, state.pages <= 1)],
    filter: parts.filter && withSort(parts.filter, listing, state),
    columns: parts.columns.map((column) => sortable(listing, state, column)),
    rows: state.rows.map((row, index) => parts.row(row, offset + index)),
    total: [],
    pager: pager(state),
    empty: parts.empty,
    note: parts.note ?? '',
  };
}

/** The bar carries the order too: the heads that sort are not there on a phone. */
function withSort<F, R>(bar: FilterBar, listing: Listing<F, R>, state: ListingPage<F, R>): FilterBar {
  const ways = Object.entries(listing.sorts).flatMap(([key, { label, startsDescending }]) => {
    const both: [string, string][] = [
      [key, `${label}, naik`],
      [`-${key}`, `${label}, turun`],
    ];
    return startsDescending ? both.reverse() : both;
  });
  const current = (state.descending ? '-' : '') + state.sort;
  const sort = field({ name: 'urut', label: 'Urutkan', type: 'select', options: options(ways, current) });
  return { ...bar, sort, kept: bar.kept.filter(({ name }) => name !== 'urut') };
}

function sortable<F, R>(listing: Listing<F, R>, state: ListingPage<F, R>, column: ListColumn): Column {
  const base = {
    label: column.label,
    numeric: column.numeric ?? false,
    phone: column.phone ?? ('detail' as const),
  };
  if (!column.sort) return { ...base, sortHref: '', sorted: '' };
  const current = state.sort === column.sort;
  const descending = current ? !state.descending : (listing.sorts[column.sort]?.startsDescending ?? false);
  return {
    ...base,
    sortHref: hrefWith(state.url, { urut: (descending ? '-' : '') + column.sort }),
    sorted: current ? (state.descending ? 'descending' : 'ascending') : '',
  };
}

function pager<F, R>(state: ListingPage<F, R>): Pager | null {
  if (state.total === 0) return null;
  const first = (state.page - 1) * state.pageSize + 1;
  const last = first + state.rows.length - 1;
  const to = (page: number) => hrefWith(state.url, { hal: page === 1 ? null : page });
  return {
    text:
      state.rows.length > 0
        ? `${number(first)} sampai ${number(last)} dari ${number(state.total)}`
        : `Dari ${number(state.total)}`,
    previousHref: state.page > 1 ? to(Math.min(state.page - 1, state.pages)) : '',
    nextHref: state.page < state.pages ? to(state.page + 1) : '',
  };
}

export { exportLinks, filterBar, printLink };
