import exceljs from 'exceljs';
import { describe, expect, it } from 'vitest';
import { zip } from '../sheets/zip.js';
import { makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

const CSV = 'kode,desil1,jumlah_penduduk\n33.27.03.2001,812,5000\n33.27.01.2002,"1.003",4000\n';

describe('importing a data file', () => {
  const portal = usePortal();
  const form = { jenis: 'desil1', sumber: 'DTKS', per: '2022-01-31' };
  const bappeda = async () => portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
  const send = (
    browser: Awaited<ReturnType<typeof bappeda>>,
    bytes: string | Buffer,
    name = 'dtks.csv',
    fields = {},
  ) =>
    browser.upload('/data/impor', { ...form, ...fields }, [
      { field: 'berkas', name, bytes: Buffer.from(bytes) },
    ]);

  it('counts nothing before confirm, and keeps the version with its hash after', async () => {
    const browser = await bappeda();
    const { datasetVersion, auditEntry } = portal.services.db;
    const facts = () => auditEntry.count({ where: { action: 'dataset.import' } });
    const [versions, told] = [await datasetVersion.count(), await facts()];
    const staged = await send(browser, CSV).expect(303);
    expect(await datasetVersion.count()).toBe(versions);
    const preview = await browser.get(staged.headers.location as string);
    expect(words(preview)).toContain('2 baris bersih');
    const confirmed = await browser.post(`${staged.headers.location}/sahkan`, { sebagian: 'ya' });
    const version = await datasetVersion.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(confirmed.headers.location).toBe(`/data/${version.id}`);
    expect(version.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await browser.get(`/data/${version.id}?format=csv`)).text).toContain(
      '33.27.01.2002,Mandiraja,Moga,1003,4000,jiwa',
    );
    expect(await facts()).toBe(told + 1);
    await browser.post(`${staged.headers.location}/sahkan`).expect(404);
  });

  it('refuses the whole file for one bad cell, with line, column and reason, and keeps the form', async () => {
    const before = await portal.services.db.stagedUpload.count();
    const refused = await send(await bappeda(), 'kode,desil1\n3327030001,5\n33.27.03.2001,-2\n').expect(422);
    expect(words(refused)).toContain('3327030001 tampaknya kode BPS');
    expect(words(refused)).toContain('negatif');
    expect(refused.text).toContain('value="2022-01-31"');
    expect(await portal.services.db.stagedUpload.count()).toBe(before);
  });

  it.each([
    ['UTF-16', Buffer.from('\ufeffkode,desil1\n', 'utf16le'), 'UTF-16'],
    ['a renamed picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), 'bukan teks'],
    ['a broken zip', Buffer.from('PK\u0003\u0004rusak'), 'XLSX yang utuh'],
    ['an unclosed quote', Buffer.from('kode,desil1\n33.27.03.2001,"5\n'), 'tidak ditutup'],
    ['a row that is too long', Buffer.from('kode,desil1\n33.27.03.2001,5,6\n'), 'berlebih'],
    [
      'the same village twice',
      Buffer.from('kode,desil1\n33.27.03.2001,5\n3327032001,6\n'),
      'sudah ada di baris 2',
    ],
    ['the code of a kecamatan', Buffer.from('kode,desil1\n33.27.03,5\n'), 'kode kecamatan'],
    [
      'two units',
      Buffer.from('kode,desil1,satuan\n33.27.03.2001,5,jiwa\n33.27.01.2002,6,keluarga\n'),
      'berbeda dari baris pertama',
    ],
    [
      'a count that the database cannot hold',
      Buffer.from('kode,desil1\n33.27.03.2001,2147483648\n'),
      'Jumlah paling besar 2147483647',
    ],
    ['no data row', Buffer.from('kode,desil1\n'), 'tidak punya baris data'],
    [
      'fewer people than poor',
      Buffer.from('kode,desil1,jumlah_penduduk\n33.27.03.2001,5,4\n'),
      'lebih kecil dari desil 1',
    ],
  ])('refuses %s and says how to mend it', async (_name, bytes, reason) => {
    const refused = await send(await bappeda(), bytes).expect(422);
    expect(words(refused)).toContain(reason);
  });

  it('says how many desa have no figure, and asks before it takes a file with a part of them', async () => {
    const browser = await bappeda();
    const staged = (await send(browser, CSV)).headers.location as string;
    const before = await portal.services.db.datasetVersion.count();
    expect(words(await browser.get(staged))).toContain('221 tanpa angka dari 223 desa');
    const asked = await browser.post(`${staged}/sahkan`);
    expect(asked.headers.location).toBe(staged);
    expect(await portal.services.db.datasetVersion.count()).toBe(before);
    const codes = await portal.services.db.village.findMany({ select: { code: true } });
    const whole = `kode,desil1\n${codes.map(({ code }) => `${code},5\n`).join('')}`;
    const complete = (await send(browser, whole, 'lengkap.csv')).headers.location as string;
    expect((await browser.get(complete)).text).not.toContain('name="sebagian"');
    expect((await browser.post(`${complete}/sahkan`)).headers.location).toMatch(/^\/data\/\d+$/);
  });

  it('needs no source for an IDM file, and never takes IDM for a source of decile 1', async () => {
    const browser = await bappeda();
    const idm = { jenis: 'idm', sumber: 'DTSEN' };
    const staged = await send(browser, 'kode;idm\n33.27.03.2001;0,6512\n', 'idm.csv', idm);
    expect(words(await browser.get(staged.headers.location as string))).toContain('IDM per 31 Januari 2022');
    const wrong = await send(browser, CSV, 'dtks.csv', { sumber: 'IDM' }).expect(422);
    expect([wrong.status, words(wrong).includes('Pilih sumber data desil 1')]).toEqual([422, true]);
  });

  it('takes a downloaded version back with the unit it was counted in', async () => {
    const browser = await bappeda();
    const families = 'kode,desil1,satuan\n33.27.03.2001,243,keluarga\n';
    const staged = (await send(browser, families, 'p3ke.csv', { sumber: 'P3KE' })).headers.location;
    const made = await browser.post(`${staged}/sahkan`, { sebagian: 'ya' });
    const download = await browser.get(`${made.headers.location}?format=csv`);
    expect(words(await browser.get(made.headers.location as string))).toContain(
      'Tanggal data 31 Januari 2022',
    );
    const again = await send(browser, download.text, 'p3ke.csv', { sumber: 'P3KE' });
    expect(words(await browser.get(again.headers.location as string))).toContain('Satuan keluarga');
  });

  it('refuses an IDM for a kelurahan and reads decimal commas', async () => {
    const browser = await bappeda();
    const idm = { jenis: 'idm', sumber: 'IDM' };
    const refused = await send(browser, 'kode;idm\n33.27.08.1001;0,7\n', 'idm.csv', idm).expect(422);
    expect(words(refused)).toMatch(/tidak punya IDM|tidak ada di daftar/);
    await send(browser, '\ufeffkode;idm\n33.27.03.2001;0,6512\n', 'idm.csv', idm).expect(303);
  });

  it('reads XLSX, and refuses a formula without a stored value', async () => {
    const book = new exceljs.Workbook();
    const sheet = book.addWorksheet('data');
    sheet.addRow(['Kode', 'Desil 1']);
    sheet.addRow(['33.27.03.2001', 12]);
    const browser = await bappeda();
    const good = Buffer.from(await book.xlsx.writeBuffer());
    await send(browser, good, 'dtks.xlsx').expect(303);
    sheet.addRow(['33.27.01.2002', { formula: 'B2*2' } as exceljs.CellFormulaValue]);
    const refused = await send(browser, Buffer.from(await book.xlsx.writeBuffer()), 'dtks.xlsx').expect(422);
    expect(words(refused)).toContain('rumus tanpa hasil');
  });

  it('keeps a waiting upload for its owner alone, and forgets it on cancel', async () => {
    const owner = await bappeda();
    const staged = (await send(owner, CSV)).headers.location as string;
    await (await bappeda()).get(staged).expect(404);
    await owner.post(`${staged}/batal`);
    await owner.get(staged).expect(404);
  });

  it('refuses a confirm when another version came since the preview', async () => {
    const [one, other] = [await bappeda(), await bappeda()];
    const first = (await send(one, CSV)).headers.location as string;
    const second = (await send(other, CSV)).headers.location as string;
    await one.post(`${first}/sahkan`, { sebagian: 'ya' });
    const before = await portal.services.db.datasetVersion.count();
    const late = await other.post(`${second}/sahkan`, { sebagian: 'ya' });
    expect(late.headers.location).toBe('/data/impor');
    expect(await portal.services.db.datasetVersion.count()).toBe(before);
  });

  it('refuses what is over 10 MB, and a workbook that swells beyond it', async () => {
    const browser = await bappeda();
    const large = await send(browser, Buffer.alloc(10_000_001, 'a')).expect(413);
    expect(words(large)).toContain('lebih besar dari 10 MB');
    const bomb = await send(
      browser,
      zip({ 'xl/worksheets/sheet1.xml': Buffer.alloc(600_000_000) }),
      'dtks.xlsx',
    ).expect(422);
    expect(words(bomb)).toMatch(/terlalu besar|XLSX yang utuh/);
  }, 30_000);

  it('takes the data of today from midnight in Jakarta on', async () => {
    portal.clock.set(new Date('2026-11-20T17:30:00Z'));
    const browser = await bappeda();
    await send(browser, CSV, 'hari-ini.csv', { per: '2026-11-21' }).expect(303);
    const ahead = await send(browser, CSV, 'besok.csv', { per: '2026-11-22' }).expect(422);
    expect([ahead.status, words(ahead).includes('Tanggal data belum terjadi')]).toEqual([422, true]);
  });

  it('refuses a file name that holds a NIK', async () => {
    const refused = await send(await bappeda(), CSV, '3327030101000004.csv').expect(422);
    expect(words(refused)).toContain('mirip NIK');
  });
});
