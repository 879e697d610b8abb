import { beforeAll, describe, expect, it } from 'vitest';
import { execute, sql } from '../../src/database/query.js';
import { makeAccount, makeVersion } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';

const POOR = { '33.27.03.2001': 812, '33.27.03.2002': 400, '33.27.01.2002': 1003, '33.27.08.1004': 150 };
const IDM = { '33.27.03.2001': 0.6512, '33.27.03.2002': 0.7072, '33.27.01.2002': 0.6012 };

describe('a saved run', () => {
  const portal = usePortal();
  const form = { nama: 'Uji kuota 2', seleksi: 'kuota:2', desil1: 0, idm: 0 };
  let bappeda: Browser;
  let href = '';
  beforeAll(async () => {
    form.desil1 = await makeVersion(portal.services.database, 'DESIL1', POOR);
    form.idm = await makeVersion(portal.services.database, 'IDM', IDM);
    bappeda = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
    href = (await bappeda.post('/prioritas', form)).headers.location as string;
  });
  const renamed = async (name: string, work: () => Promise<void>) => {
    const rename = (to: string) =>
      portal.services.database.transaction((tx) =>
        execute(tx, sql`update village set name = ${to} where code = '33.27.01.2002'`),
      );
    await rename(name);
    try {
      await work();
    } finally {
      await rename('Mandiraja');
    }
  };

  it('shows what was stored, with its settings, its cut and the version of the method', async () => {
    expect(href).toMatch(/^\/prioritas\/\d+$/);
    const page = words(await bappeda.get(href));
    expect(page).toContain('Batas: 2 terpilih di atas garis ini');
    expect(page).toContain('Desil 1: 1.003 jiwa, tertinggi ke-1. IDM 0,6012, terendah ke-1.');
    expect(page).toContain('Desil 1: 150 jiwa, tertinggi ke-4. Tanpa IDM: skor dari desil 1 saja.');
    expect(page).toContain('Cara menghitung versi 1');
    expect(words(await bappeda.get('/prioritas'))).toContain('Uji kuota 2');
    const found = words(await bappeda.get(`${href}?cari=mandi%20raja`));
    expect(found).toContain('1 desa dan kelurahan');
    expect(found).toContain('Mandiraja');
  });

  it('gives the bytes of its what-if, in percent and with lent IDM too', async () => {
    const wholly = { dasar: 'persen', tanpaIdm: 'rata-kecamatan', normalisasi: 'persentil' };
    for (const more of [{}, wholly]) {
      const settings: Record<string, string> = { seleksi: 'kuota:2', ...more };
      const saved = await bappeda.post('/prioritas', { ...form, ...settings });
      const query = new URLSearchParams({ ...settings, desil1: String(form.desil1), idm: String(form.idm) });
      const computed = await bappeda.get(`/prioritas/baru?${query}&format=csv`);
      const stored = await bappeda.get(`${saved.headers.location}?format=csv`);
      expect(stored.text).toBe(computed.text);
      expect(stored.text.split('\n')).toHaveLength(6);
      const json = await bappeda.get(`${saved.headers.location}?format=json&kecamatan=33.27.03`);
      expect(json.body).toHaveLength(2);
    }
  });

  it('keeps the names of its day, on the page and in its files', () =>
    renamed('Mandiraja Baru', async () => {
      expect(words(await bappeda.get(href))).toContain('Mandiraja');
      expect(words(await bappeda.get(href))).not.toContain('Mandiraja Baru');
      expect((await bappeda.get(`${href}?format=csv`)).text).not.toContain('Mandiraja Baru');
    }));

  it('says beside a new reckoning that nothing differs, or what differs and why', async () => {
    const same = await bappeda.get(`${href}/banding`);
    expect(words(same)).toContain('Tidak ada yang berbeda.');
    await renamed('Mandiraja Baru', async () => {
      const other = words(await bappeda.get(`${href}/banding`));
      expect(other).toContain('1 desa dan kelurahan berbeda.');
      expect(other).toContain('Nama 1 desa atau kecamatannya berganti.');
      expect(other).toContain('nama Mandiraja nama Mandiraja Baru');
    });
  });

  it('tells a run of another method from one whose numbers nothing explains', async () => {
    const copied = (version: number) =>
      portal.services.database.transaction(async (tx) => {
        const made = await tx.rankingRun.findFirstOrThrow({ orderBy: { id: 'asc' } });
        const { id, createdAt, parameters, ...rest } = made;
        const run = await tx.rankingRun.create({
          data: { ...rest, parameters: parameters as object, methodVersion: version },
        });
        const results = await tx.rankingResult.findMany({ where: { runId: id } });
        await tx.rankingResult.createMany({
          data: results.map((one) => ({ ...one, runId: run.id, score6: one.score6 === 0 ? 5 : one.score6 })),
        });
        return `/prioritas/${run.id}/banding`;
      });
    const earlier = words(await bappeda.get(await copied(0)));
    expect(earlier).toContain(
      'Cara menghitung berganti: hitungan ini memakai versi 0, hitungan ulang memakai versi 1.',
    );
    expect(earlier).toContain('skor 0,000005 skor 0,000000');
    expect(earlier).not.toContain('tanpa sebab');
    expect(words(await bappeda.get(await copied(1)))).toContain(
      'Angkanya berbeda tanpa sebab yang dikenal portal.',
    );
  });

  it('is read by a coordinator, who cannot save one', async () => {
    const koordinator = await portal.as(await makeAccount(portal.services.database, 'KOORDINATOR'));
    await koordinator.post('/prioritas', form).expect(403);
    await koordinator.get(href);
    await koordinator.get(`${href}/banding`);
  });
});
