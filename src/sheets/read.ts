import { number } from '../core/format.js';
import { cellText, holdsNik, textCell } from './cells.js';
import { decodeText, readCsv } from './csv.js';
import { isZip, refuseText, refuseWrongKind } from './foreign.js';
import {
  type Answers,
  countData,
  findHeader,
  type Header,
  isOneColumn,
  Names,
  numbersColumns,
  type Shape,
  skipped,
} from './header.js';
import {
  CELL_LETTERS,
  type Fault,
  FileFault,
  HOLDS_NIK,
  isBlank,
  notice,
  type RawRecord,
  type RawTable,
  type ReadLimits,
  type SheetNotice,
  tooManyRecords,
} from './table.js';
import { readXlsx } from './xlsx.js';

/** A file whose columns are known. */
export interface SheetTable {
  header: Header;
  /** Rows of data, hidden ones with them unless they were left out. */
  records: RawRecord[];
  /** Rows at the end that say JUMLAH or TOTAL. */
  totals: RawRecord[];
  notices: SheetNotice[];
  /** Of cells, rows and the header, by line. */
  faults: Fault[];
  /** Faults beyond those that are kept. */
  moreFaults: number;
  /** How many rows of data are hidden in the sheet. */
  hidden: number;
}

/** So many sheets that are not read are told by name. */
const TOLD_SHEETS = 20;
const TOTAL = /^(?:grand |sub ?)?(?:jumlah|total)\b/i;
const FOOT = /^sumber\b/i;

/**
 * Reads a table from the bytes of a CSV or XLSX file, told apart by content: finds its header, leaves out what stands
 * above and below the data, and looks for numbers like a NIK in every cell there is.
 * @throws FileFault when it is neither or too large inside.
 */
export function readTable(
  bytes: Uint8Array,
  shape: Shape,
  limits: Omit<ReadLimits, 'milliseconds'>,
  answers: Answers = {},
): SheetTable {
  const names = new Names(shape, answers.columns);
  const raw = isZip(bytes) ? readXlsx(bytes, limits.records) : readText(bytes, names, limits.records);
  const header = findHeader(raw.rows, names);
  if (header.faults.length > 0 && isOneColumn(raw.rows, names)) throw oneColumn();
  const faults = new Faults(header, limits.faults);
  for (const row of raw.rows) refuseNik(row, faults);
  const data = dataOf(raw, header, shape);
  const { kept, hidden } = withoutHidden(data.records, answers);
  if (kept.length > limits.records) throw tooManyRecords(limits.records);
  faults.addRaw(raw, new Set(data.skipped.map((row) => row.line)));
  if (shape.headless && header.index < 0) for (const row of kept) gatherRest(row, shape.headless.length);
  refuseExtra(kept, header, faults);
  const totals = data.skipped.filter(({ cells }) => cells.some((cell) => TOTAL.test(textCell(cell))));
  for (const row of [header.record, ...kept, ...totals]) leaveKnown(row, header, faults);
  return {
    header,
    records: kept,
    totals,
    notices: [
      ...sheetNotices(raw, faults),
      ...header.notices,
      ...data.notices,
      ...hiddenNotices(hidden, answers),
    ],
    faults: faults.kept,
    moreFaults: faults.more,
    hidden,
  };
}

function readText(bytes: Uint8Array, names: Names, limit: number): RawTable {
  refuseWrongKind(bytes);
  const text = decodeText(bytes);
  refuseText(text);
  return readCsv(text, { isHeader: names.isHeader, separator: names.shape.separator, limit });
}

const oneColumn = () =>
  new FileFault(
    'Setiap baris berada utuh dalam satu kolom, karena lembar kerja memakai pemisah yang lain. Buka berkas aslinya lewat Data, Dari Teks/CSV dengan pemisah koma, lalu simpan sebagai XLSX.',
  );

/**
 * Leaves the cells whose column is known, where they are no longer than any is: a table of the largest file must find
 * room in whoever asked for it, and on the page that tells its faults.
 */
function leaveKnown(row: RawRecord, { at }: Header, faults: Faults): void {
  const columns = new Map([...at].map(([name, place]) => [place, name]));
  row.cells = row.cells.slice(0, Math.max(-1, ...at.values()) + 1).map((cell, place) => {
    const column = columns.get(place);
    if (column === undefined) return null;
    if (typeof cell !== 'string' || cell.length <= CELL_LETTERS) return cell;
    const message = `Isi sel ini lebih dari ${number(CELL_LETTERS)} huruf. Ringkas atau hapus.`;
    faults.add({ line: row.line, column, message });
    return null;
  });
}

/** Collects faults: one of a cell is enough, and beyond a limit they are only counted. */
class Faults {
  readonly kept: Fault[] = [];
  more = 0;
  private readonly told = new Set<string>();

  constructor(
    readonly header: Header,
    private readonly limit: number,
  ) {
    for (const fault of header.faults) this.add(fault);
  }

  add(fault: Fault): void {
    const key = `${fault.line} ${fault.column}`;
    if (fault.column !== '-' && this.told.has(key)) return;
    this.told.add(key);
    if (this.kept.length < this.limit) this.kept.push(fault);
    else this.more += 1;
  }

  /** How the column of a cell is called; above the header it has no name. */
  nameAt(place: number, line: number): string {
    const name = line < this.header.record.line ? undefined : this.header.names[place];
    return name === undefined || name === '-' ? `kolom ke-${place + 1}` : name;
  }

  /** What reading the rows found, but not of rows that are left out. */
  addRaw(raw: RawTable, left: Set<number>): void {
    const first = this.header.record.line;
    for (const { cell, ...fault } of raw.faults) {
      if (cell === undefined) this.add(fault);
      else if (fault.line > first && !left.has(fault.line))
        this.add({ ...fault, column: this.header.names[cell] ?? '-' });
    }
  }
}

function refuseNik({ line, cells }: RawRecord, faults: Faults): void {
  for (let place = 0; place < cells.length; place++)
    if (holdsNik(cells[place] ?? null))
      faults.add({ line, column: faults.nameAt(place, line), message: HOLDS_NIK });
}

/** The rows of data between what stands above and below them. */
function dataOf(raw: RawTable, header: Header, { keys = [] }: Shape) {
  const numbered = raw.rows[header.index + 1];
  const isNumbered = header.index >= 0 && numbered !== undefined && numbersColumns(numbered);
  const below = raw.rows.slice(header.index + (isNumbered ? 2 : 1));
  const unread = new Set(raw.faults.map(({ line, cell }) => `${line} ${cell}`));
  const places = keys.flatMap((key) => header.at.get(key) ?? []);
  const isData = (record: RawRecord) =>
    places.some((place) => {
      const text = cellText(record, place);
      return unread.has(`${record.line} ${place}`) || (text !== '' && !TOTAL.test(text) && !FOOT.test(text));
    });
  const count = places.length > 0 ? countData(below, isData) : below.length;
  const records = below.slice(0, count);
  const left = below.slice(count);
  const notices = [
    ...skipped(Math.max(0, header.index), 'di atas judul kolom'),
    ...(isNumbered ? [notice(`baris ${numbered.line} berisi nomor kolom dan dilewati`)] : []),
    ...skipped(left.length, 'di akhir tanpa kode, seperti jumlah dan sumber,'),
  ];
  return { records, skipped: left, notices };
}

function withoutHidden(records: RawRecord[], answers: Answers) {
  const hidden = records.filter((record) => record.hidden).length;
  const leave = hidden > 0 && answers.hidden === 'lewati';
  return { kept: leave ? records.filter((record) => !record.hidden) : records, hidden };
}

const hiddenNotices = (hidden: number, answers: Answers): SheetNotice[] =>
  hidden === 0
    ? []
    : [
        notice(
          `${hidden} baris tersembunyi di lembarnya ${answers.hidden === 'lewati' ? 'dilewati' : 'ikut dibaca'}`,
        ),
      ];

function sheetNotices({ sheets }: RawTable, faults: Faults): SheetNotice[] {
  if (!sheets) return [];
  const all = [sheets.read, ...sheets.others];
  if (all.some(({ name }) => holdsNik(name))) {
    faults.add({ line: 1, column: '-', message: `Nama lembar: ${HOLDS_NIK}` });
    return [];
  }
  if (sheets.others.length === 0) return [];
  const told = sheets.others.slice(0, TOLD_SHEETS);
  const others = told.map(({ name, hidden }) => `"${name}"${hidden ? ' (tersembunyi)' : ''}`).join(', ');
  const more = sheets.others.length - told.length;
  return [
    {
      text: `yang dibaca lembar "${sheets.read.name}"; yang tidak dibaca: ${others}${more > 0 ? ` dan ${number(more)} lain` : ''}`,
      kept: `satu lembar dibaca, ${sheets.others.length} lembar lain tidak`,
    },
  ];
}

/** Where nobody named the columns, a number in front is none of them, and the last one takes the rest of its line. */
function gatherRest(record: RawRecord, columns: number): void {
  if (record.cells.length > 1 && /^\d{1,4}[.)]?$/.test(String(record.cells[0] ?? '').trim()))
    record.cells.shift();
  const rest = record.cells.splice(columns - 1).map((cell) => String(cell ?? '').trim());
  record.cells.push(rest.filter((one) => one !== '').join(', '));
}

function refuseExtra(records: RawRecord[], { record: { cells } }: Header, faults: Faults): void {
  let width = cells.length;
  while (width > 0 && isBlank([cells[width - 1] ?? null])) width -= 1;
  for (const record of records) {
    if (record.cells.length <= width || isBlank(record.cells.slice(width))) continue;
    const message = `Baris ini punya ${record.cells.length} sel, judulnya ${width}. Hapus sel yang berlebih.`;
    faults.add({ line: record.line, column: '-', message });
  }
}
