import { number } from '../core/format.js';

export const HOLDS_NIK =
  'Ada angka 16 digit yang mirip NIK atau nomor KK di sini. Portal ini menyimpan jumlah, bukan orang. Hapus angka itu dari berkas.';

/** A bad cell, row or file: where and why, with how to mend it. */
export interface Fault {
  /** The line (XLSX: the row) where the record starts, from 1. */
  line: number;
  /** The column's name, `-` for a fault of a whole row or file. */
  column: string;
  message: string;
  /** Where a person may say what is meant instead of mending the file. */
  ask?: Ask;
}

/** Words of a file that are near to something we know, and what may be meant. */
export interface Ask {
  typed: string;
  /** What is asked; what is meant by `typed` where nothing is said. */
  question?: string;
  meant: { value: string; label: string }[];
}

/** A cell as the file holds it: text from CSV, text or number from XLSX. */
export type RawCell = string | number | null;

export interface RawRecord {
  line: number;
  cells: RawCell[];
  /** The spreadsheet hides this row. */
  hidden?: true;
}

/** A fault of one cell knows its place in the row, from 0; the name of its column is not known yet. */
export type RawFault = Fault & { cell?: number };

/** A file as rows of cells, before anything is known of its columns. */
export interface RawTable {
  rows: RawRecord[];
  faults: RawFault[];
  /** Which sheet was read and which were not; null for what has no sheets. */
  sheets: { read: SheetName; others: SheetName[] } | null;
}

export interface SheetName {
  name: string;
  hidden: boolean;
}

/** A fault that makes the whole file unreadable. */
export class FileFault extends Error {
  readonly fault: Fault;
  constructor(message: string, line = 1, column = '-') {
    super(message);
    this.fault = { line, column, message };
  }
}

/** How much of a file is read; the command line, which has a process of its own, knows no limits. */
export interface ReadLimits {
  /** Rows of data; a file with more is refused. */
  records: number;
  /** Faults that are kept; further ones are counted. */
  faults: number;
  milliseconds: number;
}
export const unlimited: ReadLimits = { records: Infinity, faults: Infinity, milliseconds: 2_000_000_000 };

/** What the portal reads of an upload. The national list has 83,762 rows. */
export const portalLimits: ReadLimits = { records: 150_000, faults: 1_000, milliseconds: 20_000 };

/** Letters of a cell that is read: names, codes and numbers have fewer, and what is wrong with them is told in their words. */
export const CELL_LETTERS = 1_000;

/** Rows that may stand above the data: titles, the header, the numbers of its columns. */
export const HEAD_ROWS = 20;

export const tooManyRecords = (limit: number) =>
  new FileFault(
    `Berkas punya lebih dari ${number(limit)} baris data. Hapus baris yang tidak perlu atau bagi berkasnya.`,
  );

/** Something worth knowing about a file that is not wrong. */
export interface SheetNotice {
  /** With the file's own words, for the person who reads it now. */
  text: string;
  /** With our names and codes alone, as it may be stored. */
  kept: string;
}

/** A notice that holds no word of the file. */
export const notice = (text: string): SheetNotice => ({ text, kept: text });

/** Whether no cell of the record holds anything. */
export function isBlank(cells: RawCell[]): boolean {
  return cells.every((cell) => cell === null || (typeof cell === 'string' && cell.trim() === ''));
}
