import { capital, dateMedium, EMPTY, moment, number, rupiah } from '../core/format.js';
import type { Value } from '../sheets/write.js';
import {
  type Cell,
  type Column,
  cell,
  type Empty,
  type Field,
  type FilterBar,
  field,
  type Link,
  options,
  type Pager,
  type Table,
  tableRow,
} from './components.js';
import { inTakenOrder } from './csv-first.js';
import { tableFormats } from './export.js';
import type { AnyList, At, Entry, Filter, ListState } from './list.js';
import { nameOf, told } from './list.js';
import { type ListPage, offeredFilters, totalInWords } from './list-rows.js';
import { hrefWith, sortsFor } from './list-state.js';

type AnyColumn = AnyList['columns'][number];

/** The columns this person gets, on screen or in a file. */
export const columnsFor = (list: AnyList, at: At, where: 'screen' | 'file'): AnyColumn[] =>
  list.columns.filter((one) => (one.shown?.(at) ?? true) && (one.only ?? where) === where);

/** The table of a list's page: filters, sortable heads, rows, sums, pager, and the ways to take it along. */
export async function listTable(list: AnyList, at: At, page: ListPage<unknown>): Promise<Table> {
  const columns = columnsFor(list, at, 'screen');
  const used = await usedFilters(list, at);
  const offset = (page.page - 1) * page.pageSize;
  return {
    id: nameOf(list, at),
    title: capital(`${totalInWords(page.total)} ${list.noun}`),
    exports: [...exportLinks(at.url), printLink(at.url, page.page === 1 && !page.more)],
    filter: used.length > 0 ? bar(list, at, page, used) : null,
    columns: columns.map((one) => head(one, at, page, list)),
    rows: page.rows.map((row, place) =>
      tableRow(
        columns.map((one) => shownCell(one, row, at, offset + place)),
        list.line?.(row, at, offset + place),
      ),
    ),
    total: totals(columns, page.sums),
    pager: pager(at.url, page),
    empty: await emptyOf(list, at, used),
    note: told(list.note ?? '', at),
  };
}

const isNumeric = ({ kind, numeric }: AnyColumn) =>
  numeric ?? (kind === 'number' || kind === 'decimal' || kind === 'rupiah' || kind === 'order');

function head(column: AnyColumn, at: At, state: ListState, list: AnyList): Column {
  const base = {
    label: told(column.label, at),
    numeric: isNumeric(column),
    phone: column.phone ?? ('detail' as const),
  };
  if (!column.sort) return { ...base, sortHref: '', sorted: '' };
  const current = state.sort === column.sort;
  const descending = current ? !state.descending : (list.sorts[column.sort]?.startsDescending ?? false);
  return {
    ...base,
    sortHref: hrefWith(at.url, { urut: (descending ? '-' : '') + column.sort }),
    sorted: current ? (state.descending ? 'descending' : 'ascending') : '',
  };
}

function shownCell(column: AnyColumn, row: unknown, at: At, index: number): Cell {
  return cell(column.cell ? column.cell(row, at, index) : { text: valueText(column, column.value(row, at)) });
}

/** A value as the screen writes its kind. */
function valueText({ kind }: Pick<AnyColumn, 'kind'>, value: Value): string {
  if (value === null) return EMPTY;
  if (value instanceof Date) return kind === 'moment' ? moment(value) : dateMedium(value);
  if (typeof value === 'boolean') return value ? 'ya' : EMPTY;
  if (typeof value === 'string') return value || EMPTY;
  if (kind === 'order') return String(value);
  return kind === 'rupiah' ? rupiah(value) : number(value);
}

function totals(columns: AnyColumn[], sums: Record<string, number | null>): Cell[] {
  if (Object.keys(sums).length === 0) return [];
  return columns.map((column, place) => {
    const sum = sums[column.key];
    if (sum !== undefined) return cell({ text: valueText(column, sum) });
    return cell({ text: place === 0 ? 'Jumlah' : '' });
  });
}

interface Used {
  name: string;
  filter: Filter<At>;
  value: string;
  entries: Entry[];
}

/** The filters this person is offered, each with what is chosen and what may be. */
export const usedFilters = (list: AnyList, at: At): Promise<Used[]> =>
  Promise.all(
    offeredFilters<At>(list.filters, at).map(async ([name, filter]) => ({
      name,
      filter,
      value: at.filters[name] ?? '',
      entries: await told(filter.entries ?? [], at),
    })),
  );

const isSet = ({ value }: Used) => value !== '';

/** What a filter is set to, as its chip says it. */
function words({ filter, value, entries }: Used): string {
  const known = entries.find(([key]) => key === value)?.[1];
  const date = filter.type === 'date' ? dateMedium(new Date(`${value}T00:00:00Z`)) : value;
  return `${filter.label}: ${known ?? date}`;
}

/** What is filtered and how it is ordered, in one sentence; paper and workbooks carry it. */
export function sentence(list: AnyList, at: At, state: ListState, used: Used[]): string {
  const set = used.filter(isSet).map(words);
  const order = sortsFor(list, at).find(([key]) => key === state.sort)?.[1].label ?? '';
  const filtered = set.length > 0 ? `Disaring menurut ${set.join('; ')}.` : 'Tanpa saringan.';
  return `${filtered} Diurutkan menurut ${order.toLowerCase()}, ${state.descending ? 'turun' : 'naik'}.`;
}

function fieldOf({ name, filter, value, entries }: Used): Field {
  const base = { name, label: filter.label, type: filter.type, required: false };
  if (filter.type !== 'select') return field({ ...base, value });
  return field({ ...base, options: options([['', filter.all ?? 'Semua'], ...entries], value) });
}

function bar(list: AnyList, at: At, page: ListPage<unknown>, used: Used[]): FilterBar {
  const chips = used
    .filter(isSet)
    .map((one) => ({ label: words(one), href: hrefWith(at.url, { [one.name]: null }) }));
  const names = new Set([...used.map((one) => one.name), 'hal', 'format', 'cetak', 'urut']);
  return {
    action: at.url.pathname,
    fields: used.map(fieldOf),
    sort: sortField(list, at, page),
    kept: [...at.url.searchParams]
      .filter(([name]) => !names.has(name))
      .map(([name, value]) => ({ name, value })),
    places: list.places?.(page.rows, at) ?? [],
    chips,
    clearHref: clearedHref(at.url, used),
    sentence: sentence(list, at, page, used),
  };
}

const clearedHref = (url: URL, used: Used[]) =>
  hrefWith(url, Object.fromEntries(used.map((one) => [one.name, null])));

/** The bar carries the order too: the heads that sort are not there on a phone. */
function sortField(list: AnyList, at: At, state: ListState): Field {
  const ways = sortsFor(list, at).flatMap(([key, sort]) => {
    const { label, startsDescending } = sort as NonNullable<typeof sort>;
    const both: [string, string][] = [
      [key, `${label}, naik`],
      [`-${key}`, `${label}, turun`],
    ];
    return startsDescending ? both.reverse() : both;
  });
  const current = (state.descending ? '-' : '') + state.sort;
  return field({
    name: 'urut',
    label: 'Urutkan',
    type: 'select',
    required: false,
    options: options(ways, current),
  });
}

async function emptyOf(list: AnyList, at: At, used: Used[]): Promise<Empty> {
  if (!used.some(isSet)) return told(list.empty, at);
  const near = (await list.near?.(at)) ?? '';
  const searched = used.find((one) => one.filter.type === 'text' && isSet(one));
  return {
    title: `Tidak ada yang cocok${searched ? ` dengan "${searched.value}"` : ''}`,
    text: near || 'Ubah saringan atau hapus.',
    action: { label: 'Hapus saringan', href: clearedHref(at.url, used) },
  };
}

const formatLabels = { csv: 'CSV', 'csv-excel': 'CSV untuk Excel', xlsx: 'XLSX', json: 'JSON' };

/** Links that download what is shown at `url`, in the order of the page that was `asked` for. */
export const exportLinks = (url: URL): Link[] =>
  inTakenOrder(tableFormats).map((format) => ({
    label: formatLabels[format],
    href: hrefWith(url, { format }),
  }));

/** Prints what is shown; where that is not `whole`, its address opens the page that holds every row. */
export const printLink = (url: URL, whole: boolean): Link => ({
  label: 'Cetak',
  href: whole ? '' : hrefWith(url, { cetak: 'ya' }),
});

function pager(url: URL, state: ListPage<unknown>): Pager | null {
  if (state.total === 0) return null;
  const first = (state.page - 1) * state.pageSize + 1;
  const to = (page: number) => hrefWith(url, { hal: page === 1 ? null : page });
  return {
    text: `${number(first)} sampai ${number(first + state.rows.length - 1)} dari ${totalInWords(state.total)}`,
    previousHref: state.page > 1 ? to(state.page - 1) : '',
    nextHref: state.more ? to(state.page + 1) : '',
  };
}

/** A filter bar of a page that is no list: its fields, the chips of what is filtered, and a way to clear. */
export function filterBar(url: URL, fields: FilterBar['fields'], clear = url.pathname): FilterBar {
  const names = new Set(fields.map((field) => field.name));
  const chips = fields
    .filter(
      (field) => field.value !== '' || field.options.some((option) => option.selected && option.value !== ''),
    )
    .map((field) => {
      const chosen = field.options.find((option) => option.selected)?.label ?? field.value;
      return { label: `${field.label}: ${chosen}`, href: hrefWith(url, { [field.name]: null }) };
    });
  const kept = [...url.searchParams]
    .filter(([name]) => !names.has(name) && !['hal', 'format', 'cetak'].includes(name))
    .map(([name, value]) => ({ name, value }));
  return {
    action: url.pathname,
    fields,
    sort: null,
    kept,
    places: [],
    chips,
    clearHref: clear,
    sentence: '',
  };
}
