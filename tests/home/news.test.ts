import { describe, expect, it } from 'vitest';
import { forgetNews } from '../../src/home/news-close.js';
import { FIVE, type Scene, setScene } from '../activities/scene.js';
import { agencyId, GOMBONG, MANDIRAJA, makeAccount, makeAssignment, makeList } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';

const note = { catatan: 'Kurang foto.' };

/** The items of *Baru untuk Anda*, each with its words and what its form sends. */
async function newsOf(browser: Browser) {
  const page = await browser.get('/beranda');
  const [section = ''] =
    /<section class="section" aria-labelledby="judul-kabar">[\s\S]*?<\/section>/.exec(page.text) ?? [];
  return [...section.matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, item = '']) => ({
    text: words({ text: item } as typeof page).trim(),
    href: /class="name" href="([^"]*)"/.exec(item)?.[1] ?? '',
    fields: Object.fromEntries(
      [...item.matchAll(/name="(tentang|nomor|perubahan)" value="([^"]*)"/g)].map(([, name, value]) => [
        name,
        value ?? '',
      ]),
    ) as Record<string, string>,
  }));
}
const about = async (browser: Browser, href: string) =>
  (await newsOf(browser)).filter((one) => one.href === href);
const close = (browser: Browser, fields: Record<string, string> = {}) =>
  browser.post('/beranda/kabar/tutup', fields);

describe('what is new for a person', () => {
  const portal = usePortal();
  const verified = async (scene: Scene, fields: Record<string, string> = {}) => {
    const id = await scene.log(fields);
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    return id;
  };
  const mended = (scene: Scene, id: number) =>
    scene.press(scene.asOfficer, id, 'ubah', {
      ...FIVE,
      jumlah: '9',
      perubahan: 'Dihitung ulang.',
      aksi: 'ajukan',
    });

  it('stands on the home of every officer of the OPD until each closes it; reading writes nothing', async () => {
    const scene = await setScene(portal);
    const { database, db } = portal.services;
    const [colleague, other, reader] = await Promise.all([
      portal.as(await makeAccount(database, 'OPD')),
      portal.as(await makeAccount(database, 'OPD', { agency: 'Inspektorat' })),
      portal.as(await makeAccount(database, 'BAPPEDA')),
    ]);
    const id = await verified(scene, { judul: 'Jamban di RT 3' });
    const before = await db.news.findMany();
    const [item] = await about(scene.asOfficer, `/kegiatan/${id}`);
    expect(item?.text).toContain('Jamban di RT 3 Gombong. Diverifikasi, ');
    for (const browser of [other, reader, scene.asCoordinator, scene.asVillage])
      expect(await about(browser, `/kegiatan/${id}`)).toEqual([]);
    await close(other, item?.fields);
    expect(await db.news.findMany()).toEqual(before);
    await close(scene.asOfficer, item?.fields);
    expect(await about(scene.asOfficer, `/kegiatan/${id}`)).toEqual([]);
    expect(await about(colleague, `/kegiatan/${id}`)).toHaveLength(1);
  });

  it('goes by itself when it is done, and comes anew when something newer happens to the same report', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    const told = async () => (await about(scene.asOfficer, `/kegiatan/${id}`)).map(({ text }) => text);
    await scene.press(scene.asCoordinator, id, 'kembalikan', note);
    const [old] = await about(scene.asOfficer, `/kegiatan/${id}`);
    expect(old?.text).toContain('Dikembalikan: “Kurang foto.”');
    await mended(scene, id);
    expect(await told()).toEqual([]);
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    await close(scene.asOfficer, old?.fields);
    expect(await told()).toEqual([expect.stringContaining('Diverifikasi')]);
    await scene.press(scene.asCoordinator, id, 'minta-perbaikan', note);
    expect(await told()).toEqual([expect.stringContaining('Diminta diperbaiki: “Kurang foto.”')]);
    await mended(scene, id);
    expect(await told()).toEqual([]);
  });

  it('tells an answered dispute to village and OPD, until the village speaks again', async () => {
    const scene = await setScene(portal);
    const id = await verified(scene);
    await scene.press(scene.asVillage, id, 'sanggah', { alasan: 'Baru 9 unit.' });
    const { revision } = await scene.current(id);
    const answer = { tanggapan: String(revision.responses[0]?.id), jawaban: 'Sudah dicek.' };
    await scene.press(scene.asCoordinator, id, 'jawab', answer);
    const told = async (browser: Browser) =>
      (await about(browser, `/kegiatan/${id}`)).filter(({ text }) =>
        text.includes('dijawab: “Sudah dicek.”'),
      );
    for (const browser of [scene.asVillage, scene.asOfficer]) expect(await told(browser)).toHaveLength(1);
    await scene.press(scene.asVillage, id, 'konfirmasi');
    for (const browser of [scene.asVillage, scene.asOfficer]) expect(await told(browser)).toEqual([]);
  });

  it('tells an assignment to OPD and village, one that is coming too, until it is withdrawn', async () => {
    const scene = await setScene(portal);
    const { database, db } = portal.services;
    await makeList(database, 2026, [GOMBONG, MANDIRAJA]);
    const officer = await portal.as(await makeAccount(database, 'OPD', { agency: 'Inspektorat' }));
    const village = await portal.as(await makeAccount(database, 'DESA', { villageCode: MANDIRAJA }));
    const opd = String(await agencyId(database, 'Inspektorat'));
    await scene.asCoordinator.post('/penugasan', {
      ...{ pilih: MANDIRAJA, kepada: opd, peran: 'LEAD', mulai: '2026-12-01', alasan: '' },
    });
    const coming = await db.assignment.findFirstOrThrow({ where: { villageCode: MANDIRAJA } });
    const [mine] = await about(officer, `/desa/${MANDIRAJA}`);
    expect(mine?.text).toContain('Mandiraja Inspektorat menjadi OPD utama di sini mulai 1 Desember 2026');
    const [theirs] = await about(village, `/desa/${MANDIRAJA}`);
    expect(theirs?.text).toContain('Inspektorat Menjadi OPD utama desa Anda mulai 1 Desember 2026');
    await scene.asCoordinator.post(`/penugasan/${coming.id}/batalkan`, { alasan: 'Keliru desa.' });
    for (const browser of [officer, village]) expect(await about(browser, `/desa/${MANDIRAJA}`)).toEqual([]);
  });

  it('tells a merger to the officers of both OPD and to the villages, ahead of its day too, as long as it stands', async () => {
    const { database } = portal.services;
    const villageCode = '33.27.03.2003';
    await makeAssignment(database, { agency: 'BPBD', villageCode });
    const [officer, successor, village, other, admin] = await Promise.all([
      portal.as(await makeAccount(database, 'OPD', { agency: 'BPBD' })),
      portal.as(await makeAccount(database, 'OPD', { agency: 'DLH' })),
      portal.as(await makeAccount(database, 'DESA', { villageCode })),
      portal.as(await makeAccount(database, 'OPD', { agency: 'Inspektorat' })),
      portal.as(await makeAccount(database, 'ADMIN')),
    ]);
    await officer.post('/kegiatan', { ...FIVE, desa: villageCode, aksi: 'draf' });
    const dlh = await agencyId(database, 'DLH');
    const merge = async (more: Record<string, string | number>) =>
      admin.post(`/acuan/opd/${await agencyId(database, 'BPBD')}`, {
        ...{ nama: 'BPBD', singkatan: 'BPBD', jenis: 'BADAN', mulai: '2000-01-01', setuju: 'ya' },
        ...more,
      });
    const told = async (browser: Browser) =>
      (await about(browser, `/opd/${dlh}`)).map(({ text }) => text.replace(/, hari ini.*/, ''));
    const both = 'BPBD digabung ke DLH Mulai 1 Desember 2026 DLH melanjutkan';
    await merge({ sampai: '2026-11-30', penerus: dlh });
    for (const browser of [officer, successor])
      expect(await told(browser)).toEqual([`${both} 1 penugasan dan 1 draf atau laporan yang dikembalikan`]);
    expect(await told(village)).toEqual([`${both} pendampingan desa Anda`]);
    for (const browser of [other, admin]) expect(await told(browser)).toEqual([]);
    await merge({ sampai: '', penerus: '' });
    for (const browser of [officer, successor, village]) expect(await told(browser)).toEqual([]);
    await merge({ sampai: '2026-10-31', penerus: dlh });
    for (const browser of [officer, successor, village])
      expect(await told(browser)).toEqual([expect.stringContaining('Mulai 1 November 2026')]);
  });

  it('is closed as a whole up to what the page showed', async () => {
    const scene = await setScene(portal);
    const [first, second] = [await verified(scene), await verified(scene)];
    const page = await scene.asOfficer.get('/beranda');
    const upTo = /name="sampai" value="(\d+)"/.exec(page.text)?.[1] ?? '';
    const later = await verified(scene);
    await scene.asOfficer.post('/beranda/kabar/tutup-semua', { sampai: upTo });
    const left = (await newsOf(scene.asOfficer)).map(({ href }) => href);
    expect([first, second, later].map((id) => left.includes(`/kegiatan/${id}`))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('follows the rights of today: another OPD or role reads none of it, and a disabled account gets none', async () => {
    const scene = await setScene(portal);
    const { database, db } = portal.services;
    const disabled = await makeAccount(database, 'OPD');
    const update = (id: number, data: object) =>
      database.transaction((tx) => tx.account.update({ where: { id }, data }));
    await update(disabled.id, { disabledAt: new Date() });
    const id = await verified(scene);
    expect(await db.news.count({ where: { accountId: disabled.id } })).toBe(0);
    expect(await about(scene.asOfficer, `/kegiatan/${id}`)).toHaveLength(1);
    await update(scene.officer.id, { agencyId: await agencyId(database, 'Inspektorat') });
    expect(await newsOf(scene.asOfficer)).toEqual([]);
    await update(scene.officer.id, { role: 'KOORDINATOR', agencyId: null });
    expect(await newsOf(scene.asOfficer)).toEqual([]);
  });

  it('is forgotten after 90 days, as its page says', async () => {
    const scene = await setScene(portal);
    await verified(scene);
    expect(words(await scene.asOfficer.get('/beranda'))).toContain('Yang tidak ditutup disimpan 90 hari.');
    const { database, db } = portal.services;
    const days = (count: number) => new Date(Date.now() + count * 86_400_000);
    const before = await db.news.count();
    await forgetNews(database, days(89));
    expect(await db.news.count()).toBe(before);
    await forgetNews(database, days(91));
    expect(await db.news.count()).toBe(0);
  });
});
