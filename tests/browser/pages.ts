import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../src/sample/accounts.js';
import { loadSample } from '../../src/sample/load.js';
import { expectAccessible, useJourney, type WIDTHS } from './journey.js';

const common = ['/beranda', '/menu', '/desa', '/opd', '/kata-sandi', '/akun', '/akun/langkah-kedua'];
/** A form with a setting out of its range, as it is shown again. */
const REFUSED = '/prioritas/baru?desil1=:desil1&idm=:idm&bobotIdm=7';

/** In px: how long a page may be on a phone, some sixteen windows. */
const LONGEST = 12_000;
/** Up to 40 reports with their photos, ticked and decided together. */
const DECIDED_AT_ONCE = ['/periksa'];

/** The pages of each role; `:kegiatan`, `:hitungan` and the like are filled from the sample. */
export const pages: Record<string, string[]> = {
  bappeda: [
    ...common,
    '/data',
    '/data/impor',
    '/data/1',
    '/prioritas',
    '/prioritas/baru?desil1=:desil1&idm=:idm',
    '/prioritas/baru?desil1=:desil1&idm=:idm&tingkat=kecamatan',
    REFUSED,
    '/prioritas/:hitungan',
    '/lokus',
    '/lokus/2022',
    '/lokus/2022?status=lanjutan',
    '/lokus/baru',
    '/lokus/2022/perubahan',
    '/desa/:desa',
    '/desa/:desa/keputusan',
    '/rekap',
    '/kebutuhan/baru?desa=:desa',
    '/kebutuhan/impor',
    '/uji-petik',
    '/uji-petik/baru',
    '/uji-petik/:sampel',
    '/uji-petik/kasus/:kasus',
    '/evaluasi/2022',
    '/evaluasi/2022?kecamatan=33.27.03',
  ],
  koordinator: [
    ...common,
    '/penugasan',
    '/penugasan?bagian=sudah',
    '/penugasan?bagian=riwayat',
    '/penugasan/usulan',
    '/penugasan/:penugasan/alihkan',
    '/penugasan/:penugasan/akhiri',
    '/kegiatan',
    '/komitmen',
    '/komitmen?bagian=desa',
    '/komitmen/rujukan/baru',
    '/komitmen/tindak-lanjut/baru',
    '/komitmen/:komitmen',
    '/rakor',
    '/periksa',
    '/kebutuhan?kecamatan=33.27.03',
    '/kebutuhan/:asesmen',
    '/matriks?kecamatan=33.27.03',
    '/matriks',
    '/matriks?menurut=kecamatan',
    '/matriks?menurut=opd',
    '/matriks/:sel',
    '/laporan',
    '/laporan/diam',
    '/laporan/tutup?bulan=:bulan',
    '/evaluasi/2026',
    '/kegiatan/:diajukan',
    '/kecamatan/33.27.03',
  ],
  opd: [
    ...common,
    '/kegiatan/baru',
    '/kegiatan?opd=saya',
    '/kegiatan?rencana=tiba&opd=saya',
    '/kegiatan/:dikembalikan',
    '/kegiatan/:dikembalikan/ubah',
    '/kegiatan/:rencana',
    ...['selesai', 'mulai', 'undur', 'batal'].map((word) => `/kegiatan/:rencana/${word}`),
    '/opd/:opd',
    '/laporan',
    '/matriks',
    '/kebutuhan',
    '/komitmen',
    '/uji-petik',
    '/desa/:desa',
    '/desa?cari=Kendal%20Rejo',
    '/desa?cari=tidakada',
  ],
  desa: [...common, '/desa/saya', '/kegiatan', '/kebutuhan', '/komitmen', '/lokus/2022', '/opd/:opd'],
  admin: [
    ...common,
    '/pengguna',
    '/pengguna/baru',
    '/pengguna/impor',
    '/pengguna/1',
    '/audit',
    '/kesehatan',
    '/audit/1',
    '/acuan',
    '/acuan?bagian=kategori',
    '/acuan?bagian=pengaturan',
    '/acuan/libur',
    '/acuan/opd/:opd',
    '/acuan/kategori/AIR',
  ],
};

/** Every page of every role, and those of help, are accessible and no wider than the window of this size. */
export const everyPage = (size: keyof typeof WIDTHS) => {
  const journey = useJourney();
  const examples: Record<string, string | number> = {};
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'roles-'));
    const { database, config, db, region } = journey.portal.services;
    await loadSample(database, { ...config, evidenceDir: folder }, new Date());
    config.evidenceDir = folder;
    region.sample = true;
    journey.portal.clock.set(new Date());
    const activity = (reviewStatus: 'DIAJUKAN' | 'DIKEMBALIKAN', agencyId?: number) =>
      db.activity.findFirstOrThrow({ where: { agencyId, currentRevision: { reviewStatus } } });
    const officer = await db.account.findFirstOrThrow({ where: { username: 'opd' } });
    const village = await db.account.findFirstOrThrow({ where: { username: 'desa' } });
    const version = (kind: 'DESIL1' | 'IDM') =>
      db.datasetVersion.findFirstOrThrow({ where: { kind }, orderBy: { id: 'desc' } });
    examples.kegiatan = (await db.activity.findFirstOrThrow()).id;
    examples.diajukan = (await activity('DIAJUKAN')).id;
    examples.dikembalikan = (await activity('DIKEMBALIKAN', officer.agencyId as number)).id;
    const planned = { workStatus: 'RENCANA', reviewStatus: 'DIVERIFIKASI' } as const;
    const plan = { agencyId: officer.agencyId as number, currentRevision: planned };
    examples.rencana = (await db.activity.findFirstOrThrow({ where: plan })).id;
    examples.penugasan = (await db.assignment.findFirstOrThrow({ where: { endsOn: null } })).id;
    examples.komitmen = (await db.undertaking.findFirstOrThrow()).id;
    examples.asesmen = (await db.needAssessment.findFirstOrThrow()).id;
    const need = await db.needStanding.findFirstOrThrow();
    examples.sel = `${need.villageCode}/${need.categoryCode}`;
    const drawn = await db.spotCase.findFirstOrThrow();
    examples.sampel = drawn.checkId;
    examples.kasus = drawn.id;
    examples.hitungan = (await db.rankingRun.findFirstOrThrow()).id;
    examples.desil1 = (await version('DESIL1')).id;
    examples.idm = (await version('IDM')).id;
    const [year, month] = [new Date().getFullYear(), new Date().getMonth()];
    examples.bulan = new Date(Date.UTC(year, month - 1)).toISOString().slice(0, 7);
    examples.opd = officer.agencyId as number;
    examples.desa = village.villageCode as string;
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const fill = (address: string) =>
    address.replace(/:([a-z0-9]+)/g, (_all, name: string) => String(examples[name]));

  it.each(Object.entries(pages))('is accessible and fits: the pages of %s', async (role, addresses) => {
    const page = await journey.open(size);
    await journey.signIn(page, role, DEMO_PASSWORD);
    for (const address of addresses) {
      const answer = await page.goto(fill(address));
      expect([address, answer?.status()]).toEqual([address, address === REFUSED ? 422 : 200]);
      if (size === 'phone' && !DECIDED_AT_ONCE.includes(address)) {
        const height = await page.evaluate('document.documentElement.scrollHeight');
        expect([address, height as number]).toEqual([address, expect.toSatisfy((px) => px < LONGEST)]);
      }
      await expectAccessible(page);
    }
  });

  it('is accessible and fits: the pages of help', async () => {
    const page = await journey.open(size);
    for (const address of ['/', '/bantuan', '/istilah', '/aksesibilitas', '/metode', '/uji-petik/umum']) {
      await page.goto(address);
      await expectAccessible(page);
    }
  });
};
