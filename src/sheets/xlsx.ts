import path from 'node:path';
import {
  FileFault,
  isBlank,
  type RawCell,
  type RawFault,
  type RawRecord,
  type RawTable,
  tooManyRecords,
} from './table.js';
import { OfficeFile, type Visitor } from './zip.js';

const CELL_LIMIT = 3_000_000;
const LARGEST = { row: 1_048_576, column: 16_384 };

/**
 * Reads the first sheet of a workbook; its first row that is not empty is the header. A numeric cell is the number that
 * is stored, however it is formatted; a cell that only lies under a merged one is empty.
 * @throws FileFault for what is no workbook, and for one that is too large inside.
 */
export async function readXlsx(bytes: Buffer, limit = Infinity): Promise<RawTable> {
  const { rows, faults } = await readFirstSheet(bytes, limit).catch((error: unknown) => {
    if (error instanceof FileFault) throw error;
    throw new FileFault('Berkas bukan lembar kerja XLSX yang utuh. Simpan ulang sebagai XLSX atau CSV.');
  });
  const [header, ...records] = rows;
  if (!header)
    throw new FileFault('Lembar pertama kosong. Isi baris judul dan paling sedikit satu baris data.');
  while (typeof header.cells.at(-1) === 'string' && isBlank(header.cells.slice(-1))) header.cells.pop();
  for (const record of records) {
    const extra = record.cells.slice(header.cells.length);
    if (!isBlank(extra)) {
      faults.push({
        line: record.line,
        column: '-',
        message: 'Baris ini punya sel di luar kolom berjudul. Hapus sel yang berlebih.',
      });
    }
  }
  return { header, records, faults };
}

async function readFirstSheet(bytes: Buffer, limit: number): Promise<SheetReader> {
  const file = await OfficeFile.open(bytes);
  const book = (await relations(file, '')).find((one) => one.type === 'officeDocument')?.part ?? '';
  const related = await relations(file, book);
  const sheets: string[] = [];
  await file.read(book, {
    open: (name, attributes) => {
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
      if (name === 'sheet' && id) sheets.push(id);
    },
  });
  const worksheets = new Map(
    related.flatMap((one) => (one.type === 'worksheet' ? [[one.id, one.part]] : [])),
  );
  const first = sheets.find((id) => worksheets.has(id));
  const shared = related.find((one) => one.type === 'sharedStrings');
  const reader = new SheetReader(shared ? await readStrings(file, shared.part) : [], limit);
  await file.read(worksheets.get(first ?? '') ?? '', reader);
  return reader;
}

/** What a part refers to; '' is the file itself. */
async function relations(
  file: OfficeFile,
  part: string,
): Promise<{ id: string; type: string; part: string }[]> {
  const { dir, base } = path.posix.parse(`/${part}`);
  const found: { id: string; type: string; part: string }[] = [];
  await file.read(path.posix.join(dir, '_rels', `${base}.rels`).slice(1), {
    open: (name, { Id = '', Type = '', Target = '' }) => {
      if (name !== 'Relationship') return;
      found.push({ id: Id, type: path.posix.basename(Type), part: path.posix.resolve(dir, Target).slice(1) });
    },
  });
  return found;
}

async function readStrings(file: OfficeFile, part: string): Promise<string[]> {
  const strings: string[] = [];
  let value = '';
  await file.read(part, {
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

  constructor(
    private readonly strings: string[],
    private readonly limit: number,
  ) {}

  open(name: string, { r, t = 'n' }: Record<string, string>): void {
    if (name === 'row') {
      this.line = inside(r === undefined ? this.line + 1 : Number(r), LARGEST.row);
      this.column = 0;
      this.cells = [];
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
      if (!isBlank(this.cells)) this.rows.push({ line: this.line, cells: this.cells });
      if (this.rows.length > this.limit + 1) throw tooManyRecords(this.limit);
      this.cells = null;
    }
  }

  private keep(cell: OpenCell, cells: RawCell[]): void {
    const value = this.valueOf(cell);
    const unstored = cell.formula && (!cell.stored || (value === null && cell.type !== 'str'));
    if (value === null && !unstored) return;
    this.count += Math.max(0, cell.column - cells.length);
    if (this.count > CELL_LIMIT) {
      throw tooWide();
    }
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
