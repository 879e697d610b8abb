import { describe, expect, it } from 'vitest';
import { FIVE, type Scene, setScene } from '../activities/scene.js';
import { GOMBONG, MANDIRAJA, makeAccount, makeAssignment, makeList, REGION } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';

const home = async (browser: Browser) => words(await browser.get('/beranda'));
const lists = async (browser: Browser, query: string, id: number) =>
  (await browser.get(`/kegiatan?format=json&${query}`)).text.includes(`"id":${id},`);

describe('what waits while a verified activity is corrected', () => {
  const portal = usePortal();

  const corrected = async (scene: Scene, id: number) => {
    const { revision } = await scene.current(id);
    const seen = { revisi: String(revision.id), versi: String(revision.lockVersion) };
    return scene.asOfficer.post(`/kegiatan/${id}/ubah`, {
      ...FIVE,
      ...seen,
      perubahan: 'Dihitung ulang bersama desa.',
      aksi: 'ajukan',
    });
  };

  it('keeps an open dispute at the coordinator until the correction is submitted', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({ judul: 'Jamban yang disanggah' });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    await scene.press(scene.asVillage, id, 'tanggapi', { kata: 'SANGGAHAN', alasan: 'Baru 9 unit.' });
    await scene.press(scene.asOfficer, id, 'perbaiki');
    expect(await home(scene.asCoordinator)).toContain('1 kegiatan disanggah desa');
    expect(await lists(scene.asCoordinator, 'tanggapan=menunggu', id)).toBe(true);
    await corrected(scene, id);
    expect(await home(scene.asCoordinator)).toContain('0 kegiatan disanggah desa');
    expect(await lists(scene.asCoordinator, 'tanggapan=menunggu', id)).toBe(false);
  });

  it('keeps asking the village about the verified content', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({ judul: 'Jamban tanpa tanggapan' });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    await scene.press(scene.asOfficer, id, 'perbaiki');
    expect(await home(scene.asVillage)).toContain('Jamban tanpa tanggapan');
    expect(await lists(scene.asVillage, 'tanggapan=belum', id)).toBe(true);
  });
});

describe('a silent village', () => {
  const portal = usePortal();
  const isSilent = async (browser: Browser, code = GOMBONG) => {
    const listed = (await browser.get('/desa?diam=ya&format=json')).text.includes(code);
    const [row = ''] =
      new RegExp(`${code}[\\s\\S]*?</tr>`).exec((await browser.get('/lokus/2026')).text) ?? [];
    expect([code, /tone-warn">(belum pernah|\d)/.test(row)]).toEqual([code, listed]);
    return listed;
  };

  it('is woken by work that was reported, not by plans, what was cancelled or a draft', async () => {
    await makeList(portal.services.database, 2026, [GOMBONG, MANDIRAJA]);
    const scene = await setScene(portal);
    const { asCoordinator } = scene;
    expect(await isSilent(asCoordinator)).toBe(true);
    const plan = await scene.log({ hari: 'lain', tanggal: '2027-03-01', jumlah: '' });
    await scene.press(asCoordinator, plan, 'verifikasi');
    await scene.log({ status: 'BATAL', alasan_batal: 'Hujan.' });
    await scene.log({ aksi: 'draf' });
    await scene.log({ hari: 'lain', tanggal: '2026-10-20' });
    expect(await isSilent(asCoordinator)).toBe(true);
    const id = await scene.log({ hari: 'lain', tanggal: '2026-10-21' });
    expect(await isSilent(asCoordinator)).toBe(false);
    await scene.press(asCoordinator, id, 'verifikasi');
    await scene.press(scene.asOfficer, id, 'perbaiki');
    expect(await isSilent(asCoordinator)).toBe(false);
    expect(await home(asCoordinator)).toContain('0 desa diam lebih dari 30 hari');
  });

  it('is left in peace once it is tuntas', async () => {
    const { database } = portal.services;
    await makeAssignment(database, { villageCode: MANDIRAJA });
    const coordinator = await portal.as(await makeAccount(database, 'KOORDINATOR'));
    expect(await isSilent(coordinator, MANDIRAJA)).toBe(true);
    const decidedById = (await makeAccount(database, 'BAPPEDA')).id;
    await database.transaction((tx) =>
      tx.villageDecision.create({
        data: {
          regionCode: REGION,
          villageCode: MANDIRAJA,
          outcome: 'TUNTAS',
          decidedOn: new Date('2026-06-30T00:00:00Z'),
          reason: 'Tidak ada lagi rumah tidak layak.',
          decidedById,
        },
      }),
    );
    expect(await isSilent(coordinator, MANDIRAJA)).toBe(false);
  });
});
