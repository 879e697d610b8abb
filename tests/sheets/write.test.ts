import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { csv, type FileColumn, forExcel, forPrograms, workbook } from '../../src/sheets/write.js';

interface Row {
  text: string;
  amount: number;
  day: Date;
  at: Date;
}
const columns: FileColumn<Row>[] = [
  { key: 'teks', value: (row) => row.text },
  { key: 'angka', kind: 'decimal', value: (row) => row.amount },
  { key: 'hari', kind: 'date', value: (row) => row.day },
  { key: 'waktu', kind: 'moment', value: (row) => row.at },
];
const row = (text: string): Row => ({
  text,
  amount: -0.5,
  day: new Date('2026-11-01'),
  at: new Date('2026-11-01T17:30:00Z'),
});

async function written(rows: Row[], dialect: typeof forExcel): Promise<string> {
  let whole = '';
  for await (const part of csv(columns, rows, dialect)) whole += part;
  return whole;
}

/** Cells as a spreadsheet cuts them: a quote counts where a cell begins, and only there. */
function cut(text: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string;
    if (quoted && sign === '"' && text[at + 1] === '"') cell += text[at++];
    else if (sign === '"' && (quoted || cell === '')) quoted = !quoted;
    else if (!quoted && (sign === separator || sign === '\n' || sign === '\r')) {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell];
}

const HOSTILE = ['=1+1', '@SUM(A1)', '+1', '-2+3', '\t=1', '\r=1', '＝1'].flatMap((formula) =>
  ['', 'a;', 'a,', 'a\t', 'a\n', 'a\r\n', 'a;"', 'a,"', '"', '"a";', 'a;\n'].map(
    (before) => `${before}${formula}`,
  ),
);

describe('CSV', () => {
  it('looks behind blanks where a program trims them', async () => {
    expect(await written([row('a; =1+1'), row(' @SUM(A1)')], forPrograms)).toMatch(
      /"a; '=1\+1"(.|\n)*^ '@SUM/m,
    );
  });

  it('starts no formula, whichever sign a program takes as its separator', async () => {
    for (const dialect of [forPrograms, forExcel]) {
      const whole = await written(HOSTILE.map(row), dialect);
      for (const separator of [',', ';', '\t']) {
        const cells = cut(whole, separator).filter((cell) => !/^-0[.,]5/.test(cell));
        expect(cells.filter((cell) => /^[\s"]*[=+\-@＝＋－＠]/.test(cell))).toEqual([]);
      }
    }
  });

  it('leaves prices, minus signs between words and numbers as they are', async () => {
    const texts = ['Rp 15.000.000,-', 'Moga - Belik', 'a-b', 'x = y'];
    const whole = await written(texts.map(row), forPrograms);
    for (const text of texts) expect(whole).toContain(text);
    expect(whole).not.toContain("'");
  });

  it('is written for programs and as Excel in Indonesia reads it, both telling WIB', async () => {
    expect(await written([row('Desa "A", B')], forPrograms)).toBe(
      'teks,angka,hari,waktu\n"Desa ""A"", B",-0.5,2026-11-01,2026-11-02T00:30:00+07:00\n',
    );
    expect(await written([row('Desa A')], forExcel)).toBe(
      '\ufeffteks;angka;hari;waktu\r\nDesa A;-0,5;01/11/2026;02/11/2026 00.30 WIB\r\n',
    );
  });
});

describe('a workbook', () => {
  it('takes no more rows than are read, and none once its reader has left', async () => {
    let taken = 0;
    let ended = () => {};
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    async function* rows() {
      try {
        for (;;) {
          taken += 100;
          yield Array.from({ length: 100 }, (_row, at) => [`${taken} ${at} ${Math.sin(taken + at)}`]);
        }
      } finally {
        ended();
      }
    }
    const stream = workbook([{ name: 'Uji', above: [], heads: ['uji'], rows: rows(), total: null }]);
    await once(stream, 'readable');
    stream.destroy();
    await end;
    expect(taken).toBeLessThan(100_000);
  });
});
