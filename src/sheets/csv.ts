import { type Fault, FileFault, isBlank, type RawRecord, type RawTable, tooManyRecords } from './table.js';

/** Cells that are read at most; a row of nothing but separators holds millions. */
const CELL_LIMIT = 5_000_000;
const SEPARATORS = [',', ';', '\t'];
/** The bytes 0x80 to 0x9F of Windows-1252; Node's own decoder reads them as Latin-1. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Text of a CSV file: UTF-8 with or without BOM, else Windows-1252.
 * @throws FileFault for UTF-16 and for bytes that are no text.
 */
export function decodeText(bytes: Buffer): string {
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
    const latin = bytes.toString('latin1');
    return latin.replace(/[\u0080-\u009f]/g, (sign) => WINDOWS.charAt(sign.charCodeAt(0) - 0x80));
  }
}

/**
 * Reads CSV as in RFC 4180. The separator is the most frequent of comma, semicolon and tab in the header. Every record
 * keeps the line where it starts; what cannot be read is collected, not thrown.
 * @throws FileFault when there are more than `limit` rows of data.
 */
export function readCsv(bytes: Buffer, limit = Infinity): RawTable {
  const text = decodeText(bytes);
  const start = findHeader(text);
  if (!start) throw new FileFault('Berkas kosong. Isi baris judul dan paling sedikit satu baris data.');
  const { records, faults } = new CsvReader(text, [start.separator], start).read(limit);
  const [header, ...rest] = records as [RawRecord, ...RawRecord[]];
  for (const record of rest) {
    if (record.cells.length > header.cells.length) {
      faults.push({
        line: record.line,
        column: '-',
        message: `Baris ini punya ${record.cells.length} sel, judulnya ${header.cells.length}. Hapus sel yang berlebih.`,
      });
    }
  }
  return { header, records: rest, faults };
}

interface Place {
  at: number;
  line: number;
}

/** The first record that holds anything, whatever separates its cells, and what most often does; null without one. */
function findHeader(text: string): (Place & { separator: string }) | null {
  const reader = new CsvReader(text, SEPARATORS, { at: text.startsWith('\ufeff') ? 1 : 0, line: 1 });
  while (reader.at < text.length) {
    const { at, line } = reader;
    const seen: string[] = [];
    if (isBlank(reader.record(seen).cells)) continue;
    const count = (separator: string) => seen.filter((one) => one === separator).length;
    const separator = SEPARATORS.reduce((best, one) => (count(one) > count(best) ? one : best));
    return { at, line, separator };
  }
  return null;
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
    this.cellEnd = new RegExp(`[${separators.join('')}\r\n]`, 'g');
  }

  read(limit: number): { records: RawRecord[]; faults: Fault[] } {
    while (this.at < this.text.length) {
      const record = this.record();
      if (isBlank(record.cells)) continue;
      this.records.push(record);
      if (this.records.length > limit + 1) throw tooManyRecords(limit);
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
      if (this.cells > CELL_LIMIT)
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
