import exceljs from 'exceljs';
import { describe, expect, it } from 'vitest';
import { rankFiles } from '../ranking/files.js';
import { row, sheet, sheets } from './sheet.js';

const CODES = ['33.27.03.2001', '33.27.03.2002', '33.27.03.2003'];
const BARE = CODES.map((code) => code.replaceAll('.', ''));
const csv = (...lines: string[]) => `${lines.join('\n')}\n`;
/** The codes and counts that the ranking took, by code. */
const taken = async (desil1: string | Buffer, ...more: string[]) => {
  const { rows, said } = await rankFiles({ desil1 }, ...more);
  const counts = Object.fromEntries(rows.map((one) => [one.kode, one.desil1]));
  return { counts: CODES.map((code) => counts[code]), said };
};
const refusal = async (desil1: string | Buffer) => {
  const { code, said } = await rankFiles({ desil1 });
  expect(code).toBe(2);
  return said[0];
};
const book = async (fill: (page: exceljs.Worksheet, whole: exceljs.Workbook) => void) => {
  const whole = new exceljs.Workbook();
  fill(whole.addWorksheet('Rekap'), whole);
  return Buffer.from(await whole.xlsx.writeBuffer());
};

describe('a table as people have it', () => {
  it('may have titles above, numbers of columns below its head, and a total and a source at its end', async () => {
    const desil1 = await book((page) => {
      page.addRow(['REKAPITULASI PENDUDUK MISKIN']);
      page.addRow(['KABUPATEN PEMALANG, TAHUN 2025']);
      page.addRow([]);
      page.addRow(['NO', 'KODE', 'NAMA', 'DESIL 1', 'JUMLAH PENDUDUK']);
      page.addRow(['(1)', '(2)', '(3)', '(4)', '(5)']);
      CODES.forEach((code, at) => {
        page.addRow([at + 1, code, '-', 5 + at, 100]);
      });
      page.addRow(['', 'JUMLAH', '', 19, 300]);
      page.addRow(['Sumber: Dinsos']);
    });
    const { counts, said } = await taken(desil1);
    expect(counts).toEqual(['5', '6', '7']);
    expect(said).toEqual(
      expect.arrayContaining([
        'catatan: 2 baris di atas judul kolom dilewati',
        'catatan: baris 5 berisi nomor kolom dan dilewati',
        'catatan: 2 baris di akhir tanpa kode, seperti jumlah dan sumber, dilewati',
        'catatan: baris 9: jumlah desil1 tertulis 19, jumlah barisnya 18',
      ]),
    );
  });

  it('may be a text whose titles hold other separators than its columns', async () => {
    const text = csv('REKAP, DATA, KEMISKINAN, 2025;;', ';;', 'kode;desil1;x', `${CODES[0]};5;`, ';5;');
    expect((await taken(text)).counts[0]).toBe('5');
  });

  it('is told with its first row as header where no row names what is needed, and with the columns there are', async () => {
    const text = csv('REKAP', 'kode;jumlah', `${CODES[0]};5`);
    expect(await refusal(text)).toMatch(
      /^desil1\.csv:1 kode: .*|desil1\.csv:1 desil1: Kolom wajib desil1 tidak ada\. Kolom yang ada: "kode", "jumlah"/,
    );
  });

  it.each([
    ['bare codes', BARE[0], '5', '5'],
    ['an apostrophe', `'${CODES[0]}`, '5', '5'],
    ['signs without width', `\u200b${CODES[0]}\u200b\u2060`, '5', '5'],
    ['spaces of all kinds', ` 33.27.03.\u00a02001\u2003`, '5', '5'],
    ['a last dot', `${CODES[0]}.`, '5', '5'],
    ['.0 behind', `${BARE[0]}.0`, '703.0', '703'],
    ['thousands', CODES[0], '1.234', '1234'],
    ['thousands and ,00', CODES[0], '9.384,00', '9384'],
    ['thousands and .00', CODES[0], '9.384.00', '9384'],
    ['spaces', CODES[0], '1 234 567', '1234567'],
    ['a bare ,0', CODES[0], '12,0', '12'],
  ])('may have %s', async (_name, code, count, read) => {
    const { counts } = await taken(csv('kode;desil1', `${code};${count}`));
    expect(counts[0]).toBe(read);
  });

  it.each(['-', '–', 'n/a', 'N/A', ''])('says with %j that there is no figure', async (absent) => {
    const { said } = await taken(csv('kode;desil1', `${CODES[0]};${absent}`, `${CODES[1]};5`));
    expect(said).toContain('data belum lengkap: 33.27.03.2001 Gombong (desil1)');
  });

  it('names its separator in a first line, and counts that line', async () => {
    expect((await taken(csv('sep=|', 'kode|desil1', `${CODES[0]}|5`))).counts[0]).toBe('5');
    expect(await refusal(csv('"sep=;"', 'kode;desil1', `${CODES[0]};-5`))).toMatch(/^desil1\.csv:3 desil1/);
  });

  it('may have only blank cells beyond its header', async () => {
    expect((await taken(csv('kode;desil1', `${CODES[0]};5;;`))).counts[0]).toBe('5');
    expect(await refusal(csv('kode;desil1;;', `${CODES[0]};5;;9`))).toContain('berlebih');
  });

  it('goes by every known name of its columns', async () => {
    const desil1 = csv(
      'id,bps_kode_desa_kelurahan,kemendagri_kode_desa_kelurahan,kemendagri_nama_desa_kelurahan,jumlah_penduduk_desil_1,satuan,tahun',
      `1,3327030001,${CODES[0]},GOMBONG,703,ORANG,2025`,
    );
    const idm = csv(
      'KODE_DESA;IKS_2024;IKE_2024;IKL_2024;NILAI_IDM_2024;STATUS_IDM_2024',
      `${BARE[0]};0,6;0,6;0,6;0,6;BERKEMBANG`,
    );
    const { rows, said } = await rankFiles({ desil1, idm });
    expect(rows[0]).toMatchObject({ kode: CODES[0], desil1: '703', idm: '0.6000' });
    expect(said.join('\n')).not.toContain('status');
    const twice = csv('kode,nilai_idm,IDM 2024', `${CODES[0]},0.6,0.6`);
    const { said: doubled } = await rankFiles({ desil1, idm: twice });
    expect(doubled[0]).toContain('idm.csv:1 idm: Kolom ini ada dua kali');
  });

  it('counts people, families and households by their other words', async () => {
    const text = csv('kode,desil1,satuan', `${CODES[0]},5,KK`, `${CODES[1]},6,keluarga`);
    expect((await taken(text)).counts).toEqual(['5', '6', undefined]);
    expect(await refusal(csv('kode,desil1,satuan', `${CODES[0]},5,ekor`))).toContain(
      'Tulis jiwa, keluarga, atau rumah tangga',
    );
  });

  it('is read from the first sheet that is shown, with its hidden rows, and says so', async () => {
    const desil1 = sheets([
      ['lama', 'hidden', row(1, 'kode', 'desil1') + row(2, CODES[0] as string, 1)],
      [
        'Data',
        'visible',
        row(1, 'kode', 'desil1') +
          row(2, CODES[0] as string, 5) +
          row(3, CODES[1] as string, 6).replace('<row', '<row hidden="1"'),
      ],
    ]);
    const { counts, said } = await taken(desil1);
    expect(counts).toEqual(['5', '6', undefined]);
    expect(said).toContain('catatan: yang dibaca lembar "Data"; yang tidak dibaca: "lama" (tersembunyi)');
    expect(said).toContain('catatan: 1 baris tersembunyi di lembarnya ikut dibaca');
  });

  it('may name the whole nation in the IDM file: other kabupaten are left out with one notice', async () => {
    const desil1 = csv('kode,desil1', `${CODES[0]},5`);
    const idm = csv('kode,idm', `${CODES[0]},0.6`, '33.28.01.2001,0.7', '1101012001,0.8', '3327032999,0.5');
    const { code, said } = await rankFiles({ desil1, idm });
    expect([code, said.filter((line) => line.startsWith('idm'))]).toEqual([
      2,
      [
        'idm.csv:5 kode: Kode 33.27.03.2999 tidak ada di daftar wilayah. Pakai kode Kemendagri, misalnya 33.27.03.2001.',
      ],
    ]);
    const whole = await rankFiles({ desil1, idm: idm.replace('3327032999,0.5\n', '') });
    expect(whole.rows[0]?.idm).toBe('0.6000');
    expect(whole.said).toContain('catatan: 2 baris dari kabupaten atau kota lain dilewati');
  });
});

describe('what cannot be read says what it is', () => {
  const utf16 = (text: string) => Buffer.from(text, 'utf16le');
  const ole = (inside: string) =>
    Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), utf16(inside)]);
  it.each([
    ['a code that became a number', csv('kode;desil1', '3,32701E+09;703'), /:2 kode: .*angka ilmiah/],
    ['a count with one comma', csv('kode;desil1', `${CODES[0]};1,000`), /:2 desil1: .*ribuan, bisa desimal/],
    ['whole lines in one cell', csv('"kode,desil1"', `"${CODES[0]},5"`), /:1 -: .*satu kolom/],
    [
      'a template of commas saved with semicolons',
      csv('kode,desil1;;;', `${CODES[0]},5;;;`),
      /:1 -: .*satu kolom/,
    ],
    ['a web page', '<html><table><tr><td>kode</td></tr></table></html>', /:1 -: .*halaman web/],
    ['a table of XML', '<?xml version="1.0"?><Workbook/>', /:1 -: .*XML/],
    ['a locked workbook', ole('EncryptedPackage'), /:1 -: .*dikunci dengan sandi/],
    ['an old workbook', ole('Workbook'), /:1 -: .*XLS lama/],
    ['a PDF', '%PDF-1.4\n1 0 obj', /:1 -: .*PDF/],
    ['UTF-16', utf16('\ufeffkode,desil1\n'), /:1 -: .*UTF-16/],
  ])('%s', async (_name, bytes, said) => {
    expect(await refusal(bytes)).toMatch(said);
  });
});

describe('a number like a NIK', () => {
  const NIK = '3327031203560004';
  const good = (...cells: string[]) => csv('kode;desil1;catatan', ...cells);

  it.each([
    ['in a column that is ignored', good(`${CODES[0]};5;${NIK}`), 'desil1.csv:2 catatan'],
    ['in a row that is left out', good(`${CODES[0]};5;`, `;9;${NIK}`), 'desil1.csv:3 catatan'],
    [
      'above the header',
      csv(`Data NIK ${NIK};;`, 'kode;desil1;x', `${CODES[0]};5;`),
      'desil1.csv:1 kolom ke-1',
    ],
    ['in the header', csv(`kode;desil1;${NIK}`, `${CODES[0]};5;`), 'desil1.csv:1 kolom ke-3'],
    ['in a figure', good(`${CODES[0]};${NIK};`), 'desil1.csv:2 desil1'],
  ])('refuses a file %s, and is quoted nowhere', async (_name, desil1, place) => {
    const { code, said } = await rankFiles({ desil1 });
    expect([code, said[0]?.startsWith(`${place}: Ada angka 16 digit`)]).toEqual([2, true]);
    expect(said.join()).not.toContain('1203560004');
  });

  it('is found in a sheet that is not read, as a text or as a number', async () => {
    const data = row(1, 'kode', 'desil1') + row(2, CODES[0] as string, 5);
    for (const cell of [NIK, Number(NIK)]) {
      const desil1 = sheets([
        ['Data', 'visible', data],
        ['Penerima', 'veryHidden', row(1, 'nik') + row(7, 'x', cell)],
      ]);
      expect(await refusal(desil1)).toContain('Lembar "Penerima", kolom ke-2 baris 7: Ada angka 16 digit');
    }
    expect(await refusal(sheet(data + row(3, CODES[1] as string, 6, Number(NIK))))).toContain(':3');
  });

  it('is none where 16 digits cannot be one', async () => {
    expect((await taken(good(`${CODES[0]};5;1234567890123456`))).counts[0]).toBe('5');
  });
});
