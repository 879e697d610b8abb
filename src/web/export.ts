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
      return file(`${name}.xlsx`, XLSX, workbook(name, columns, rows));
  }
}

/** A spreadsheet runs a text that starts like a formula; an apostrophe keeps it text (OWASP: CSV injection). */
const inert = (value: unknown) =>
  typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;

function csv<R>(columns: ExportColumn<R>[], rows: AsyncIterable<R> | Iterable<R>): Readable {
  const cells = async function* () {
    yield columns.map((column) => column.key);
    for await (const row of rows) yield columns.map((column) => inert(column.value(row)));
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

function workbook<R>(
  name: string,
  columns: ExportColumn<R>[],
  rows: AsyncIterable<R> | Iterable<R>,
): Readable {
  const stream = new PassThrough();
  writeWorkbook(stream, name, columns, rows).catch((error) => stream.destroy(error));
  return stream;
}

async function writeWorkbook<R>(
  stream: PassThrough,
  name: string,
  columns: ExportColumn<R>[],
  rows: AsyncIterable<R> | Iterable<R>,
): Promise<void> {
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  const sheet = book.addWorksheet(name.slice(0, 31), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map((column) => ({ header: column.key, key: column.key, width: 18 }));
  sheet.getRow(1).font = { bold: true };
  for await (const row of rows) {
    sheet.addRow(columns.map((column) => yesNo(column.value(row)))).commit();
  }
  await book.commit();
}

const yesNo = (value: unknown) => (typeof value === 'boolean' ? (value ? 'ya' : 'tidak') : value);
