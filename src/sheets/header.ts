import { findNik } from '../core/nik.js';
import { type Fault, HEAD_ROWS, notice, type RawCell, type RawRecord, type SheetNotice } from './table.js';

/** So many columns of a file are told. */
const TOLD_COLUMNS = 100;
const TOLD_LENGTH = 60;

/** A column that is looked for. */
export interface SheetColumn {
  /** Under this name it stands in templates, faults and exports. */
  name: string;
  required?: boolean;
  /** Other names it goes by. */
  others?: readonly string[];
  /** Those of its names that a year may follow, as in `IDM_2024`. */
  dated?: readonly string[];
}

/** What a table should look like. */
export interface Shape {
  columns: readonly SheetColumn[];
  /** Sets of columns, one of which a header must hold; all required columns where nothing is said. */
  needs?: readonly (readonly string[])[];
  /** Columns in which a row of data has something; rows at the end without it are no data. */
  keys?: readonly string[];
  /** Where no row is a header: the columns in their order. */
  headless?: readonly string[];
  /** What stands between the cells of a text, where it is known. */
  separator?: string | undefined;
}

/** What a person answered about a file: header words by column, whether hidden rows count, what near names mean. */
export interface Answers {
  columns?: Record<string, string>;
  hidden?: 'ikutkan' | 'lewati' | undefined;
  /** What the file's words in a column stand for, under `askKey`. */
  meant?: Record<string, string>;
}

/** Under what an answer about words of a file is kept. */
export const askKey = (column: string, typed: string): string => `${column} ${typed}`;

/** Column names are compared without case, spaces, underscores and dots. */
const plainName = (name: string) => name.toLowerCase().replace(/[\s_.\p{Cf}]/gu, '');
const typedName = (cell: RawCell | undefined) =>
  String(cell ?? '')
    .replace(/\p{Cf}/gu, '')
    .trim();

/** Knows what the words of a header mean. */
export class Names {
  private readonly known = new Map<string, string>();
  private readonly dated = new Map<string, string>();
  private readonly chosen: Map<string, string>;
  private readonly answered: Set<string>;

  constructor(
    readonly shape: Shape,
    columns: Record<string, string> = {},
  ) {
    for (const { name, others = [], dated = [] } of shape.columns) {
      for (const one of [name, ...others]) this.known.set(plainName(one), name);
      for (const one of dated) this.dated.set(plainName(one), name);
    }
    this.chosen = new Map(Object.entries(columns).map(([name, header]) => [plainName(header), name]));
    this.answered = new Set(this.chosen.values());
  }

  /** The column that a cell of the header names; what a person chose comes first. */
  meaning(cell: RawCell): string | undefined {
    const plain = plainName(String(cell ?? ''));
    const chosen = this.chosen.get(plain);
    if (chosen !== undefined) return chosen;
    const undated = /^(.+?)(?:19|20)\d\d$/.exec(plain)?.[1] ?? '';
    const found = this.known.get(plain) ?? this.dated.get(undated);
    return found !== undefined && this.answered.has(found) ? undefined : found;
  }

  /** How many columns these cells name. */
  count(cells: RawCell[]): number {
    return new Set(cells.map((cell) => this.meaning(cell)).filter((name) => name !== undefined)).size;
  }

  /** Whether these cells name all that is needed. */
  isHeader = (cells: RawCell[]): boolean => this.lacking(cells).length === 0;

  /** The needed columns that these cells do not name, of the set that comes nearest. */
  lacking(cells: RawCell[]): string[] {
    const found = new Set(cells.map((cell) => this.meaning(cell)));
    const required = this.shape.columns.filter((one) => one.required).map((one) => one.name);
    const lacks = (this.shape.needs ?? [required]).map((set) => set.filter((name) => !found.has(name)));
    return lacks.reduce((best, one) => (one.length < best.length ? one : best));
  }
}

/** The header of a table and what its words mean. */
export interface Header {
  record: RawRecord;
  /** Its place among the rows; -1 for a table without one. */
  index: number;
  at: Map<string, number>;
  /** How each column is called when a fault is told. */
  names: string[];
  faults: Fault[];
  notices: SheetNotice[];
  /** Needed columns that are missing or doubled, and the columns of the file to choose from. */
  open: { columns: string[]; offered: string[] };
}

/**
 * The first of the first rows that names every needed column; else the first row at all, with its faults. Needs at
 * least one row.
 */
export function findHeader(rows: RawRecord[], names: Names): Header {
  const heads = rows.slice(0, HEAD_ROWS);
  const found = heads.findIndex(({ cells }) => names.isHeader(cells));
  const { headless } = names.shape;
  if (found < 0 && headless) return withoutHeader(headless);
  const index = Math.max(0, found);
  const header = readHeader(rows[index] as RawRecord, index, names);
  const likely = found < 0 ? mostLikely(heads, names) : header.record;
  header.open.offered = offered(likely);
  if (found < 0) {
    const columns = header.open.offered.map((name) => `"${name}"`).join(', ');
    for (const name of names.lacking(likely.cells)) {
      header.open.columns.push(name);
      const message = `Kolom wajib ${name} tidak ada. Kolom yang ada: ${columns || 'tidak satu pun'}. Tambahkan di baris judul.`;
      header.faults.push({ line: header.record.line, column: name, message });
    }
  }
  return header;
}

function readHeader(record: RawRecord, index: number, names: Names): Header {
  const header: Header = {
    record,
    index,
    at: new Map(),
    names: [],
    faults: [],
    notices: [],
    open: { columns: [], offered: [] },
  };
  record.cells.forEach((cell, place) => {
    const name = names.meaning(cell);
    if (name === undefined) header.names.push(unknownColumn(header, place, typedName(cell)));
    else {
      header.names.push(name);
      if (!header.at.has(name)) header.at.set(name, place);
      else {
        if (!header.open.columns.includes(name)) header.open.columns.push(name);
        const message = 'Kolom ini ada dua kali. Hapus salah satunya.';
        header.faults.push({ line: record.line, column: name, message });
      }
    }
  });
  return header;
}

/** Notes the column; what holds a NIK is quoted nowhere. @returns the name under which its faults are told. */
function unknownColumn(header: Header, place: number, typed: string): string {
  if (typed === '') return '-';
  const plain = `kolom ke-${place + 1}`;
  if (findNik(typed)) return plain;
  const column = typed.slice(0, TOLD_LENGTH);
  if (header.notices.length < TOLD_COLUMNS)
    header.notices.push({
      text: `kolom "${column}" tidak dikenal dan diabaikan`,
      kept: `${plain} tidak dikenal dan diabaikan`,
    });
  return column;
}

const withoutHeader = (columns: readonly string[]): Header => ({
  record: { line: 0, cells: [...columns] },
  index: -1,
  at: new Map(columns.map((name, place) => [name, place])),
  names: [...columns],
  faults: [],
  notices: [],
  open: { columns: [], offered: [] },
});

/** The row that names most wanted columns, then the fullest, then the first. */
function mostLikely(heads: RawRecord[], names: Names): RawRecord {
  const likeness = ({ cells }: RawRecord) =>
    names.count(cells) * 100_000 + cells.filter((cell) => typedName(cell) !== '').length;
  return heads.reduce((best, one) => (likeness(one) > likeness(best) ? one : best));
}

/** The columns of a file as a person may choose from them. */
const offered = ({ cells }: RawRecord): string[] =>
  [...new Set(cells.map(typedName))]
    .filter((name) => name !== '' && !findNik(name))
    .slice(0, TOLD_COLUMNS)
    .map((name) => name.slice(0, TOLD_LENGTH));

/** Whether whole lines stand in one cell, as a spreadsheet leaves them that took their separator for another. */
export function isOneColumn(rows: RawRecord[], names: Names): boolean {
  return rows.slice(0, HEAD_ROWS).some(({ cells }) => {
    const filled = cells.filter((cell) => typedName(cell) !== '');
    const [line] = filled;
    if (filled.length !== 1 || typeof line !== 'string') return false;
    return [',', ';', '\t'].some((one) => names.count(line.split(one)) > 1);
  });
}

/** Whether a row only counts the columns: 1, 2, 3, with or without parentheses. */
export function numbersColumns({ cells }: RawRecord): boolean {
  const filled = cells.map((cell) => typedName(cell).replace(/^\((.+)\)$/, '$1')).filter((one) => one !== '');
  return filled.length > 1 && filled.every((one, place) => one === String(place + 1));
}

/** How far down the rows there is data: below stand totals, sources and other words without a key. */
export function countData(records: RawRecord[], isData: (record: RawRecord) => boolean): number {
  let count = records.length;
  while (count > 0 && !isData(records[count - 1] as RawRecord)) count -= 1;
  return count;
}

/** `2 baris di atas judul kolom dilewati`; nothing for none. */
export const skipped = (count: number, where: string): SheetNotice[] =>
  count > 0 ? [notice(`${count} baris ${where} dilewati`)] : [];
