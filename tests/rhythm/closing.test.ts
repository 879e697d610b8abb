import { beforeEach, describe, expect, inject, it } from 'vitest';
import { setScene } from '../activities/scene.js';
import { GOMBONG } from '../support/make.js';
import { TEST_NOW, UNBROKEN, usePortal, words } from '../support/portal.js';

const OCTOBER = { hari: 'lain', tanggal: '2026-10-07' };
const bulan = '2026-10';

describe('a month that is closed', () => {
  const portal = usePortal();
  beforeEach(async () => {
    portal.clock.set(TEST_NOW);
    const { db, database } = portal.services;
    const { id: reopenedById } = await db.account.findFirstOrThrow().catch(() => ({ id: null }));
    if (reopenedById !== null)
      await database.transaction((tx) =>
        tx.monthClosing.updateMany({
          where: { reopenedAt: null },
          data: { reopenedById, reopenedAt: TEST_NOW, reopenReason: 'Uji berikutnya' },
        }),
      );
  });

  it('takes nothing new or changed for its days; says who closed it; what is in is reviewed on', async () => {
    const scene = await setScene(portal);
    const [verified, waiting, draft] = [
      await scene.log(OCTOBER),
      await scene.log({ ...OCTOBER, jumlah: '7' }),
      await scene.log({ ...OCTOBER, jumlah: '9', aksi: 'draf' }),
    ];
    await scene.press(scene.asCoordinator, verified, 'verifikasi');
    await scene.asCoordinator.post('/laporan/tutup', { bulan });
    const refused = await scene.asOfficer
      .post('/kegiatan', { ...FIELDS, ...OCTOBER, aksi: 'draf' })
      .expect(409);
    expect(words(refused)).toContain(
      `Oktober 2026 sudah ditutup oleh ${scene.coordinator.name} pada 20 November 2026`,
    );
    await scene.press(scene.asOfficer, draft, 'ajukan', {}, 409);
    await scene.press(scene.asOfficer, waiting, 'tarik', {}, 409);
    await scene.press(scene.asOfficer, verified, 'perbaiki', {}, 409);
    await scene.asOfficer.post('/laporan/nihil', { desa: GOMBONG, bulan, alasan: 'Diundur' }).expect(409);
    // Over into a month that is open.
    await scene.press(scene.asOfficer, draft, 'ubah', { ...FIELDS, hari: '2026-11-20', aksi: 'ajukan' });
    await scene.press(scene.asCoordinator, waiting, 'kembalikan', { catatan: 'Hitung ulang' });
    await scene.press(scene.asOfficer, waiting, 'ubah', {
      ...FIELDS,
      ...OCTOBER,
      jumlah: '8',
      aksi: 'ajukan',
    });
    await scene.press(scene.asCoordinator, waiting, 'verifikasi');
    const page = words(await scene.asCoordinator.get('/laporan?bagian=penutupan&bulan=2026-10'));
    expect(page).toContain(`Ditutup ${scene.coordinator.name}, 20 November 2026`);
    const csv = await scene.asCoordinator.get('/laporan?bagian=penutupan&bulan=2026-10&format=csv');
    expect(csv.text).toContain(',1,1,12,8,');
  });

  it('is closed once, when it is over, and opened again with a reason', async () => {
    const scene = await setScene(portal);
    await scene.asCoordinator.post('/laporan/tutup', { bulan: '2026-11' }).expect(422);
    await scene.asCoordinator.post('/laporan/tutup', { bulan });
    const again = await scene.asCoordinator.post('/laporan/tutup', { bulan }).expect(409);
    expect(words(again)).toContain('Oktober 2026 sudah ditutup oleh');
    const where = { reopenedAt: null };
    const { id } = await portal.services.db.monthClosing.findFirstOrThrow({ where });
    await scene.asCoordinator.post(`/laporan/penutupan/${id}/buka`, { alasan: '' }).expect(422);
    await scene.asCoordinator.post(`/laporan/penutupan/${id}/buka`, { alasan: 'Laporan tertinggal' });
    await scene.log(OCTOBER);
    const page = words(await scene.asCoordinator.get('/laporan?bulan=2026-10'));
    expect(page).toContain('Laporan tertinggal');
    await scene.asOfficer.post('/laporan/tutup', { bulan }).expect(403);
  });

  it('lets work go on that began in it', async () => {
    const scene = await setScene(portal);
    const days = { hari: 'lain', tanggal: '2026-10-20', selesai: '2026-11-18', status: 'BERJALAN' };
    const id = await scene.log(days);
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    await scene.asCoordinator.post('/laporan/tutup', { bulan });
    const done = { hari: 'lain', uraian: 'Selesai dibangun.', jumlah: '12' };
    await scene.press(scene.asOfficer, id, 'selesai', { ...done, tanggal: '2026-10-25' }, 409);
    await scene.press(scene.asOfficer, id, 'selesai', { ...done, tanggal: '2026-11-18' });
  });

  // Transactions of the embedded database run one after the other.
  it.skipIf(!inject('postgres'))('is not closed past an activity that is being stored', async () => {
    const scene = await setScene(portal);
    const { db } = portal.services;
    const before = await db.activity.count();
    const sent = Array.from({ length: 4 }, (_, at) =>
      scene.asOfficer
        .post('/kegiatan', { ...FIELDS, ...OCTOBER, jumlah: String(20 + at), aksi: 'ajukan' })
        .expect(UNBROKEN),
    );
    const close = scene.asCoordinator.post('/laporan/tutup', { bulan }).expect(303);
    const [closed, ...answers] = await Promise.all([close, ...sent]);
    expect(closed.status).toBe(303);
    const stored = answers.filter(({ status }) => status === 303).length;
    expect(answers.every(({ status }) => status === 303 || status === 409)).toBe(true);
    expect((await db.activity.count()) - before).toBe(stored);
    const { closedAt } = await db.monthClosing.findFirstOrThrow({ where: { reopenedAt: null } });
    expect(closedAt).toEqual(TEST_NOW);
  });
});

const FIELDS = { desa: GOMBONG, jenis: 'JMB', jumlah: '3', uraian: 'Jamban dibangun bersama warga.' };
