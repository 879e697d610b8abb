import exceljs from 'exceljs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileFault } from '../../src/sheets/table.js';
import { readXlsx } from '../../src/sheets/xlsx.js';
import { row, sheet } from '../datasets/sheet.js';

const cells = (bytes: Buffer) => readXlsx(bytes).rows.map((record) => record.cells);
const HEAD = row(1, 'kode', 'desil1');

describe('reading XLSX', () => {
  it('reads what a spreadsheet program writes: shared and rich texts, empty rows, numbers', async () => {
    const book = new exceljs.Workbook();
    const page = book.addWorksheet('Data');
    page.getRow(3).values = ['kode', 'nama', 'desil1'];
    page.getRow(5).values = ['33', { richText: [{ text: 'Go' }, { text: 'mbong' }] }, 12];
    book.addWorksheet('Lain').addRow(['x']);
    const { rows, sheets } = readXlsx(Buffer.from(await book.xlsx.writeBuffer()));
    expect(sheets).toEqual({
      read: { name: 'Data', hidden: false },
      others: [{ name: 'Lain', hidden: false }],
    });
    expect(rows).toEqual([
      { line: 3, cells: ['kode', 'nama', 'desil1'] },
      { line: 5, cells: ['33', 'Gombong', 12] },
    ]);
  });

  it('takes the stored value of a formula, also 0, and an empty text as an absent cell', async () => {
    const formulas = sheet(
      HEAD +
        row(2, 'a', '<c><f>2-2</f><v>0</v></c>') +
        row(3, 'b', '<c t="str"><f>""</f><v></v></c>') +
        row(4, 'c', '<c><f>1+1</f><v/></c>'),
    );
    expect(cells(formulas)).toEqual([['kode', 'desil1'], ['a', 0], ['b'], ['c', null]]);
    expect(readXlsx(formulas).faults).toMatchObject([{ line: 4, cell: 1 }]);
  });

  it('leaves the cells under a merged one empty', async () => {
    const merged = (area: string) => `<mergeCells count="1"><mergeCell ref="${area}"/></mergeCells>`;
    const down = sheet(HEAD + row(2, 'a', 5) + row(3, 'b', '<c s="1"/>'), merged('B2:B3'));
    expect(cells(down)).toEqual([['kode', 'desil1'], ['a', 5], ['b']]);
    const title = sheet(row(1, 'kode', 'desil1', '<c s="1"/>') + row(2, 'a', 5), merged('B1:C1'));
    expect(cells(title)).toEqual([
      ['kode', 'desil1'],
      ['a', 5],
    ]);
  });

  it('takes a number as it is stored, however it is formatted, and a date not as a number', async () => {
    const book = new exceljs.Workbook();
    const page = book.addWorksheet('Data');
    page.addRow(['kode', 'desil1']);
    page.addRow(['a', 5]).getCell(2).numFmt = '0 "desa"';
    page.addRow(['b', 6]).getCell(2).numFmt = 'dd/mm/yyyy';
    expect(cells(Buffer.from(await book.xlsx.writeBuffer())).slice(1)).toEqual([
      ['a', 5],
      ['b', 6],
    ]);
    const dated = sheet(HEAD + row(2, 'a', '<c t="d"><v>2026-01-01T00:00:00</v></c>'));
    expect(cells(dated)[1]).toEqual(['a', '2026-01-01T00:00:00']);
  });

  it('reads cells without an address and a sheet with a namespace prefix', async () => {
    const plain =
      '<row><c t="str"><v>kode</v></c><c t="str"><v>desil1</v></c></row><row><c><v>3</v></c></row>';
    expect(cells(sheet(plain))).toEqual([['kode', 'desil1'], [3]]);
    const prefixed = `<?xml version="1.0"?><x:worksheet xmlns:x="m"><x:sheetData>${plain.replace(/<(\/?)/g, '<$1x:')}</x:sheetData></x:worksheet>`;
    expect(cells(sheet(prefixed))).toEqual([['kode', 'desil1'], [3]]);
  });

  it('says politely that a damaged workbook cannot be read', async () => {
    const whole = sheet(HEAD + row(2, 'a', 5));
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(damage, fc.nat(whole.length), (changes, length) => {
        const bytes = Buffer.from(whole.subarray(0, changes.length > 4 ? length : undefined));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        try {
          readXlsx(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(FileFault);
        }
      }),
      { seed: 20261125, numRuns: 400 },
    );
    expect(() => readXlsx(sheet('<row><c r="1A"><v>1</v></c></row>'))).toThrow('Simpan ulang');
    expect(() => readXlsx(sheet(row(1, '<c t="s"><v>7</v></c>')))).toThrow('Simpan ulang');
    expect(() => readXlsx(sheet('<row>&nope;</row>'))).toThrow('Simpan ulang');
  });

  it('unpacks no more of a part than its archive says, and refuses what is then cut off', () => {
    const whole = sheet(HEAD + row(2, 'a', 5) + ' '.repeat(1_000_000));
    // The uncompressed size stands 24 bytes behind the mark of an entry in the directory.
    for (let at = whole.indexOf('PK\x01\x02'); at >= 0; at = whole.indexOf('PK\x01\x02', at + 4))
      if (whole.readUInt32LE(at + 24) > 1_000_000) whole.writeUInt32LE(500, at + 24);
    expect(() => readXlsx(whole)).toThrow('Simpan ulang');
  });

  it('stops at a sheet that swells beyond the limit', async () => {
    expect(() => readXlsx(sheet(HEAD + ' '.repeat(121_000_000)))).toThrow('terlalu besar');
    const wide = Array.from(
      { length: 200 },
      (_, at) => `<row r="${at + 1}"><c r="XFD${at + 1}"><v>1</v></c></row>`,
    );
    expect(() => readXlsx(sheet(wide.join('')))).toThrow('terlalu luas');
  });
});
