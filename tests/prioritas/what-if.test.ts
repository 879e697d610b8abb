import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peringkat } from '../../src/cli/peringkat.js';
import { makeAccount, makeVersion } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';

const POOR = { '33.27.03.2001': 812, '33.27.03.2002': 400, '33.27.01.2002': 1003, '33.27.08.1004': 150 };
const IDM = { '33.27.03.2001': 0.6512, '33.27.03.2002': 0.7072, '33.27.01.2002': 0.6012 };

describe('a what-if', () => {
  const portal = usePortal();
  let folder = '';
  const versions = { desil1: 0, idm: 0 };
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'what-if-'));
    versions.desil1 = await makeVersion(portal.services.database, 'DESIL1', POOR);
    versions.idm = await makeVersion(portal.services.database, 'IDM', IDM);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const bappeda = async () => portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));

  describe('chooses its versions', STORY, () => {
    it('is pinned to the newest versions by its address', async () => {
      const answer = await (await bappeda())
        .get('/prioritas/baru?bobotIdm=0.7&seleksi=kuota&batas=2')
        .expect(303);
      expect(answer.headers.location).toBe(
        `/prioritas/baru?metode=skor&dasar=jumlah&normalisasi=minmax&bobotIdm=0.7&tanpaIdm=renormalisasi&seleksi=kuota:2&desil1=${versions.desil1}&idm=${versions.idm}`,
      );
    });

    it('passes over a file that covers only a part when it chooses versions', async () => {
      const { db } = portal.services;
      const unit = await db.village.count({ where: { validTo: null } });
      const codes = (await db.village.findMany({ select: { code: true }, take: Math.ceil(unit / 2) })).map(
        ({ code }) => [code, 5],
      );
      const { database } = portal.services;
      const wide = await makeVersion(database, 'DESIL1', Object.fromEntries(codes), { asOf: '2019-01-01' });
      const answer = await (await bappeda()).get('/prioritas/baru').expect(303);
      expect(answer.headers.location).toContain(`desil1=${wide}&`);
    });
  });

  it.each(['desa', 'kecamatan'])('answers with the bytes of the command line at %s level', async (level) => {
    const rows = Object.entries(POOR).map(([code, value]) => `${code},${value},10000\n`);
    const desil1 = path.join(folder, 'desil1.csv');
    const idm = path.join(folder, 'idm.csv');
    await writeFile(desil1, `kode,desil1,jumlah_penduduk\n${rows.join('')}`);
    await writeFile(
      idm,
      `kode,idm\n${Object.entries(IDM)
        .map(([code, value]) => `${code},${value}\n`)
        .join('')}`,
    );
    let printed = '';
    const stdout = { write: (text: string) => (printed += text) };
    const args = [
      '--desil1',
      desil1,
      '--idm',
      idm,
      '--seleksi',
      'kuota:2',
      '--bobot-idm',
      '0.7',
      '--tingkat',
      level,
    ];
    expect(await peringkat(args, { stdout, stderr: { write: () => undefined } })).toBe(0);
    const query = `bobotIdm=0.7&seleksi=kuota:2&desil1=${versions.desil1}&idm=${versions.idm}&tingkat=${level}&format=csv`;
    const answer = await (await bappeda()).get(`/prioritas/baru?${query}`);
    expect(answer.text).toBe(printed);
  });

  it('explains each score, and says what cannot be read', async () => {
    const browser = await bappeda();
    const pinned = `desil1=${versions.desil1}&idm=${versions.idm}`;
    const page = words(await browser.get(`/prioritas/baru?seleksi=kuota:2&${pinned}`));
    expect(page).toContain('2 dari 4 desa dan kelurahan terpilih');
    expect(page).toContain('Desil 1: 1.003 jiwa, tertinggi ke-1. IDM 0,6012, terendah ke-1.');
    expect(page).toContain('Tanpa IDM: skor dari desil 1 saja');
    const refused = await browser.get(`/prioritas/baru?bobotIdm=2&${pinned}`).expect(422);
    expect(words(refused)).toContain('bukan angka 0 sampai 1');
    await browser.get('/prioritas/baru?bobotIdm=5').expect(422);
    await browser.get('/prioritas/baru?desil1=999&idm=tanpa').expect(404);
  });

  it('says what is missing in the words of its form, at the field that mends it', async () => {
    const browser = await bappeda();
    const pinned = `desil1=${versions.desil1}&idm=${versions.idm}`;
    const refused = await browser.get(`/prioritas/baru?seleksi=kuota&batas=&${pinned}`).expect(422);
    expect(refused.text).toContain('<a href="#batas">Isi batas, misalnya 79.</a>');
    expect(words(refused)).not.toContain('kuota:79');
    // On a phone the settings are folded; a link into them needs them open.
    expect(refused.text).toMatch(/<details class="panel compact settings"[^>]* open>/);
  });

  it('keeps a weight as finely as it was given', async () => {
    const pinned = `desil1=${versions.desil1}&idm=${versions.idm}`;
    const page = await (await bappeda()).get(`/prioritas/baru?bobotIdm=0.333&seleksi=kuota:2&${pinned}`);
    expect(page.text).toContain('name="bobotIdm" value="0,333"');
    expect(words(page)).toContain('Skor = 0,667 × desil 1 + 0,333 × kebalikan IDM');
    const again = await (await bappeda())
      .get('/prioritas/baru?bobotIdm=0%2C333&seleksi=kuota&batas=2')
      .expect(303);
    expect(again.headers.location).toContain('bobotIdm=0.333');
  });

  it('finds a village in its result by a loosely written name, with rank and reason', async () => {
    const pinned = `seleksi=kuota:2&desil1=${versions.desil1}&idm=${versions.idm}`;
    const page = await (await bappeda()).get(`/prioritas/baru?${pinned}&cari=mandi%20raja`);
    expect(words(page)).toContain('Peringkat 1 dari 4 desa dan kelurahan');
    expect(words(page)).toMatch(/1 Mandiraja Moga.* tertinggi ke-1\. IDM 0,6012/);
    expect(page.text).toContain(`name="desil1" value="${versions.desil1}"`);
    const none = words(await (await bappeda()).get(`/prioritas/baru?${pinned}&cari=Gombing`));
    expect(none).toContain('Mungkin maksud Anda Gombong, Belik.');
  });

  it('explains each kecamatan in words and draws them all by name', async () => {
    const pinned = `seleksi=kuota:2&desil1=${versions.desil1}&idm=${versions.idm}`;
    const page = await (await bappeda()).get(`/prioritas/baru?${pinned}&tingkat=kecamatan`);
    expect(words(page)).toContain(
      'Desil 1: 1.212 jiwa, tertinggi ke-1. Rata-rata IDM 0,6792, terendah ke-2. Terpilih 1 dari 2 desa dan kelurahannya.',
    );
    expect(page.text).toMatch(/<text [^>]*>Belik<\/text>/);
    expect(words(page)).not.toContain('Rapuh: terpilih');
  });

  it('cannot divide families by people, neither to look at nor to save', async () => {
    const browser = await bappeda();
    const families = await makeVersion(portal.services.database, 'DESIL1', POOR, {
      unit: 'keluarga',
      source: 'P3KE',
      asOf: '2020-01-01',
    });
    const looked = await browser.get(`/prioritas/baru?dasar=persen&desil1=${families}&idm=tanpa`).expect(422);
    const form = { nama: 'Uji persen', dasar: 'persen', seleksi: 'kuota:2', desil1: families, idm: 'tanpa' };
    const saved = await browser.post('/prioritas', form).expect(422);
    for (const page of [looked, saved])
      expect(words(page)).toContain(
        'Persen membagi dengan jumlah penduduk, sedangkan data ini dalam keluarga',
      );
    expect(await portal.services.db.rankingRun.count({ where: { name: 'Uji persen' } })).toBe(0);
  });

  it('keeps settings and name when a run cannot be saved', async () => {
    const { desil1, idm } = versions;
    const form = { nama: 'Warga 3327030101000004', bobotIdm: '0.7', seleksi: 'kuota:3', desil1, idm };
    const refused = await (await bappeda()).post('/prioritas', form).expect(422);
    expect(words(refused)).toContain('mirip NIK');
    expect(refused.text).toContain('value="Warga 3327030101000004"');
    expect(refused.text).toContain('name="bobotIdm" value="0.7"');
    expect(words(refused)).toContain('3 dari 4 desa dan kelurahan terpilih');
  });
});
