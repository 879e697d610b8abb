import { describe, expect, it } from 'vitest';
import { makeAccount } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';
import { row, sheet } from './sheet.js';

const NIK = '3327031203560004';

describe('a file that leaves something open', () => {
  const portal = usePortal();
  const form = { jenis: 'desil1', sumber: 'DTKS', per: '2022-01-31' };
  const bappeda = async () => portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
  const send = async (browser: Browser, bytes: string | Buffer, fields = {}) => {
    const sent = await browser.upload('/data/impor', { ...form, ...fields }, [
      { field: 'berkas', name: 'a.csv', bytes: Buffer.from(bytes) },
    ]);
    return sent.headers.location as string;
  };
  const OWN = 'REKAP;;\nkode;Orang Termiskin;Lain\n33.27.03.2001;5;9\n33.27.01.2002;7;9\n';

  it('asks which column is meant, and reads the next file of that source so, but of no other', async () => {
    const browser = await bappeda();
    const staged = await send(browser, OWN);
    const asked = await browser.get(staged);
    expect(words(asked)).toContain('Kolom mana yang memuat desil1?');
    expect(asked.text).toContain('<option value="Orang Termiskin"');
    expect(asked.text).not.toContain(`${staged}/sahkan`);
    expect(words(asked)).not.toContain('tidak dapat dipakai');
    const before = await portal.services.db.datasetVersion.count();
    const early = await browser.post(`${staged}/sahkan`, { sebagian: 'ya' });
    expect(early.headers.location).toBe(staged);
    expect(await portal.services.db.datasetVersion.count()).toBe(before);
    await browser.post(`${staged}/pilihan`, { 'kolom-desil1': 'Orang Termiskin', 'kolom-lain': 'Lain' });
    expect(words(await browser.get(staged))).toContain('2 baris bersih');
    await browser.post(`${staged}/sahkan`, { sebagian: 'ya' });
    expect(await portal.services.db.columnChoice.findMany()).toEqual([
      {
        regionCode: '33.27',
        kind: 'DESIL1',
        source: 'DTKS',
        columnName: 'desil1',
        header: 'Orang Termiskin',
      },
    ]);
    const again = await send(browser, OWN.replace(';5;', ';6;'));
    expect(words(await browser.get(again))).toContain('2 baris bersih');
    const other = await send(browser, OWN, { sumber: 'P3KE' });
    expect(words(await browser.get(other))).toContain('Kolom mana yang memuat desil1?');
  });

  it('asks which of two columns that mean the same is meant', async () => {
    const browser = await bappeda();
    const staged = await send(browser, 'kode,desil1,Jumlah Desil 1\n33.27.03.2001,5,6\n', {
      sumber: 'DTSEN',
    });
    await browser.post(`${staged}/pilihan`, { 'kolom-desil1': 'Jumlah Desil 1' });
    expect((await browser.get(`${staged}?format=csv`)).text).toMatch(/33\.27\.03\.2001,Gombong,Belik,\d*,6/);
  });

  it('shows bad cells beside the choice, and takes no answer that was not offered', async () => {
    const browser = await bappeda();
    const staged = await send(browser, OWN.replace(';7;', ';-7;'), { sumber: 'P3KE' });
    await browser.post(`${staged}/pilihan`, { 'kolom-desil1': 'Tidak Ada' });
    expect(words(await browser.get(staged))).toContain('Kolom mana yang memuat desil1?');
    await browser.post(`${staged}/pilihan`, { 'kolom-desil1': 'Orang Termiskin' });
    const shown = await browser.get(staged);
    expect(words(shown)).toContain('"-7" negatif');
    expect(shown.text).not.toContain(`${staged}/sahkan`);
  });

  it('asks whether hidden rows count before it is confirmed', async () => {
    const browser = await bappeda();
    const rows =
      row(1, 'kode', 'desil1') +
      row(2, '33.27.03.2001', 5) +
      row(3, '33.27.01.2002', 7).replace('<row', '<row hidden="1"');
    const staged = await send(browser, sheet(rows));
    const asked = await browser.get(staged);
    expect(words(asked)).toContain('1 baris disembunyikan di lembarnya');
    expect((await browser.post(`${staged}/sahkan`, { sebagian: 'ya' })).headers.location).toBe(staged);
    await browser.post(`${staged}/pilihan`, { tersembunyi: 'lewati' });
    expect(words(await browser.get(staged))).toContain('1 baris bersih');
    await browser.post(`${staged}/pilihan`, { tersembunyi: 'ikutkan' });
    const made = await browser.post(`${staged}/sahkan`, { sebagian: 'ya' });
    const version = await browser.get(made.headers.location as string);
    expect(words(version)).toContain('1 baris tersembunyi di lembarnya ikut dibaca');
    expect(version.text).toContain('href="/prioritas/baru"');
  });

  it('is not kept when any cell of it holds a number like a NIK', async () => {
    const browser = await bappeda();
    for (const text of [OWN.replace(';9\n', `;${NIK}\n`), `kode,x\n33.27.03.2001,${NIK}\n`]) {
      const refused = await browser
        .upload('/data/impor', form, [{ field: 'berkas', name: 'a.csv', bytes: Buffer.from(text) }])
        .expect(422);
      expect([refused.status, refused.text.includes(NIK)]).toEqual([422, false]);
      expect(words(refused)).toContain('mirip NIK atau nomor KK');
    }
    expect(await portal.services.db.stagedUpload.count({ where: { fileName: NIK } })).toBe(0);
  });

  it('shows the sums by kecamatan, old and new, and leaves out other kabupaten', async () => {
    const browser = await bappeda();
    const first = 'kode,desil1\n33.27.03.2001,100\n33.27.03.2002,50\n33.27.01.2002,7\n33.28.01.2001,9\n';
    const fields = { sumber: 'DTSEN', per: '2026-01-31' };
    const staged = await send(browser, first, fields);
    expect(words(await browser.get(staged))).toContain('1 baris dari kabupaten atau kota lain dilewati');
    await browser.post(`${staged}/sahkan`, { sebagian: 'ya' });
    const next = words(await browser.get(await send(browser, first.replace(',50', ',70'), fields)));
    expect(next).toMatch(/Jumlah Desil 1 menurut kecamatan.*Belik 150 170 \+20.*Seluruhnya 157 177 \+20/);
    const foreign = await browser
      .upload('/data/impor', { ...form, ...fields }, [
        { field: 'berkas', name: 'a.csv', bytes: Buffer.from('kode,desil1\n33.28.01.2001,9\n') },
      ])
      .expect(422);
    expect([foreign.status, words(foreign).includes('Tidak ada desa dari kabupaten ini')]).toEqual([
      422,
      true,
    ]);
  });
});
