import { describe, expect, it } from 'vitest';
import { makeAccount } from '../support/make.js';
import { UNBROKEN, usePortal, words } from '../support/portal.js';
import { row, sheets } from './sheet.js';

const CODES = ['33.27.03.2001', '33.27.03.2002', '33.27.03.2003'];
type Table = (string | number)[][];
/** No user name is taken twice, no list made for one year twice. */
let told = 0;

/** A table that each screen takes, and by what its page says that all three rows were understood. */
const readers = {
  desil1: {
    table: (codes: string[], title = 'kode'): Table => [[title, 'desil1'], ...codes.map((code) => [code, 5])],
    path: '/data/impor',
    fields: { jenis: 'desil1', sumber: 'DTKS', per: '2026-03-31' },
    understood: /3 baris bersih/,
  },
  idm: {
    table: (codes: string[], title = 'kode'): Table => [
      [title, 'idm'],
      ...codes.map((code) => [code, '0.6']),
    ],
    path: '/data/impor',
    fields: { jenis: 'idm', sumber: 'Kemendesa', per: '2025-03-31' },
    understood: /3 baris bersih/,
  },
  'the list of an SK': {
    table: (codes: string[], title = 'kode'): Table => [
      [title, 'opd'],
      ...codes.map((code) => [code, 'Dinkes']),
    ],
    path: '/lokus',
    fields: { hitungan: 'sk', daftar: '' },
    understood: /\b3 desa/,
  },
  accounts: {
    table: (codes: string[], title = 'kode'): Table => [
      ['username', 'nama', 'peran', title],
      ...codes.map((code, at) => [`desa-${++told}-${at}`, 'Perangkat', 'desa', code]),
    ],
    path: '/pengguna/impor',
    fields: {},
    understood: /\b3 akun/,
  },
};
type Reader = (typeof readers)[keyof typeof readers];

const text = (table: Table, separator = ',') =>
  Buffer.from(table.map((cells) => cells.join(separator)).join('\r\n'));
const page = (table: Table, from = 1) =>
  table.map((cells, at) => row(from + at, ...cells.map((cell) => cell))).join('');

/** Files as people have them, which every screen reads. */
const read: Record<string, (reader: Reader) => Buffer> = {
  'titles above the head and numbers of columns under it': ({ table }) => {
    const [head = [], ...rows] = table(CODES);
    const numbers = head.map((_title, at) => `(${at + 1})`);
    return sheets([['Rekap', 'visible', page([['DAFTAR'], ['KABUPATEN PEMALANG'], head, numbers, ...rows])]]);
  },
  'an old sheet hidden in front': ({ table }) =>
    sheets([
      ['Lama', 'hidden', page([['catatan'], ['lama']])],
      ['Data', 'visible', page(table(CODES))],
    ]),
  'codes behind apostrophes, with blanks and signs without width': ({ table }) =>
    text(table([`'${CODES[0]}`, `\u200b${CODES[1]}\u2060`, ` 33.27.03.\u00a02003\u2003`])),
  'codes without dots, or with a ,0 behind': ({ table }) =>
    text(table(CODES.map((code) => code.replaceAll('.', ''))), ';'),
  'the separator named in a first line': ({ table }) =>
    Buffer.concat([Buffer.from('sep=;\r\n'), text(table(CODES), ';')]),
  'empty columns at the end': ({ table }) =>
    text(
      table(CODES).map((cells) => [...cells, '', '', '']),
      ';',
    ),
  'the title of the open data for the code': ({ table }) =>
    text(table(CODES, 'kemendagri_kode_desa_kelurahan')),
};

/** Files that no screen can read, and what each says of them. */
const answered: Record<string, [file: (reader: Reader) => Buffer, says: string]> = {
  'whole lines in one column': [
    ({ table }) =>
      text(
        table(CODES).map((cells) => [cells.join(','), ...' '.repeat(6)]),
        ';',
      ),
    'Setiap baris berada utuh dalam satu kolom',
  ],
  'codes that a spreadsheet made numbers': [
    ({ table }) => text(table(['3,32703E+09']), ';'),
    'bukan lagi kode',
  ],
  'the code of a kecamatan': [({ table }) => text(table(['33.27.03'])), 'adalah kode kecamatan'],
  'a web page called XLS': [() => Buffer.from('<html><table><tr><td>kode</td></tr></table>'), 'halaman web'],
  'a PDF': [() => Buffer.from('%PDF-1.7\n'), 'Berkas ini PDF'],
  'a photo': [() => Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0, 0, 0]), 'Isi berkas bukan teks CSV atau XLSX'],
  'UTF-16': [
    ({ table }) => Buffer.from(`\ufeff${text(table(CODES), '\t').toString()}`, 'utf16le'),
    'Simpan ulang sebagai CSV UTF-8',
  ],
  nothing: [() => Buffer.from('\r\n\r\n'), 'kosong'],
};

describe.each(Object.entries(readers))('the screen for %s', (_name, reader) => {
  const portal = usePortal();
  const send = async (bytes: Buffer, name: string) => {
    const account = await makeAccount(
      portal.services.database,
      reader.path === '/pengguna/impor' ? 'ADMIN' : 'BAPPEDA',
    );
    const browser = await portal.as(account);
    const sent = await browser
      .upload(
        reader.path,
        { ...reader.fields, ...(reader.path === '/lokus' && { tahun: String(2030 + ++told) }) },
        [{ field: 'berkas', name, bytes }],
      )
      .expect(UNBROKEN);
    return words(sent.status === 303 ? await browser.get(sent.headers.location as string) : sent);
  };

  it.each(Object.entries(read))('reads %s', async (_file, make) => {
    expect(await send(make(reader), 'berkas.csv')).toMatch(reader.understood);
  });

  it.each(Object.entries(answered))('answers %s', async (_file, [make, says]) => {
    expect(await send(make(reader), 'berkas.csv')).toContain(says);
  });
});
