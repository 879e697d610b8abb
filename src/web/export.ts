import { PassThrough, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Reader } from '../database/client.js';
import type { Sql } from '../database/query.js';
import { allRows, type ExportColumn, type Listing, type ListingState } from './listing.js';
import { file, type Reply } from './reply.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export type TableFormat = 'csv' | 'xlsx' | 'json';

/** The filtered list as a file, streamed: same scope, same filters, same order as on screen. */
export function exportListing<F, R>(
  db: Reader,
  listing: Listing<F, R>,
  state: ListingState<F>,
  from: Sql,
): Reply {
  return exportRows(
    listing.name,
    state.format as TableFormat,
    listing.columns,
    allRows(db, listing, state, from),
  );
}

/** Any rows as CSV (UTF-8, comma, LF, dot decimals), XLSX or a JSON array. */
export function exportRows<R>(
  name: string,
  format: TableFormat,
  columns: ExportColumn<R>[],
  rows: AsyncIterable<R> | Iterable<R>,
): Reply {
  switch (format) {
    case 'csv':
      return file(`${name}.csv`, 'text/csv; charset=utf-8', csv(columns, rows));
    case 'json':
      return file(null, 'application/json; charset=utf-8', Readable.from(jsonParts(columns, rows)));
    case 'xlsx':
      return exportBook(name, [
        {
          name,
          above: [],
          heads: columns.map((column) => column.key),
          rows: valuesOf(columns, rows),
          total: null,
        },
      ]);
  }
}

/** A spreadsheet runs a text that starts like a formula; an apostrophe keeps it text (OWASP: CSV injection). */
const inert = (value: unknown) =>
  typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;

function csv<R>(columns: ExportColumn<R>[], rows: AsyncIterable<R> | Iterable<R>): Readable {
  const cells = async function* () {
    yield columns.map((column) => column.key);
    for await (const values of valuesOf(columns, rows)) yield values.map(inert);
  };
  const lines = stringify({ cast: { boolean: (value) => (value ? 'ya' : 'tidak') } });
  Readable.from(cells())
    .on('error', (error) => lines.destroy(error))
    .pipe(lines);
  return lines;
}

async function* jsonParts<R>(columns: ExportColumn<R>[], rows: AsyncIterable<R> | Iterable<R>) {
  let separator = '[\n';
  for await (const row of rows) {
    yield separator +
      JSON.stringify(Object.fromEntries(columns.map((column) => [column.key, column.value(row)])));
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

type Value = string | number | boolean | null;

/** One sheet of a workbook: lines above the head, the head, rows in its order, and a last row in bold or none. */
export interface Sheet {
  name: string;
  above: string[];
  heads: string[];
  rows: AsyncIterable<Value[]> | Iterable<Value[]>;
  total: Value[] | null;
}

/** A workbook of several sheets, for people; programs take CSV or JSON. */
export const exportBook = (name: string, sheets: Sheet[]): Reply =>
  file(`${name}.xlsx`, XLSX, workbook(sheets));

async function* valuesOf<R>(columns: ExportColumn<R>[], rows: AsyncIterable<R> | Iterable<R>) {
  for await (const row of rows) yield columns.map((column) => column.value(row));
}

function workbook(sheets: Sheet[]): Readable {
  const stream = new PassThrough();
  writeWorkbook(stream, sheets).catch((error) => stream.destroy(error));
  return stream;
}

async function writeWorkbook(stream: PassThrough, sheets: Sheet[]): Promise<void> {
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  for (const { name, above, heads, rows, total } of sheets) {
    const ySplit = above.length + 1;
    const sheet = book.addWorksheet(name.slice(0, 31), { views: [{ state: 'frozen', ySplit }] });
    sheet.columns = heads.map(() => ({ width: 18 }));
    const add = (values: Value[], bold: boolean) => {
      const row = sheet.addRow(values.map(yesNo));
      if (bold) row.font = { bold };
      row.commit();
    };
    for (const line of above) add([line], false);
    add(heads, true);
    for await (const row of rows) add(row, false);
    if (total) add(total, true);
    sheet.commit();
  }
  await book.commit();
}

const yesNo = (value: Value) => (typeof value === 'boolean' ? (value ? 'ya' : 'tidak') : value);
