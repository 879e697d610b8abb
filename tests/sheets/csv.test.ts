import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, readCsv } from '../../src/sheets/csv.js';
import { FileFault } from '../../src/sheets/table.js';

/** Any row is a header to these tests. */
const table = (bytes: Buffer) => readCsv(decodeText(bytes), { isHeader: () => true });
const read = (text: string | Buffer) => {
  const { rows, faults } = table(Buffer.from(text));
  return { rows: rows.map(({ line, cells }) => [line, ...cells]), faults };
};
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const sign = fc.constantFrom('a', '1', ' ', '.', ',', ';', '\t', '"', '\n', '\r', 'é', '\u00a0');
const cell = fc.string({ unit: sign, maxLength: 5 });

describe('reading CSV', () => {
  it('comes to an end with any bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((one) => Buffer.from(one)),
      fc.string({ unit: sign, maxLength: 40 }).map((one) => Buffer.from(one)),
    );
    fc.assert(
      fc.property(bytes, fc.boolean(), (one, mark) => {
        try {
          table(mark ? Buffer.concat([Buffer.from('\ufeff'), one]) : one);
        } catch (error) {
          expect(error).toBeInstanceOf(FileFault);
        }
      }),
      {
        seed: 20261125,
        numRuns: 2000,
        examples: [
          [Buffer.from('\na,b'), false],
          [Buffer.from('\n'), true],
        ],
      },
    );
  });

  it('gives back every quoted cell with the line where its record starts', () => {
    const table = fc.tuple(
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.array(fc.tuple(cell, cell), { maxLength: 5 }),
    );
    fc.assert(
      fc.property(table, ([separator, end, rows]) => {
        let line = 1;
        const expected: (string | number)[][] = [];
        const lines = [['kode', 'x,;\t;,\ny'], ...rows].map((cells) => {
          const text = cells.map(quoted).join(separator);
          if (cells.join('').trim() !== '') expected.push([line, ...cells]);
          line += text.split(/\r\n|\r|\n/).length;
          return text + end;
        });
        expect(read(lines.join(''))).toEqual({ rows: expected, faults: [] });
      }),
      { seed: 20261125, numRuns: 500 },
    );
  });

  it('takes the separator from the whole header, also when a quoted title holds separators and a new line', () => {
    expect(read('kode;"a, b, c\nd, e";desil1\n33;x;5\n').rows[1]).toEqual([3, '33', 'x', '5']);
    expect(read('"jumlah\npenduduk";kode;desil1\n10;33;5\n').rows[1]).toEqual([3, '10', '33', '5']);
  });

  it('skips lines of separators alone before the header', () => {
    expect(read('\n,,,,\n"";;\n\t\nkode;desil1\n33;5\n').rows).toEqual([
      [5, 'kode', 'desil1'],
      [6, '33', '5'],
    ]);
    expect(() => read(',,,,\n;;\n')).toThrow('Berkas kosong');
  });

  it('reads all of Windows-1252, not only what it shares with Latin-1', () => {
    const [header] = read(Buffer.from([0x80, 0x93, 0x61, 0x94, 0x96, 0x9f, 0xe9])).rows;
    expect(header).toEqual([1, '€“a”–Ÿé']);
  });
});
