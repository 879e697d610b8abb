import { PassThrough, Readable } from 'node:stream';
import type { Worksheet } from 'exceljs';
import { calendarDay, dateNumbers, isoDate, isoMoment, timeOfDay } from '../core/format.js';

/** What a cell holds, which decides how each format writes it. An `order` is a number nobody adds up: an id, a year. */
export type Kind = 'text' | 'number' | 'decimal' | 'rupiah' | 'order' | 'date' | 'moment';
export type Value = string | number | boolean | Date | null;
export type Rows<R> = AsyncIterable<R> | Iterable<R>;

/** A column of a table that leaves the portal. */
export interface FileColumn<R> {
  key: string;
  /** In words, for the sheet that explains. */
  label?: string;
  kind?: Kind;
  unit?: string | null;
  value: (row: R) => Value;
}

/** Two ways to write CSV: for programs, and as Excel in Indonesia opens it. */
export interface Dialect {
  start: string;
  separator: string;
  end: string;
  number: (value: number) => string;
  date: (value: Date) => string;
  moment: (value: Date) => string;
}
export const forPrograms: Dialect = {
  start: '',
  separator: ',',
  end: '\n',
  number: String,
  date: isoDate,
  moment: isoMoment,
};
export const forExcel: Dialect = {
  start: '\ufeff',
  separator: ';',
  end: '\r\n',
  number: (value) => String(value).replace('.', ','),
  date: dateNumbers,
  moment: (value) => `${dateNumbers(calendarDay(value))} ${timeOfDay(value)} WIB`,
};

/** A sign that begins a formula, at the start of a text or of what another separator would cut; `15.000,-` ends in none. */
const FORMULA = /(^|[,;\t\r\n])("*| +"*(?=[=@＝＠]))(?=[=+\-@＝＋－＠])(?![+-]$)/g;

/**
 * A spreadsheet runs a text that starts like a formula; an apostrophe keeps it text. A program that takes another sign
 * as separator starts its cells inside ours, so the same holds after each of them, quoted or not.
 */
export const inert = (text: string): string => text.replace(/^(?=[\t\r])/, "'").replace(FORMULA, "$1$2'");

function csvCell(value: Value, kind: Kind | undefined, dialect: Dialect): string {
  if (value === null) return '';
  if (typeof value === 'number') return dialect.number(value);
  if (typeof value === 'boolean') return yesNo(value);
  if (value instanceof Date) return kind === 'moment' ? dialect.moment(value) : dialect.date(value);
  const text = inert(value);
  return /["\r\n,;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const yesNo = (value: boolean) => (value ? 'ya' : 'tidak');
const PORTION = 16_384;

/** Any rows as CSV, in portions. */
export function csv<R>(columns: FileColumn<R>[], rows: Rows<R>, dialect: Dialect): Readable {
  return Readable.from(
    portions(
      (async function* () {
        yield dialect.start + columns.map((column) => column.key).join(dialect.separator) + dialect.end;
        for await (const row of rows) {
          const cells = columns.map(({ value, kind }) => csvCell(value(row), kind, dialect));
          yield cells.join(dialect.separator) + dialect.end;
        }
      })(),
    ),
  );
}

/** Any rows as a JSON array; dates and moments as in CSV for programs. */
export function jsonRows<R>(columns: FileColumn<R>[], rows: Rows<R>): Readable {
  const plain = (value: Value, kind: Kind | undefined) =>
    value instanceof Date ? (kind === 'moment' ? isoMoment(value) : isoDate(value)) : value;
  return Readable.from(
    portions(
      (async function* () {
        let separator = '[\n';
        for await (const row of rows) {
          const cells = columns.map(({ key, value, kind }) => [key, plain(value(row), kind)]);
          yield separator + JSON.stringify(Object.fromEntries(cells));
          separator = ',\n';
        }
        yield separator === '[\n' ? '[]\n' : '\n]\n';
      })(),
    ),
  );
}

async function* portions(parts: AsyncIterable<string>) {
  let portion = '';
  for await (const part of parts) {
    portion += part;
    if (portion.length < PORTION) continue;
    yield portion;
    portion = '';
  }
  if (portion !== '') yield portion;
}

/** One sheet of a workbook: lines above the head, the head, rows in its order, and a last row in bold or none. */
export interface Sheet {
  name: string;
  above: string[];
  heads: string[];
  /** What each column holds; missing ones are shown as they come. */
  kinds?: (Kind | undefined)[];
  rows: Rows<Value[]>;
  total: Value[] | null;
}

export async function* valuesOf<R>(columns: FileColumn<R>[], rows: Rows<R>) {
  for await (const row of rows) yield columns.map((column) => column.value(row));
}

/** A workbook of several sheets, for people; programs take CSV or JSON. */
export function workbook(sheets: Sheet[]): Readable {
  const stream = new PassThrough();
  writeWorkbook(stream, sheets).catch((error) => stream.destroy(error));
  return stream;
}

const numberFormats: Partial<Record<Kind, string>> = {
  number: '#,##0',
  decimal: '0.0000',
  rupiah: '#,##0',
  order: '0',
  date: 'dd/mm/yyyy',
  moment: 'dd/mm/yyyy hh:mm "WIB"',
};
const WIB_MS = 7 * 3_600_000;

/** A workbook knows no zones: a moment is stored as the clock in Jakarta showed it. */
function bookCell(value: Value, kind: Kind | undefined): Value {
  if (typeof value === 'boolean') return yesNo(value);
  return value instanceof Date && kind === 'moment' ? new Date(value.getTime() + WIB_MS) : value;
}

async function writeWorkbook(stream: PassThrough, sheets: Sheet[]): Promise<void> {
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  for (const sheet of sheets) {
    const ySplit = sheet.above.length + 1;
    const views = [{ state: 'frozen' as const, ySplit }];
    await writeSheet(book.addWorksheet(sheet.name.slice(0, 31), { views }), sheet);
  }
  await book.commit();
}

async function writeSheet(target: Worksheet, sheet: Sheet): Promise<void> {
  const kinds = sheet.kinds ?? [];
  target.columns = sheet.heads.map((_head, at) => {
    const numFmt = numberFormats[kinds[at] ?? 'text'];
    return numFmt ? { width: 18, style: { numFmt } } : { width: 18 };
  });
  const add = (values: Value[], bold: boolean) => {
    const row = target.addRow(values.map((value, at) => bookCell(value, kinds[at])));
    if (bold) row.font = { bold };
    row.commit();
  };
  for (const line of sheet.above) add([line], false);
  add(sheet.heads, true);
  for await (const row of sheet.rows) add(row, false);
  if (sheet.total) add(sheet.total, true);
  target.commit();
}
