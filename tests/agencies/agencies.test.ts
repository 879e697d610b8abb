import { beforeAll, describe, expect, it } from 'vitest';
import { assign } from '../../src/assignments/assign.js';
import { doingAs } from '../../src/audit/act.js';
import { agencyId, GOMBONG, makeAccount, makeList } from '../support/make.js';
import { type Browser, TEST_NOW, usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';

describe('agencies and reference data', STORY, () => {
  const portal = usePortal();
  const ids = { dinkes: 0, dlh: 0 };
  let admin: Browser;
  beforeAll(async () => {
    const { database } = portal.services;
    admin = await portal.as(await makeAccount(database, 'ADMIN'));
    ids.dinkes = await agencyId(database, 'Dinkes');
    ids.dlh = await agencyId(database, 'DLH');
    await makeList(database, 2026, [GOMBONG]);
    const coordinator = await makeAccount(database, 'KOORDINATOR');
    const startsOn = new Date('2026-03-01T00:00:00Z');
    const wanted = {
      villageCodes: [GOMBONG],
      agencyId: ids.dinkes,
      role: 'LEAD' as const,
      startsOn,
      reason: null,
    };
    await assign(doingAs(database, coordinator, TEST_NOW), wanted);
  });
  const form = {
    nama: 'Dinas Kesehatan',
    singkatan: 'Dinkes',
    jenis: 'DINAS',
    kapasitas: '3',
    mulai: '2000-01-01',
  };

  it('show their villages to everybody, their activities not to a village', async () => {
    const desa = await portal.as(await makeAccount(portal.services.database, 'DESA'));
    const page = words(await desa.get(`/opd/${ids.dinkes}`));
    expect(page).toContain('Gombong');
    expect(page).not.toContain('Hasil menurut jenis bantuan');
    expect((await desa.get('/opd?format=csv')).text.split('\n')[0]).not.toContain('kegiatan');
    expect(words(await admin.get('/opd?cari=dinkes'))).toContain('1 OPD');
  });

  it('keep what was typed when refused, and take a capacity', async () => {
    const refused = await admin.post(`/acuan/opd/${ids.dinkes}`, { ...form, singkatan: 'DLH' }).expect(422);
    expect(words(refused)).toContain('Singkatan DLH sudah dipakai');
    await admin.post(`/acuan/opd/${ids.dinkes}`, form);
    expect((await portal.services.db.agency.findUniqueOrThrow({ where: { id: ids.dinkes } })).capacity).toBe(
      3,
    );
  });

  it('have a successor that goes on after them and does not lead back', async () => {
    const { db } = portal.services;
    const make = async (singkatan: string, more = {}) => {
      const answer = await admin.post('/acuan/opd/baru', { ...form, nama: singkatan, singkatan, ...more });
      expect([singkatan, answer.status]).toEqual([singkatan, 303]);
      return (await db.agency.findFirstOrThrow({ where: { shortName: singkatan } })).id;
    };
    const ended = await make('Lama', { sampai: '2020-12-31' });
    const end = await make('Akhir', { sampai: '2028-12-31' });
    const middle = await make('Tengah', { sampai: '2027-12-31', penerus: end });
    const refused = async (penerus: number, at: number, sampai = '2026-12-31') => {
      const answer = await admin
        .post(`/acuan/opd/${at}`, {
          ...form,
          singkatan: `Baru ${at}`,
          sampai,
          penerus,
        })
        .expect(422);
      return words(answer);
    };
    expect(await refused(ended, middle)).toContain('Lama berakhir 31 Desember 2020');
    expect(await refused(middle, end)).toContain('Tengah sendiri diteruskan OPD ini');
    expect(await refused(999_999, middle)).toContain('penerus itu tidak ada lagi');
  });

  it('hand what is open to their successor when they end, and keep their past', async () => {
    const ending = { ...form, sampai: '2026-10-31', penerus: ids.dlh };
    await portal.services.database.transaction((tx) =>
      tx.agency.update({ where: { id: ids.dlh }, data: { capacity: 1 } }),
    );
    const asked = words(await admin.post(`/acuan/opd/${ids.dinkes}`, ending).expect(200));
    expect(asked).toContain(
      '1 penugasan yang berlaku atau akan datang berpindah ke DLH mulai 1 November 2026',
    );
    expect(asked).not.toMatch(/\b0 /);
    expect(asked).not.toContain('kapasitasnya');
    expect(await portal.services.db.assignment.count({ where: { agencyId: ids.dlh } })).toBe(0);
    await admin.post(`/acuan/opd/${ids.dinkes}`, { ...ending, setuju: 'ya' });
    const rows = await portal.services.db.assignment.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map((one) => [one.agencyId, one.endsOn?.toISOString().slice(0, 10) ?? null])).toEqual([
      [ids.dinkes, '2026-10-31'],
      [ids.dlh, null],
    ]);
    expect(words(await admin.get(`/opd/${ids.dinkes}`))).toContain('Diteruskan');
  });

  it('let the admin alone edit categories, whose prices must make sense', async () => {
    const category = {
      nama: 'Air bersih',
      satuan: 'sambungan',
      strategi: 'C',
      terendah: '5000000',
      tertinggi: '1000000',
      aktif: 'ya',
    };
    expect(words(await admin.post('/acuan/kategori/AIR', category).expect(422))).toContain(
      'tidak boleh di bawah yang terendah',
    );
    await admin.post('/acuan/kategori/AIR', { ...category, tertinggi: '9000000' });
    const bappeda = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
    await bappeda.post('/acuan/kategori/AIR', category).expect(403);
    await bappeda.get('/acuan').expect(403);
  });
});
