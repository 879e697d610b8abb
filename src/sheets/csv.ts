import {
  type Fault,
  FileFault,
  HEAD_ROWS,
  isBlank,
  type RawCell,
  type RawRecord,
  type RawTable,
  tooManyRecords,
} from './table.js';

/** Cells that are read at most; a row of nothing but separators holds millions. */
const CELL_LIMIT = 5_000_000;
/** Columns of one row, as in a spreadsheet. */
const COLUMN_LIMIT = 16_384;
const SEPARATORS = [',', ';', '\t'];
/** The bytes 0x80 to 0x9F of Windows-1252; not every decoder knows them. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Text of a CSV file: UTF-8 with or without BOM, else Windows-1252.
 * @throws FileFault for UTF-16 and for bytes that are no text.
 */
export function decodeText(bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new FileFault('Berkas memakai UTF-16. Simpan ulang sebagai CSV UTF-8.');
  }
  if (bytes.includes(0)) {
    throw new FileFault(
      'Isi berkas bukan teks CSV atau XLSX. Simpan ulang dari aplikasi lembar kerja, jangan ganti namanya saja.',
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const latin = new TextDecoder('latin1').decode(bytes);
    return latin.replace(/[\u0080-\u009f]/g, (sign) => WINDOWS.charAt(sign.charCodeAt(0) - 0x80));
  }
}

/** What is wanted of a text whose rows are read. */
export interface CsvWish {
  /** Whether these are the names of the columns. */
  isHeader: (cells: RawCell[]) => boolean;
  /** What stands between cells, where it is known. */
  separator?: string | undefined;
  /** Rows of data at most. */
  limit?: number;
}

/**
 * Reads CSV as in RFC 4180. The separator is the most frequent of comma, semicolon and tab in the header, or what a
 * first line `sep=X` names. Every record keeps the line where it starts; what cannot be read is collected, not thrown.
 * @throws FileFault when there are more than `limit` rows of data.
 */
export function readCsv(text: string, { isHeader, separator, limit = Infinity }: CsvWish): RawTable {
  const start = { at: 0, line: 1 };
  const named = /^"?sep=(.)"?(?:\r\n|\r|\n|$)/i.exec(text);
  if (named) Object.assign(start, { at: named[0].length, line: 2 });
  const known = separator ?? named?.[1];
  const heads = known ? [] : headRows(text, start);
  const header = heads.find((one) => isHeader(one.record.cells)) ?? heads[0];
  if (!known && !header)
    throw new FileFault('Berkas kosong. Isi baris judul dan paling sedikit satu baris data.');
  const above = heads.slice(0, header ? heads.indexOf(header) : 0).map((one) => one.record);
  const reader = new CsvReader(text, [known ?? (header as Head).separator], header ?? start);
  const { records, faults } = reader.read(limit + HEAD_ROWS - above.length, limit);
  return { rows: [...above, ...records], faults, sheets: null };
}

interface Place {
  at: number;
  line: number;
}

interface Head extends Place {
  separator: string;
  record: RawRecord;
}

/** The first records that hold anything, each cut by what most often stands between its own cells. */
function headRows(text: string, start: Place): Head[] {
  const reader = new CsvReader(text, SEPARATORS, start);
  const found: Head[] = [];
  while (reader.at < text.length && found.length < HEAD_ROWS) {
    const { at, line } = reader;
    const seen: string[] = [];
    if (isBlank(reader.record(seen).cells)) continue;
    const count = (separator: string) => seen.filter((one) => one === separator).length;
    const separator = SEPARATORS.reduce((best, one) => (count(one) > count(best) ? one : best));
    const record = new CsvReader(text, [separator], { at, line }).record();
    found.push({ at, line, separator, record });
  }
  return found;
}

class CsvReader {
  at: number;
  line: number;
  private cells = 0;
  private readonly cellEnd: RegExp;
  private readonly records: RawRecord[] = [];
  private readonly faults: Fault[] = [];

  constructor(
    private readonly text: string,
    private readonly separators: string[],
    start: Place,
  ) {
    this.at = start.at;
    this.line = start.line;
    const signs = separators.map((one) => one.replace(/[\]\\^-]/g, '\\$&')).join('');
    this.cellEnd = new RegExp(`[${signs}\r\n]`, 'g');
  }

  /** Up to `most` rows; a file with more has more than `limit` rows of data. */
  read(most: number, limit: number): { records: RawRecord[]; faults: Fault[] } {
    while (this.at < this.text.length) {
      const record = this.record();
      if (isBlank(record.cells)) continue;
      this.records.push(record);
      if (this.records.length > most) throw tooManyRecords(limit);
    }
    return { records: this.records, faults: this.faults };
  }

  /** The next record; the separators met between its cells are added to `seen`. */
  record(seen: string[] = []): RawRecord {
    const line = this.line;
    const cells: string[] = [];
    for (;;) {
      cells.push(this.text[this.at] === '"' ? this.quotedCell(line) : this.plainCell());
      this.cells += 1;
      if (this.cells > CELL_LIMIT || cells.length > COLUMN_LIMIT)
        throw new FileFault('Berkas punya terlalu banyak sel. Hapus kolom yang tidak perlu.');
      const separator = this.text[this.at] as string;
      if (!this.separators.includes(separator)) break;
      seen.push(separator);
      this.at += 1;
    }
    this.endLine();
    return { line, cells };
  }

  private plainCell(): string {
    const start = this.at;
    this.cellEnd.lastIndex = start;
    this.at = this.cellEnd.exec(this.text)?.index ?? this.text.length;
    return this.text.slice(start, this.at);
  }

  private quotedCell(line: number): string {
    let value = '';
    this.at += 1;
    for (;;) {
      const end = this.text.indexOf('"', this.at);
      if (end < 0) {
        this.faults.push({
          line,
          column: '-',
          message: 'Tanda kutip tidak ditutup. Tutup dengan " atau hapus.',
        });
        value += this.text.slice(this.at);
        this.at = this.text.length;
        return value;
      }
      value += this.text.slice(this.at, end);
      this.countLines(this.at, end);
      this.at = end + 1;
      if (this.text[this.at] !== '"') break;
      value += '"';
      this.at += 1;
    }
    const rest = this.plainCell();
    if (rest.trim() !== '') {
      this.faults.push({
        line,
        column: '-',
        message: `Ada tulisan "${rest.trim().slice(0, 30)}" sesudah tanda kutip penutup. Hapus atau masukkan ke dalam kutip.`,
      });
    }
    return value;
  }

  private countLines(from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const sign = this.text[at];
      if (sign === '\n' || (sign === '\r' && this.text[at + 1] !== '\n')) this.line += 1;
    }
  }

  private endLine(): void {
    if (this.text[this.at] === '\r') this.at += 1;
    if (this.text[this.at] === '\n') this.at += 1;
    this.line += 1;
  }
}
