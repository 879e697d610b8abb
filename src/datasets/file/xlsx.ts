import type exceljs from 'exceljs';
import yauzl from 'yauzl';
import {
  type Fault,
  FileFault,
  isBlank,
  type RawCell,
  type RawRecord,
  type RawTable,
  tooManyRecords,
} from './table.js';

/** A workbook may inflate to this many bytes; a spreadsheet bomb inflates to gigabytes. */
const INFLATED_LIMIT = 120_000_000;
const ENTRY_LIMIT = 2_000;
const CELL_LIMIT = 3_000_000;
const LAST_ROW = 1_048_576;
/** Parts of a sheet that say nothing about its values; merged cells or columns of a whole sheet take minutes. */
const IGNORED = [
  'dataValidations',
  'conditionalFormatting',
  'drawing',
  'picture',
  'extLst',
  'mergeCells',
  'cols',
  'hyperlinks',
  'tableParts',
  'rowBreaks',
  'headerFooter',
];

/**
 * Reads the first sheet of a workbook; its first row that is not empty is the header.
 * @throws FileFault for what is no workbook, and before inflating one that is too large inside.
 */
export async function readXlsx(bytes: Buffer, limit = Infinity): Promise<RawTable> {
  await refuseBombs(bytes);
  // Loaded when a spreadsheet comes: most processes never read one, and it is heavy.
  const { Workbook } = (await import('exceljs')).default;
  const book = new Workbook();
  try {
    // A name for a whole sheet would be written out cell by cell.
    Object.defineProperty(book.definedNames, 'model', { get: () => [], set: () => undefined });
    await book.xlsx.load(bytes as unknown as ArrayBuffer, { ignoreNodes: IGNORED });
  } catch {
    throw new FileFault('Berkas bukan lembar kerja XLSX yang utuh. Simpan ulang sebagai XLSX atau CSV.');
  }
  const sheet = book.worksheets[0];
  if (!sheet) throw new FileFault('Lembar kerja kosong. Isi baris judul dan paling sedikit satu baris data.');
  const { rows, faults } = readRows(sheet, limit);
  const [header, ...records] = rows;
  if (!header)
    throw new FileFault('Lembar pertama kosong. Isi baris judul dan paling sedikit satu baris data.');
  while (header.cells.length > 0 && isBlank(header.cells.slice(-1))) header.cells.pop();
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

function readRows(sheet: exceljs.Worksheet, limit: number): { rows: RawRecord[]; faults: Fault[] } {
  // The last row is asked first: counting walks through every row up to it.
  if ((sheet.lastRow?.number ?? 0) > LAST_ROW || sheet.rowCount * sheet.columnCount > CELL_LIMIT) {
    throw new FileFault(
      'Lembar kerja terlalu luas. Hapus baris dan kolom kosong yang berformat, lalu simpan ulang.',
    );
  }
  const rows: RawRecord[] = [];
  const faults: Fault[] = [];
  sheet.eachRow({ includeEmpty: false }, (row, line) => {
    const cells: RawCell[] = [];
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      if (isFormulaWithoutValue(cell)) {
        const title = String(rows[0]?.cells[column - 1] ?? '-') || '-';
        faults.push({
          line,
          column: title,
          message:
            'Sel berisi rumus tanpa hasil tersimpan. Buka di aplikasi lembar kerja, simpan, atau ganti dengan nilainya.',
        });
      }
      cells[column - 1] = rawValue(cell.value);
    });
    for (let at = 0; at < cells.length; at++) cells[at] ??= null;
    if (!isBlank(cells)) rows.push({ line, cells });
    else if (faults.at(-1)?.line === line) rows.push({ line, cells });
    if (rows.length > limit + 1) throw tooManyRecords(limit);
  });
  return { rows, faults };
}

function isFormulaWithoutValue(cell: exceljs.Cell): boolean {
  const value = cell.value;
  const formula =
    typeof value === 'object' && value !== null && ('formula' in value || 'sharedFormula' in value);
  return formula && (value as { result?: unknown }).result === undefined;
}

function rawValue(value: exceljs.CellValue): RawCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'ya' : 'tidak';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if ('richText' in value) return value.richText.map((part) => part.text).join('');
  if ('text' in value) return String(value.text);
  if ('error' in value) return String(value.error);
  return 'result' in value ? rawValue((value.result ?? null) as exceljs.CellValue) : null;
}

/** Inflates every entry without keeping it and counts the bytes; declared sizes are not believed. */
function refuseBombs(bytes: Buffer): Promise<void> {
  const broken = () =>
    new FileFault('Berkas bukan lembar kerja XLSX yang utuh. Simpan ulang sebagai XLSX atau CSV.');
  const tooLarge = () =>
    new FileFault('Isi lembar kerja terlalu besar setelah dibuka. Bagi menjadi berkas yang lebih kecil.');
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error || !zip) return reject(broken());
      let inflated = 0;
      let entries = 0;
      zip.on('error', () => reject(broken()));
      zip.on('end', () => resolve());
      zip.on('entry', (entry: yauzl.Entry) => {
        entries += 1;
        if (entries > ENTRY_LIMIT || inflated + entry.uncompressedSize > INFLATED_LIMIT)
          return reject(tooLarge());
        zip.openReadStream(entry, (failed, stream) => {
          if (failed || !stream) return reject(broken());
          stream.on('error', () => reject(broken()));
          stream.on('data', (chunk: Buffer) => {
            inflated += chunk.length;
            if (inflated > INFLATED_LIMIT) {
              stream.destroy();
              reject(tooLarge());
            }
          });
          stream.on('end', () => zip.readEntry());
        });
      });
      zip.readEntry();
    });
  });
}
