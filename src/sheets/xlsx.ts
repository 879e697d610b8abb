import { holdsNik } from './cells.js';
import {
  FileFault,
  HEAD_ROWS,
  HOLDS_NIK,
  isBlank,
  type RawCell,
  type RawFault,
  type RawRecord,
  type RawTable,
  type SheetName,
  tooManyRecords,
} from './table.js';
import { OfficeFile, tooLarge, type Visitor } from './zip.js';

const CELL_LIMIT = 3_000_000;
/** Letters of all cells together, more than a text of the largest file has: one shared text may stand in every cell. */
const LETTER_LIMIT = 15_000_000;
const LARGEST = { row: 1_048_576, column: 16_384, name: 31 };

/**
 * Reads the first visible sheet of a workbook, and looks for numbers like a NIK in all others. A numeric cell is the
 * number that is stored, however it is formatted; a cell that only lies under a merged one is empty.
 * @throws FileFault for what is no workbook, and for one that is too large inside.
 */
export function readXlsx(bytes: Uint8Array, limit = Infinity): RawTable {
  try {
    return readBook(new OfficeFile(bytes), limit);
  } catch (error) {
    if (error instanceof FileFault) throw error;
    throw new FileFault('Berkas bukan lembar kerja XLSX yang utuh. Simpan ulang sebagai XLSX atau CSV.');
  }
}

interface Sheet extends SheetName {
  part: string;
}

function readBook(file: OfficeFile, limit: number): RawTable {
  refuseOtherOffice(file);
  const book = relations(file, '').find((one) => one.type === 'officeDocument')?.part ?? '';
  const related = relations(file, book);
  const sheets = sheetsOf(file, book, related);
  const shared = related.find((one) => one.type === 'sharedStrings');
  const strings = shared ? readStrings(file, shared.part) : [];
  const wanted = sheets.find((one) => !one.hidden) ?? sheets[0];
  const reader = new SheetReader(strings, limit);
  file.read(wanted?.part ?? '', reader);
  if (reader.rows.length === 0 && reader.faults.length === 0)
    throw new FileFault('Lembar yang dibaca kosong. Isi baris judul dan paling sedikit satu baris data.');
  const others = sheets.filter((one) => one !== wanted);
  const faults = [...reader.faults, ...others.flatMap((one) => nikFaults(file, one, strings))];
  const names = [wanted, ...others].map((one) => ({ name: one?.name ?? '', hidden: one?.hidden ?? false }));
  return { rows: reader.rows, faults, sheets: { read: names[0] as SheetName, others: names.slice(1) } };
}

/** @throws FileFault that says what an archive is which is no XLSX. */
function refuseOtherOffice(file: OfficeFile): void {
  if (file.has('mimetype') && file.text('mimetype').includes('opendocument'))
    throw new FileFault('Berkas ini ODS dari LibreOffice. Simpan ulang sebagai XLSX atau CSV.');
  if (file.has('xl/workbook.bin'))
    throw new FileFault('Berkas ini XLSB. Simpan ulang sebagai XLSX atau CSV.');
}

function sheetsOf(file: OfficeFile, book: string, related: Relation[]): Sheet[] {
  const parts = new Map(related.flatMap((one) => (one.type === 'worksheet' ? [[one.id, one.part]] : [])));
  const sheets: Sheet[] = [];
  file.read(book, {
    open: (element, attributes) => {
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
      const part = parts.get(id ?? '');
      if (element !== 'sheet' || part === undefined) return;
      const { name = '', state = 'visible' } = attributes;
      sheets.push({ part, name: name.slice(0, LARGEST.name), hidden: state !== 'visible' });
    },
  });
  return sheets;
}

/** Where a sheet that is not read holds numbers like a NIK. */
function nikFaults(file: OfficeFile, sheet: Sheet, strings: string[]): RawFault[] {
  const places: string[] = [];
  const look = ({ line, cells }: RawRecord) => {
    const at = cells.findIndex(holdsNik);
    if (at >= 0) places.push(`kolom ke-${at + 1} baris ${line}`);
  };
  const reader = new SheetReader(strings, Infinity, look);
  file.read(sheet.part, reader);
  const [first] = places;
  if (first === undefined) return [];
  const name = holdsNik(sheet.name) ? 'lain' : `"${sheet.name}"`;
  return [{ line: 1, column: '-', message: `Lembar ${name}, ${first}: ${HOLDS_NIK}` }];
}

interface Relation {
  id: string;
  type: string;
  part: string;
}

/** What a part refers to; '' is the file itself. */
function relations(file: OfficeFile, part: string): Relation[] {
  const folders = part.split('/').slice(0, -1);
  const found: Relation[] = [];
  file.read([...folders, '_rels', `${part.split('/').pop() ?? ''}.rels`].join('/'), {
    open: (name, { Id = '', Type = '', Target = '' }) => {
      if (name === 'Relationship')
        found.push({ id: Id, type: Type.split('/').pop() ?? '', part: partAt(folders, Target) });
    },
  });
  return found;
}

/** The part that an address like `../worksheets/sheet1.xml` names, seen from a folder. */
function partAt(folders: string[], target: string): string {
  const path = target.startsWith('/') ? [] : [...folders];
  for (const step of target.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return path.join('/');
}

function readStrings(file: OfficeFile, part: string): string[] {
  const strings: string[] = [];
  let value = '';
  file.read(part, {
    text: (text, name, parent) => {
      if (name === 't' && parent !== 'rPh') value += text;
    },
    close: (name) => {
      if (name !== 'si') return;
      strings.push(unescaped(value));
      value = '';
    },
  });
  return strings;
}

const tooWide = () =>
  new FileFault('Lembar kerja terlalu luas. Hapus baris dan kolom kosong yang berformat, lalu simpan ulang.');

/** A control character in a stored text is written `_x000A_`. */
const unescaped = (text: string) =>
  text.replace(/_x([\da-f]{4})_/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));

/** A cell while it is read. */
interface OpenCell {
  column: number;
  type: string;
  text: string;
  formula: boolean;
  /** Whether a value stands beside the formula. */
  stored: boolean;
}

class SheetReader implements Visitor {
  readonly rows: RawRecord[] = [];
  readonly faults: RawFault[] = [];
  private line = 0;
  private column = 0;
  private cells: RawCell[] | null = null;
  private cell: OpenCell | null = null;
  private count = 0;
  private letters = 0;
  private hidden = false;

  constructor(
    private readonly strings: string[],
    private readonly limit: number,
    /** What becomes of a row; kept unless told otherwise. */
    private readonly take = (row: RawRecord): unknown => this.rows.push(row),
  ) {}

  open(name: string, { r, t = 'n', hidden }: Record<string, string>): void {
    if (name === 'row') {
      this.line = inside(r === undefined ? this.line + 1 : Number(r), LARGEST.row);
      this.column = 0;
      this.cells = [];
      this.hidden = hidden === '1' || hidden === 'true';
    } else if (name === 'c' && this.cells) {
      this.column = inside(r === undefined ? this.column + 1 : columnOf(r), LARGEST.column);
      this.cell = { column: this.column, type: t, text: '', formula: false, stored: false };
    } else if (this.cell && name === 'f') this.cell.formula = true;
    else if (this.cell && name === 'v') this.cell.stored = true;
  }

  text(text: string, name: string, parent: string): void {
    if (this.cell && (name === 'v' || (name === 't' && parent !== 'rPh'))) this.cell.text += text;
  }

  close(name: string): void {
    if (name === 'c' && this.cell && this.cells) {
      this.keep(this.cell, this.cells);
      this.cell = null;
    } else if (name === 'row' && this.cells) {
      if (!isBlank(this.cells))
        this.take({ line: this.line, cells: this.cells, ...(this.hidden ? { hidden: true } : {}) });
      if (this.rows.length > this.limit + HEAD_ROWS) throw tooManyRecords(this.limit);
      this.cells = null;
    }
  }

  private keep(cell: OpenCell, cells: RawCell[]): void {
    const value = this.valueOf(cell);
    const unstored = cell.formula && (!cell.stored || (value === null && cell.type !== 'str'));
    if (value === null && !unstored) return;
    this.count += Math.max(0, cell.column - cells.length);
    this.letters += typeof value === 'string' ? value.length : 0;
    if (this.count > CELL_LIMIT) throw tooWide();
    if (this.letters > LETTER_LIMIT) throw tooLarge();
    while (cells.length < cell.column) cells.push(null);
    cells[cell.column - 1] = value;
    if (unstored) this.refuseFormula(cell.column);
  }

  private refuseFormula(column: number): void {
    const message =
      'Sel berisi rumus tanpa hasil tersimpan. Buka di aplikasi lembar kerja, simpan, atau ganti dengan nilainya.';
    this.faults.push({ line: this.line, column: '-', cell: column - 1, message });
  }

  /** @throws Error for a text that is not there: an absent value would be a wrong one. */
  private shared(place: number): RawCell {
    const text = this.strings[place];
    if (text === undefined) throw new Error('no such shared text');
    return text || null;
  }

  private valueOf({ type, text }: OpenCell): RawCell {
    if (text.trim() === '') return null;
    if (type === 's') return this.shared(Number(text));
    if (type === 'b') return text === '1' ? 'ya' : 'tidak';
    if (type === 'n') return Number.isFinite(Number(text)) ? Number(text) : text;
    return unescaped(text);
  }
}

/** @throws FileFault for a place beyond every sheet, an Error for what is no place. */
function inside(place: number, largest: number): number {
  if (place > largest) throw tooWide();
  if (!(Number.isInteger(place) && place > 0)) throw new Error('no place of a sheet');
  return place;
}

/** The column of `AB12`, from 1; not a number when it is no address of a cell. */
function columnOf(address: string): number {
  const letters = /^([A-Z]{1,3})\d+$/.exec(address)?.[1] ?? '';
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, letters ? 0 : Number.NaN);
}
