import { number } from '../core/format.js';
import { findNik } from '../core/nik.js';
import { printable } from '../core/printable.js';

/** So many unknown columns are told. */
const UNKNOWN_COLUMNS = 100;
export const HOLDS_NIK =
  'Ada angka 16 digit yang mirip NIK di sini. Portal ini menyimpan jumlah, bukan orang. Hapus angka itu dari berkas.';

/** A bad cell, row or file: where and why, with how to mend it. */
export interface Fault {
  /** The line (XLSX: the row) where the record starts, from 1. */
  line: number;
  /** The column's name, `-` for a fault of a whole row or file. */
  column: string;
  message: string;
}

/** A cell as the file holds it: text from CSV, text or number from XLSX. */
export type RawCell = string | number | null;

export interface RawRecord {
  line: number;
  cells: RawCell[];
}

/** A file as rows of cells, before anything is known of its columns. */
export interface RawTable {
  header: RawRecord;
  records: RawRecord[];
  faults: RawFault[];
}

/** A fault of one cell knows its place in the row, from 0; the name of its column is not known yet. */
export type RawFault = Fault & { cell?: number };

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

export const tooManyRecords = (limit: number) =>
  new FileFault(
    `Berkas punya lebih dari ${number(limit)} baris data. Hapus baris yang tidak perlu atau bagi berkasnya.`,
  );

/** Something worth knowing about a file that is not wrong. */
export interface Notice {
  /** With the file's own words, for the person who reads it now. */
  text: string;
  /** With our names and codes alone, as it may be stored. */
  kept: string;
  /** Why the portal, which stores what it reads, refuses what is only worth a notice elsewhere. */
  refusal?: Fault;
}

/** Where the columns that are wanted stand in a file. */
export interface ColumnMap {
  at: Map<string, number>;
  /** Those of the table and those of its columns. */
  faults: Fault[];
  notices: Notice[];
}

/** Column names are compared without case, spaces and underscores. */
const plainName = (name: string) => name.toLowerCase().replace(/[\s_\u00a0]/g, '');

/** Finds the wanted columns by name, in any order; unknown ones are a notice, doubled or missing ones a fault. */
export function findColumns(
  { header, faults }: RawTable,
  wanted: { name: string; required: boolean }[],
): ColumnMap {
  const known = new Map(wanted.map((column) => [plainName(column.name), column.name]));
  const map: ColumnMap = { at: new Map(), faults: [], notices: [] };
  const names = header.cells.map((cell, index) => {
    const typed = String(cell ?? '').trim();
    const name = known.get(plainName(typed));
    if (name === undefined) return typed === '' ? '-' : unknownColumn(map, header.line, index + 1, typed);
    if (map.at.has(name)) {
      map.faults.push({
        line: header.line,
        column: name,
        message: 'Kolom ini ada dua kali. Hapus salah satunya.',
      });
    } else map.at.set(name, index);
    return name;
  });
  for (const { cell, ...fault } of faults) {
    const inRow = cell !== undefined && fault.line > header.line;
    map.faults.push(inRow ? { ...fault, column: names[cell] ?? '-' } : fault);
  }
  for (const { name, required } of wanted) {
    if (required && !map.at.has(name)) {
      map.faults.push({
        line: header.line,
        column: name,
        message: `Kolom wajib ${name} tidak ada. Tambahkan di baris judul.`,
      });
    }
  }
  return map;
}

/** Notes the column; what holds a NIK is quoted nowhere. @returns the name under which its faults are told. */
function unknownColumn(map: ColumnMap, line: number, place: number, typed: string): string {
  const plain = `kolom ke-${place}`;
  const column = findNik(typed) ? plain : typed.slice(0, 60);
  const kept = `${plain} tidak dikenal dan diabaikan`;
  if (column === plain) map.notices.push({ text: kept, kept, refusal: { line, column, message: HOLDS_NIK } });
  else if (map.notices.length < UNKNOWN_COLUMNS)
    map.notices.push({ text: `kolom "${column}" tidak dikenal dan diabaikan`, kept });
  return column;
}

/** The trimmed text of a cell; '' when it is empty. */
export function cellText(record: RawRecord, index: number | undefined): string {
  if (index === undefined) return '';
  const value = record.cells[index];
  return value === null || value === undefined ? '' : printable(String(value)).trim();
}

/** Whether no cell of the record holds anything. */
export function isBlank(cells: RawCell[]): boolean {
  return cells.every((cell) => cell === null || (typeof cell === 'string' && cell.trim() === ''));
}
