import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { makeVerified } from '../support/make.js';
import { TEST_NOW, usePortal, words } from '../support/portal.js';
import { FIVE, PLAN, type Scene, setScene } from './scene.js';

const LATER = new Date('2026-11-25T03:00:00Z');

describe('the life of a plan', () => {
  const portal = usePortal();

  /** A verified plan for 24 November, a day before `LATER`. */
  const planned = async (fields: Record<string, string> = {}) => {
    portal.clock.set(TEST_NOW);
    const scene = await setScene(portal);
    const id = await scene.log({ ...PLAN, hari: 'lain', tanggal: '2026-11-24', ...fields });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    return { scene, id };
  };
  const cameTheDay = async (scene: Scene): Promise<Scene> => {
    portal.clock.set(LATER);
    const [asOfficer, asCoordinator, asVillage] = await Promise.all(
      [scene.officer, scene.coordinator, scene.village].map((one) => portal.as(one)),
    );
    return { ...scene, asOfficer, asCoordinator, asVillage } as Scene;
  };
  const sums = async (scene: Scene) => {
    const answer = await scene.asCoordinator.get('/rekap?kelompok=jenis&jenis=JMB&format=json');
    const rows = JSON.parse(answer.text) as Record<string, number>[];
    const sum = (key: string) => rows.reduce((total, row) => total + (row[key] ?? 0), 0);
    return { activities: sum('kegiatan_terverifikasi'), realised: sum('terealisasi') };
  };

  it('waits on its officer’s home once its last day has come, oldest first, with all that may become of it', async () => {
    const { scene, id } = await planned({ judul: 'Rencana jamban' });
    expect((await scene.asOfficer.get('/beranda')).text).not.toContain(`/kegiatan/${id}/selesai`);
    const long = await scene.log({ ...PLAN, hari: 'lain', tanggal: '2026-11-22', selesai: '2026-11-28' });
    await scene.press(scene.asCoordinator, long, 'verifikasi');
    const older = await scene.log({ ...PLAN, hari: 'lain', tanggal: '2026-11-23' });
    await scene.press(scene.asCoordinator, older, 'verifikasi');
    const then = await cameTheDay(scene);
    const home = await then.asOfficer.get('/beranda');
    expect(words(home)).toContain('Rencana yang sudah tiba harinya');
    expect(words(home)).toContain('direncanakan 6 unit');
    const rows = [...home.text.matchAll(/href="\/kegiatan\/(\d+)\/selesai"/g)].map((found) =>
      Number(found[1]),
    );
    expect(rows).toEqual([older, id]);
    const all = await then.asOfficer.get('/kegiatan?rencana=tiba&urut=tanggal&opd=saya&format=json');
    expect((JSON.parse(all.text) as { id: number }[]).map((row) => row.id)).toEqual([older, id]);
    for (const verb of ['selesai', 'mulai', 'undur', 'batal'])
      expect(home.text).toContain(`href="/kegiatan/${id}/${verb}"`);
    const page = await then.asOfficer.get(`/kegiatan/${id}`);
    for (const word of ['Tandai selesai', 'Mulai', 'Undur', 'Batalkan']) expect(words(page)).toContain(word);
    expect((await then.asCoordinator.get(`/kegiatan/${id}`)).text).not.toContain(`/kegiatan/${id}/selesai`);
  });

  it('is marked done with what was reached, the day and a photo, and counts once that is verified', async () => {
    const { scene, id } = await planned();
    const then = await cameTheDay(scene);
    const before = await sums(then);
    const page = await then.asOfficer.get(`/kegiatan/${id}/selesai`);
    expect(words(page)).toContain('Jamban sehat: jumlah yang terealisasi');
    expect(page.text).toMatch(/name="hari" value="2026-11-24" checked/);
    const { revision } = await then.current(id);
    const seen = { revisi: String(revision.id), versi: String(revision.lockVersion) };
    const early = await then.press(
      then.asOfficer,
      id,
      'selesai',
      {
        hari: 'lain',
        tanggal: '2026-11-26',
        jumlah: 'lima',
      },
      422,
    );
    expect(words(early)).toContain('Tanggal 26 November 2026 belum terjadi.');
    expect(early.text).toMatch(/name="jumlah"[^>]*value="lima"/);
    const missing = await then.press(then.asOfficer, id, 'selesai', { hari: '2026-11-24' }, 422);
    expect(words(missing)).toContain('Isi jumlah yang terealisasi.');
    const white = { r: 255, g: 255, b: 255 };
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: white } })
      .jpeg()
      .toBuffer();
    const told = { hari: '2026-11-24', jumlah: '5', terpakai: '7.500.000', uraian: 'Lima jamban dibangun.' };
    await then.asOfficer.upload(`/kegiatan/${id}/selesai`, { ...seen, ...told }, [
      { field: 'bukti', name: 'jamban.jpg', bytes },
    ]);
    const done = await then.current(id);
    expect(done.revision).toMatchObject({ number: 2, workStatus: 'SELESAI', reviewStatus: 'DIAJUKAN' });
    expect(done.revision).toMatchObject({ description: 'Lima jamban dibangun.', changeReason: null });
    expect(done.revision.startsOn).toEqual(new Date('2026-11-24T00:00:00Z'));
    expect(done.revision.lines).toMatchObject([{ target: 6, realised: 5, spentRupiah: 7_500_000n }]);
    expect(done.revision.evidence).toHaveLength(1);
    expect(await sums(then)).toEqual(before);
    const difference = words(await then.asCoordinator.get(`/kegiatan/${id}/perbedaan`));
    expect(difference).toContain('Status pekerjaan Rencana Selesai');
    expect(difference).toContain('Jamban sehat: terealisasi tidak diisi 5 unit');
    await then.press(then.asCoordinator, id, 'verifikasi');
    expect(await sums(then)).toEqual({ activities: before.activities + 1, realised: before.realised + 5 });
  });

  it('begins, and is marked done from there without another beginning', async () => {
    const { scene, id } = await planned({ selesai: '2026-11-27' });
    const then = await cameTheDay(scene);
    await then.press(then.asOfficer, id, 'mulai', { hari: '2026-11-24', jumlah: '0' });
    expect((await then.current(id)).revision).toMatchObject({ workStatus: 'BERJALAN' });
    expect((await then.current(id)).revision.endsOn).toEqual(new Date('2026-11-27T00:00:00Z'));
    await then.press(then.asCoordinator, id, 'verifikasi');
    await then.press(then.asOfficer, id, 'undur', { tanggal: '2026-12-01', alasan: 'x' }, 403);
    await then.press(then.asOfficer, id, 'selesai', {
      hari: '2026-11-25',
      jumlah: '4',
      uraian: 'Empat jamban.',
    });
    const { revision } = await then.current(id);
    expect([revision.startsOn, revision.endsOn]).toEqual([
      new Date('2026-11-24T00:00:00Z'),
      new Date('2026-11-25T00:00:00Z'),
    ]);
  });

  it('is put off to a day ahead with a reason, as long as it was', async () => {
    const { scene, id } = await planned({ selesai: '2026-11-25' });
    const then = await cameTheDay(scene);
    const tooEarly = { tanggal: '2026-11-25', alasan: 'Hujan.' };
    const past = await then.press(then.asOfficer, id, 'undur', tooEarly, 422);
    expect(words(past)).toContain('Pilih tanggal sesudah hari ini.');
    expect(past.text).toContain('Hujan.');
    const both = await then.press(then.asOfficer, id, 'undur', { tanggal: '2026-11-25' }, 422);
    expect(words(both)).toContain('Pilih tanggal sesudah hari ini.');
    expect(words(both)).toContain('Isi alasan');
    await then.press(then.asOfficer, id, 'undur', { tanggal: '2026-12-10', alasan: 'Hujan.' });
    const { revision } = await then.current(id);
    expect(revision).toMatchObject({
      workStatus: 'RENCANA',
      reviewStatus: 'DIAJUKAN',
      changeReason: 'Hujan.',
    });
    expect(revision.endsOn).toEqual(new Date('2026-12-11T00:00:00Z'));
  });

  it('is cancelled with a reason, and what it cost stands under its own name', async () => {
    const { scene, id } = await planned();
    const then = await cameTheDay(scene);
    const sent = { alasan: 'Lahan belum siap.', terpakai: '400.000' };
    const wrong = await then.press(then.asOfficer, id, 'batal', { terpakai: 'banyak' }, 422);
    expect(words(wrong)).toMatch(/Ada 2 /);
    await then.press(then.asOfficer, id, 'batal', sent);
    const { revision } = await then.current(id);
    expect(revision).toMatchObject({ workStatus: 'BATAL', cancelReason: 'Lahan belum siap.' });
    expect(revision.lines).toMatchObject([{ realised: null, spentRupiah: 400_000n }]);
    await then.press(then.asCoordinator, id, 'verifikasi');
    expect(words(await then.asCoordinator.get('/rekap?kelompok=jenis&jenis=JMB'))).toContain('400.000');
  });

  it('is disputed by its village, but asked about only when it is said to have happened', async () => {
    const { scene, id } = await planned({ judul: 'Rencana yang disanggah' });
    const then = await cameTheDay(scene);
    expect(words(await then.asVillage.get('/beranda'))).not.toContain('Rencana yang disanggah');
    const page = words(await then.asVillage.get(`/kegiatan/${id}`));
    expect(page).not.toContain('Apakah ini terjadi');
    expect(page).toContain('Tidak sesuai?');
    expect(page).toMatch(/Direncanakan .* 6 unit/);
    await then.press(then.asVillage, id, 'konfirmasi', {}, 403);
    await then.press(then.asVillage, id, 'sanggah', { alasan: 'Sudah ada.' });
    const done = { hari: '2026-11-24', jumlah: '5', uraian: 'Dibangun.' };
    await then.press(then.asOfficer, id, 'selesai', done);
    expect(words(await then.asVillage.get('/beranda'))).toContain('Rencana yang disanggah');
    expect(words(await then.asVillage.get(`/kegiatan/${id}`))).toContain('Apakah ini terjadi');
  });

  it('explains itself where it is returned and mended, while a correction still says why', async () => {
    const { scene, id } = await planned();
    const then = await cameTheDay(scene);
    await then.press(then.asOfficer, id, 'selesai', { hari: '2026-11-24', jumlah: '5', uraian: 'Dibangun.' });
    await then.press(then.asCoordinator, id, 'kembalikan', { catatan: 'Jumlahnya?' });
    const { revision } = await then.current(id);
    const seen = { revisi: String(revision.id), versi: String(revision.lockVersion) };
    const mended = { ...FIVE, ...seen, hari: 'lain', tanggal: '2026-11-24', jumlah: '4', aksi: 'ajukan' };
    await then.asOfficer.post(`/kegiatan/${id}/ubah`, mended);
    await then.press(then.asCoordinator, id, 'verifikasi');
    await then.press(then.asOfficer, id, 'perbaiki');
    await then.press(then.asOfficer, id, 'ajukan', {}, 422);
  });

  it('of old keeps the numbers it was verified with; its copy drops them and the difference says so', async () => {
    portal.clock.set(TEST_NOW);
    const scene = await setScene(portal);
    const { database } = portal.services;
    const id = await makeVerified(database, { target: 9, realised: 7, workStatus: 'RENCANA' });
    const old = await scene.current(id);
    expect(old.revision.lines).toMatchObject([{ realised: 7 }]);
    await scene.press(scene.asOfficer, id, 'perbaiki');
    expect((await scene.current(id)).revision.lines).toMatchObject([{ target: 9, realised: null }]);
    const said = words(await scene.asOfficer.get(`/kegiatan/${id}/perbedaan`));
    expect(said).toContain('Jamban sehat: terealisasi 7 unit tidak diisi');
  });
});
