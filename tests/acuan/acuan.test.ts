import { describe, expect, it } from 'vitest';
import { makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

const OPD = { nama: 'Badan Uji', singkatan: 'BU', jenis: 'BADAN', kapasitas: '2', mulai: '2026-01-01' };
const CATEGORY = { kode: 'uji', nama: 'Uji coba', satuan: 'paket', aktif: 'ya' };

describe('reference data', () => {
  const portal = usePortal();
  const admin = async () => portal.as(await makeAccount(portal.services.database, 'ADMIN'));
  const newest = (action: string) =>
    portal.services.db.auditEntry.findFirstOrThrow({ where: { action }, orderBy: { id: 'desc' } });

  it('takes a new OPD, told in the trail, and refuses one that ends before it begins', async () => {
    const browser = await admin();
    const refused = await browser.post('/acuan/opd/baru', { ...OPD, sampai: '2025-12-31' }).expect(422);
    expect([refused.status, words(refused).includes('tidak boleh sebelum tanggal mulai')]).toEqual([
      422,
      true,
    ]);
    expect((await browser.post('/acuan/opd/baru', OPD)).headers.location).toBe('/acuan');
    const agency = await portal.services.db.agency.findFirstOrThrow({ where: { shortName: 'BU' } });
    expect(agency.capacity).toBe(2);
    expect(await newest('agency.edit')).toMatchObject({
      subjectId: String(agency.id),
      after: { nama: 'Badan Uji', kapasitas: 2 },
    });
  });

  it('takes a change of an OPD, with what was and what is', async () => {
    const browser = await admin();
    const agency = await portal.services.db.agency.findFirstOrThrow({ where: { shortName: 'DLH' } });
    const form = { ...OPD, nama: agency.name, singkatan: 'DLH', jenis: agency.kind, mulai: '2000-01-01' };
    await browser.post(`/acuan/opd/${agency.id}`, { ...form, kapasitas: '7' });
    expect(await newest('agency.edit')).toMatchObject({
      before: { kapasitas: agency.capacity },
      after: { kapasitas: 7 },
    });
  });

  it('says what an OPD serves: as shipped, then as the admin says; a kind that there is not is refused', async () => {
    const browser = await admin();
    const { db } = portal.services;
    const served = async (id: number) =>
      (await db.agencyField.findMany({ where: { agencyId: id } })).map((one) => one.categoryCode).sort();
    const agency = await db.agency.findFirstOrThrow({ where: { shortName: 'Dinkes' } });
    expect([agency.technical, await served(agency.id)]).toEqual([true, ['JKN', 'JMB', 'STN']]);
    const form = { ...OPD, nama: agency.name, singkatan: 'Dinkes', jenis: agency.kind, mulai: '2000-01-01' };
    const refused = await browser
      .post(`/acuan/opd/${agency.id}`, { ...form, melayani: ['STN', 'constructor'] })
      .expect(422);
    expect(refused.text).toMatch(/value="STN" checked/);
    expect(await served(agency.id)).toHaveLength(3);
    await browser.post(`/acuan/opd/${agency.id}`, { ...form, melayani: ['STN', 'AIR'] });
    expect(await served(agency.id)).toEqual(['AIR', 'STN']);
    expect(await newest('agency.edit')).toMatchObject({
      before: { teknis: true, melayani: ['JKN', 'JMB', 'STN'] },
      after: { teknis: false, melayani: ['AIR', 'STN'] },
    });
    expect(words(await browser.get(`/opd/${agency.id}`))).toContain(
      'air bersih dan stunting dan gizi; bukan OPD teknis',
    );
  });

  it('takes a new category under a code of its own', async () => {
    const browser = await admin();
    await browser.post('/acuan/kategori/baru', { ...CATEGORY, kode: '1' }).expect(422);
    expect((await browser.post('/acuan/kategori/baru', CATEGORY)).headers.location).toBe(
      '/acuan?bagian=kategori',
    );
    expect(await newest('category.edit')).toMatchObject({ subjectId: 'UJI', after: { nama: 'Uji coba' } });
    expect(words(await browser.post('/acuan/kategori/baru', CATEGORY).expect(422))).toContain(
      'Kode ini sudah dipakai',
    );
  });

  it('has a way back from every form', async () => {
    const browser = await admin();
    for (const path of ['/acuan/opd/baru', '/acuan/kategori/baru'])
      expect((await browser.get(path)).text).toContain('<a class="btn" href="/acuan">Batal</a>');
    expect((await browser.get('/pengguna/baru')).text).toContain('<a class="btn" href="/pengguna">Batal</a>');
  });

  it('is the admin’s alone', async () => {
    const browser = await portal.as(await makeAccount(portal.services.database, 'KOORDINATOR'));
    await browser.post('/acuan/opd/baru', OPD).expect(403);
    await browser.post('/acuan/opd/1', OPD).expect(403);
    await browser.post('/acuan/kategori/baru', CATEGORY).expect(403);
    await browser.post('/acuan/kategori/AIR', CATEGORY).expect(403);
  });
});
