import { describe, expect, it } from 'vitest';
import { checkFile } from '../../src/datasets/check.js';
import { kindOf } from '../../src/datasets/kinds.js';
import { readDataFile, shapeOf } from '../../src/datasets/read.js';
import type { DatasetKind } from '../../src/generated/prisma/enums.js';
import { readFileTable } from '../../src/sheets/file.js';
import { unlimited } from '../../src/sheets/table.js';
import { shippedReference } from '../../src/wilayah/reference.js';
import { workbook } from '../sheets/zip.js';
import { makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';
import { sheets } from './sheet.js';

describe('a file that is too much', () => {
  const portal = usePortal();
  const form = { jenis: 'desil1', sumber: 'DTKS', per: '2022-01-31' };
  const bappeda = async () => portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
  /** What a file is refused with. */
  const refusal = async (bytes: string | Buffer, name = 'dtks.csv') => {
    const files = [{ field: 'berkas', name, bytes: Buffer.from(bytes) }];
    return (await bappeda()).upload('/data/impor', form, files).expect(422);
  };

  it('is told how many cells are wrong, though only the first are kept', async () => {
    const refused = await refusal(`kode,desil1\n${'33.27.99.2001,1\n'.repeat(5_000)}`);
    expect(words(refused)).toContain('5.000 sel di dtks.csv tidak dapat dipakai, 200 yang pertama di bawah');
  });

  it('is refused above 150,000 rows in one sentence, whatever stands in them', async () => {
    const refused = await refusal(`kode,desil1\n${'x,1\n'.repeat(150_001)}`);
    expect(words(refused)).toContain('1 sel di dtks.csv tidak dapat dipakai');
    expect(words(refused)).toContain('lebih dari 150.000 baris data');
    for (const wide of [','.repeat(20_000), `${','.repeat(15_000)}\n`.repeat(340)])
      expect(words(await refusal(wide))).toContain('terlalu banyak sel');
  });

  it('is read to its last bad cell on the command line', async () => {
    const bytes = Buffer.from(`kode,desil1\n${'x,1\n'.repeat(150_001)}`);
    const { faults, moreFaults } = await readDataFile(kindOf('DESIL1'), bytes, await shippedReference());
    expect([faults.length, moreFaults]).toEqual([150_001, 0]);
  });

  const table = (bytes: Buffer, limits = unlimited) =>
    readFileTable(bytes, { shape: shapeOf(kindOf('DESIL1')), limits });
  const whole = '$A$1:$XFD$1048576';
  it.each([
    [
      'a merged cell of the whole sheet',
      { after: '<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>' },
    ],
    ['a column style for every column', { before: '<cols><col min="1" max="2000000" width="9"/></cols>' }],
    [
      'a name for the whole sheet',
      { names: `<definedNames><definedName name="a">data!${whole}</definedName></definedNames>` },
    ],
  ])('may have %s, which costs nothing', async (_name, more) => {
    const { records } = await table(workbook(more));
    expect(records).toEqual([{ line: 2, cells: ['33.27.03.2001', 5] }]);
  });

  it('may not have a row beyond the last one of a sheet', async () => {
    const far = workbook({ rows: '<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>' });
    await expect(table(far)).rejects.toThrow('terlalu luas');
  });

  it('may not share one text among its cells beyond what any file holds', async () => {
    const text = `<c t="inlineStr"><is><t>${'x'.repeat(1_000_000)}</t></is></c>`;
    const rows = Array.from({ length: 16 }, (_, at) => `<row r="${at + 3}">${text}</row>`);
    await expect(table(workbook({ rows: rows.join('') }))).rejects.toThrow('terlalu besar');
  });

  it('is told in few words, however long its own are', async () => {
    const row = `<row r="1"><c t="inlineStr"><is><t>kode</t></is></c><c t="inlineStr"><is><t>desil1</t></is></c></row>
      <row r="2"><c t="inlineStr"><is><t>${'&lt;'.repeat(1_001)}</t></is></c><c><v>5</v></c></row>`;
    const pages = Array.from({ length: 100 }, (_, at) => ['n'.repeat(999), 'visible', at === 0 ? row : '']);
    const { notices, faults, records } = await table(sheets(pages as [string, string, string][]));
    expect(notices.map(({ text }) => text.length)).toEqual([expect.any(Number)]);
    expect(notices[0]?.text).toContain('dan 79 lain');
    expect(notices[0]?.text.length).toBeLessThan(1_000);
    expect(faults).toMatchObject([
      { line: 2, column: 'kode', message: expect.stringContaining('1.000 huruf') },
    ]);
    expect(records[0]?.cells).toEqual([null, 5]);
  });

  it('keeps nothing of the columns that nobody knows, whatever they hold', async () => {
    const wide = await table(
      Buffer.from(`a,kode,b,desil1,c\n${'x'.repeat(3_000_000)},33.27.03.2001,x,5,x\n`),
    );
    expect(wide.records).toEqual([{ line: 2, cells: [null, '33.27.03.2001', null, '5'] }]);
    expect(wide.header.record.cells).toEqual([null, 'kode', null, 'desil1']);
  });

  it('may end the process that reads it, and nothing else', async () => {
    // One dictionary that no longer finds room is an error that ends a whole process, threads and all.
    const attributes = Array.from({ length: 4_000_000 }, (_, at) => `a${at}=""`).join(' ');
    await expect(table(workbook({ rows: `<row ${attributes}></row>` }))).rejects.toThrow('terlalu besar');
    expect((await table(workbook({}))).records).toHaveLength(1);
  });

  it('is given up after a while, and the next one is read', async () => {
    await expect(table(workbook({}), { ...unlimited, milliseconds: 1 })).rejects.toThrow(
      'terlalu lama dibaca',
    );
    expect((await table(workbook({}))).records).toHaveLength(1);
  });

  it('answers one of confirm and cancel at once, and breaks on neither', async () => {
    const browser = await bappeda();
    const staged = await browser.upload('/data/impor', form, [
      { field: 'berkas', name: 'a.csv', bytes: Buffer.from('kode,desil1\n33.27.03.2001,5\n') },
    ]);
    const at = staged.headers.location as string;
    // Whoever comes second finds nothing that waits.
    const both = ['sahkan', 'batal'].map((what) => browser.post(`${at}/${what}`).expect([303, 404]));
    const answers = await Promise.all(both);
    expect(answers.map((one) => one.status)).toContain(303);
  });
});

describe('words of a file', () => {
  const portal = usePortal();
  const form = { jenis: 'desil1', sumber: 'DTKS', per: '2022-01-31' };

  it('are shown to the one who uploads, and not stored', async () => {
    const browser = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
    const csv = 'kode,nama,desil1,Pak Darsono\n33.27.03.2001,Bu Sumiati,5,x\n';
    const staged = await browser.upload('/data/impor', form, [
      { field: 'berkas', name: 'a.csv', bytes: Buffer.from(csv) },
    ]);
    const preview = await browser.get(staged.headers.location as string);
    expect(words(preview)).toContain('nama "Bu Sumiati" di berkas');
    await browser.post(`${staged.headers.location}/sahkan`, { sebagian: 'ya' });
    const { notices } = await portal.services.db.datasetVersion.findFirstOrThrow();
    expect(notices).toEqual([
      'kolom ke-4 tidak dikenal dan diabaikan',
      'baris 2: nama lain dari daftar wilayah (Gombong), 33.27.03.2001 Gombong',
    ]);
  });

  it('are a fault when they hold a NIK, told without the number', async () => {
    const reference = await shippedReference();
    const csv = 'kode,nama,desil1,NIK 3327031203560004\n33.27.03.2001,Sum 3327031203560004,5,x\n';
    const check = (kind: DatasetKind, text: string) =>
      checkFile(kindOf(kind), Buffer.from(text), reference, { unit: '' });
    const { faults, notices } = await check('DESIL1', csv);
    expect(faults.map(({ line, column }) => [line, column])).toEqual([
      [1, 'kolom ke-4'],
      [2, 'nama'],
    ]);
    expect(JSON.stringify([faults, notices])).not.toContain('1203560004');
    const idm = 'kode,idm,status\n33.27.03.2001,0.6,3327031203560004\n';
    expect((await check('IDM', idm)).faults).toMatchObject([{ line: 2, column: 'status' }]);
  });
});
