import { z } from 'zod';
import { moment } from '../core/format.js';
import {
  csv,
  type FileColumn,
  forExcel,
  forPrograms,
  jsonRows,
  type Kind,
  type Rows,
  type Sheet,
  valuesOf,
  workbook,
} from '../sheets/write.js';
import { file, type Reply } from './reply.js';
import type { Services } from './services.js';

export type { FileColumn, Sheet } from '../sheets/write.js';

const CSV = 'text/csv; charset=utf-8';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The shapes in which a table leaves the portal. `csv-excel` is CSV as Excel in Indonesia opens it. */
export const tableFormats = ['csv', 'csv-excel', 'xlsx', 'json'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** The format asked for in an address, `html` for the page. */
export const formatChoice = z.enum(['html', ...tableFormats]).catch('html');

/** What a workbook says about its table, on a sheet of its own: `[what, in words]`. */
export type About = [label: string, words: string][];

/** The same for any table: what it holds, how it was filtered, when it was taken and where, how to read it. */
export const aboutTable = (
  { clock, region }: Pick<Services, 'clock' | 'region'>,
  { what, filter, rule = '' }: { what: string; filter: string; rule?: string },
): About => [
  ['Isi', what],
  ['Saringan', filter],
  ['Diambil', `${moment(clock.now())} WIB`],
  ['Sumber', `Portal Desa Dampingan, ${region.name}`],
  ...(rule ? [['Aturan', rule] as [string, string]] : []),
];

/** A table to fill in, which needs no word about itself. */
export const exportTemplate = <R>(
  name: string,
  format: TableFormat,
  columns: FileColumn<R>[],
  rows: Rows<R>,
): Reply => exportTable({ name, format, about: [] }, columns, rows);

/** Rows as the file asked for, with what is told about the table where a file has room for it. */
export function exportTable<R>(
  { name, format, about }: { name: string; format: TableFormat; about: About },
  columns: FileColumn<R>[],
  rows: Rows<R>,
): Reply {
  switch (format) {
    case 'csv':
      return file(`${name}.csv`, CSV, csv(columns, rows, forPrograms));
    case 'csv-excel':
      return file(`${name}-excel.csv`, CSV, csv(columns, rows, forExcel));
    case 'json':
      return file(null, 'application/json; charset=utf-8', jsonRows(columns, rows));
    case 'xlsx':
      return exportBook(name, [
        tableSheet(name, columns, rows),
        ...(about.length > 0 ? [aboutSheet(about, columns)] : []),
      ]);
  }
}

/** A workbook of several sheets. */
export const exportBook = (name: string, sheets: Sheet[]): Reply =>
  file(`${name}.xlsx`, XLSX, workbook(sheets));

/** Columns and rows as a sheet of a workbook. */
export const tableSheet = <R>(name: string, columns: FileColumn<R>[], rows: Rows<R>): Sheet => ({
  name,
  above: [],
  heads: columns.map((column) => column.key),
  kinds: columns.map((column) => column.kind),
  rows: valuesOf(columns, rows),
  total: null,
});

const kindWords: Record<Kind, string> = {
  text: '',
  number: '',
  decimal: '',
  rupiah: 'rupiah',
  order: '',
  date: 'tanggal',
  moment: 'waktu, WIB',
};

/** Filter, moment, source and rule in words, then what each column is called on screen and counted in. */
export const aboutSheet = (about: About, columns: Omit<FileColumn<never>, 'value'>[]): Sheet => ({
  name: 'Keterangan',
  above: [],
  heads: ['Perihal', 'Keterangan', 'Satuan'],
  rows: [
    ...about.map(([label, words]) => [label, words, null]),
    ...columns.map(({ key, label, kind, unit }) => [
      `kolom ${key}`,
      label ?? '',
      unit ?? (kindWords[kind ?? 'text'] || null),
    ]),
  ],
  total: null,
});
