import { PassThrough, Readable, type Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Worksheet } from 'exceljs';
import { calendarDay, dateNumbers, isoDate, isoMoment, timeOfDay } from '../core/format.js';

/** What a cell holds, which decides how each format writes it. An `order` is a number nobody adds up: an id, a year. */
export type Kind = 'text' | 'number' | 'decimal' | 'rupiah' | 'order' | 'date' | 'moment';
export type Value = string | number | boolean | Date | null;
/** Rows that are there, or portions of rows as they come. */
export type Rows<R> = Iterable<R> | AsyncIterable<R[]>;

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

/** A text without a sign that separates, quotes or begins a formula: most are, and stand as they are. */
const PLAIN = /^(?! *[=+\-@＝＋－＠])[^"\r\n,;\t]*$/;

function csvCell(value: Value, kind: Kind | undefined, dialect: Dialect): string {
  if (value === null) return '';
  if (typeof value === 'string') return PLAIN.test(value) ? value : csvText(value);
  if (typeof value === 'number') return dialect.number(value);
  if (typeof value === 'boolean') return yesNo(value);
  return kind === 'moment' ? dialect.moment(value) : dialect.date(value);
}

function csvText(value: string): string {
  const text = inert(value);
  return /["\r\n,;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const yesNo = (value: boolean) => (value ? 'ya' : 'tidak');
/** Letters that are sent together. */
const PORTION = 16_384;

/** Any rows as CSV, in portions. */
export function csv<R>(columns: FileColumn<R>[], rows: Rows<R>, dialect: Dialect): Readable {
  const line = (row: R) =>
    columns.map(({ value, kind }) => csvCell(value(row), kind, dialect)).join(dialect.separator) +
    dialect.end;
  const head = columns.map((column) => column.key).join(dialect.separator) + dialect.end;
  return Readable.from(written(rows, { start: dialect.start + head, line, end: () => '' }));
}

/** Any rows as a JSON array; dates and moments as in CSV for programs. */
export function jsonRows<R>(columns: FileColumn<R>[], rows: Rows<R>): Readable {
  const plain = (value: Value, kind: Kind | undefined) =>
    value instanceof Date ? (kind === 'moment' ? isoMoment(value) : isoDate(value)) : value;
  let separator = '[\n';
  const line = (row: R) => {
    const cells = columns.map(({ key, value, kind }) => [key, plain(value(row), kind)]);
    const text = separator + JSON.stringify(Object.fromEntries(cells));
    separator = ',\n';
    return text;
  };
  return Readable.from(
    written(rows, { start: '', line, end: () => (separator === '[\n' ? '[]\n' : '\n]\n') }),
  );
}

async function* portionsOf<R>(rows: Rows<R>): AsyncGenerator<Iterable<R>> {
  if (Symbol.asyncIterator in rows) yield* rows;
  else yield rows;
}

async function* written<R>(
  rows: Rows<R>,
  { start, line, end }: { start: string; line: (row: R) => string; end: () => string },
) {
  let text = start;
  for await (const portion of portionsOf(rows))
    for (const row of portion) {
      text += line(row);
      if (text.length < PORTION) continue;
      yield text;
      text = '';
    }
  yield text + end();
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

export async function* valuesOf<R>(columns: FileColumn<R>[], rows: Rows<R>): AsyncGenerator<Value[][]> {
  for await (const portion of portionsOf(rows))
    yield Array.from(portion, (row) => columns.map((column) => column.value(row)));
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
/** A row of a workbook takes a tenth of a millisecond: others are answered in between. */
const ROWS_IN_TURN = 100;

/** A workbook knows no zones: a moment is stored as the clock in Jakarta showed it. */
function bookCell(value: Value, kind: Kind | undefined): Value {
  if (typeof value === 'boolean') return yesNo(value);
  return value instanceof Date && kind === 'moment' ? new Date(value.getTime() + WIB_MS) : value;
}

async function writeWorkbook(stream: PassThrough, sheets: Sheet[]): Promise<void> {
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  const left = new Promise<void>((resolve) => stream.once('close', resolve));
  for (const sheet of sheets) {
    const ySplit = sheet.above.length + 1;
    const views = [{ state: 'frozen' as const, ySplit }];
    const target = book.addWorksheet(sheet.name.slice(0, 31), { views });
    await writeSheet(target, sheet, async () => {
      await Promise.race([packed(target), left]);
      if (stream.destroyed) throw new Error('nobody reads the workbook any more');
    });
  }
  await book.commit();
}

/** The library takes rows faster than it packs them, and keeps them: comes when what was added is packed. */
async function packed(target: Worksheet): Promise<void> {
  await nextTurn();
  const { pipes } = (target as unknown as { stream: { pipes: Writable[] } }).stream;
  await Promise.all(pipes.map((pipe) => new Promise((resolve) => pipe.write('', resolve))));
}

async function writeSheet(target: Worksheet, sheet: Sheet, turn: () => Promise<void>): Promise<void> {
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
  let added = 0;
  for await (const portion of portionsOf(sheet.rows))
    for (const row of portion) {
      add(row, false);
      if (++added % ROWS_IN_TURN === 0) await turn();
    }
  if (sheet.total) add(sheet.total, true);
  target.commit();
}
