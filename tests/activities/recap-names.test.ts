import { describe, expect, it } from 'vitest';
import { agencyId, makeAccount } from '../support/make.js';
import { TEST_NOW, usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';
import { setScene } from './scene.js';

describe('names in what was verified', STORY, () => {
  const portal = usePortal();
  const DAY = 86_400_000;
  type Row = Record<string, string | number>;
  const rowsOf = async (path: string): Promise<Row[]> =>
    (await (await setScene(portal)).asCoordinator.get(`${path}format=json`)).body;

  it('are those of its verification wherever it is told, whichever period is asked for', async () => {
    const { database } = portal.services;
    const scene = await setScene(portal);
    const before = await scene.log();
    await scene.press(scene.asCoordinator, before, 'verifikasi');
    portal.clock.set(new Date(TEST_NOW.getTime() + DAY));
    const admin = await portal.as(await makeAccount(database, 'ADMIN'));
    const sejak = '2026-11-21';
    const agency = { nama: 'Dinas Baru', singkatan: 'Dinkes', jenis: 'DINAS', mulai: '2000-01-01' };
    await admin.post(`/acuan/opd/${await agencyId(database)}`, { ...agency, sejak });
    const kind = { nama: 'Kakus', satuan: 'unit', strategi: 'A', aktif: 'ya', orang: 'ya' };
    await admin.post('/acuan/kategori/JMB', { ...kind, sejak });
    portal.clock.set(new Date(TEST_NOW.getTime() + 2 * DAY));
    for (const query of ['?', '?dari=2026-01-01&sampai=2026-11-30&', '?dari=&sampai=&']) {
      const [listed] = await rowsOf('/kegiatan?');
      const [summed] = await rowsOf(`/rekap${query}`);
      expect([query, summed?.jenis_bantuan, summed?.strategi, summed?.opd]).toEqual([
        query,
        listed?.jenis,
        listed?.strategi,
        'Dinas Kesehatan (kini Dinas Baru)',
      ]);
    }
  });

  it('leave an OPD one row, and a kind of help with it, also when the newer is verified too', async () => {
    const scene = await setScene(portal);
    const after = await scene.log({ jumlah: '7' });
    await scene.press(scene.asCoordinator, after, 'verifikasi');
    const page = words(await scene.asCoordinator.get('/rekap'));
    expect(page).toContain('Dinas Kesehatan (kini Dinas Baru) 2 ');
    expect(page).toContain('Jamban sehat (kini Kakus) 19 unit');
    expect(page).toContain('seperti pada hari verifikasi');
    const rows = await rowsOf('/rekap?');
    expect(new Set(rows.map((row) => row.opd))).toEqual(new Set(['Dinas Kesehatan (kini Dinas Baru)']));
    expect(rows.map((row) => row.strategi)).toEqual(['A', 'C']);
  });

  it('are today’s while it waits', async () => {
    const scene = await setScene(portal);
    await scene.log({ jumlah: '8', jenis: 'PLT' });
    const [waiting] = (await rowsOf('/rekap?')).filter((row) => row.status_laporan === 'Diajukan');
    expect(waiting?.jenis_bantuan).toBe('Pelatihan kerja');
  });
});
