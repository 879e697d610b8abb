import { describe, expect, it } from 'vitest';
import { execute, sql } from '../../src/database/query.js';
import { agencyId, MANDIRAJA, makeAccount, makeAssignment } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';
import { FIVE, type Scene, setScene } from './scene.js';

/** What stands under a heading of the page, up to the next one. */
const under = (page: string, heading: string) => page.split(heading)[1]?.split(/Bukti |Ringkasan /)[0] ?? '';
const SINCE = 'Yang berubah sejak dikembalikan';

describe('what changed since a report was returned', () => {
  const portal = usePortal();
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );

  const mended = async (scene: Scene, id: number, fields: Record<string, string>) => {
    const { revision } = await scene.current(id);
    const seen = { revisi: String(revision.id), versi: String(revision.lockVersion) };
    await scene.asOfficer.post(`/kegiatan/${id}/ubah`, { ...FIVE, ...seen, ...fields }).expect(303);
  };

  it('stands where it is verified, field by field and line by line, for the officer and the reviewer alike', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({ 'baris.0.jenis': 'PLT', 'baris.0.jumlah': '7' });
    const page = async (browser: Browser) => words(await browser.get(`/kegiatan/${id}`));
    expect(await page(scene.asCoordinator)).not.toContain(SINCE);
    await scene.press(scene.asCoordinator, id, 'kembalikan', { catatan: 'Hitung lagi.' });
    expect(await page(scene.asOfficer)).toContain(`${SINCE} Tidak ada yang berubah.`);
    await mended(scene, id, { jumlah: '9', warga: '20', aksi: 'draf' });
    expect(await page(scene.asOfficer)).toContain('Jamban sehat: terealisasi 12 unit 9 unit');
    await scene.press(scene.asOfficer, id, 'ajukan');
    for (const browser of [scene.asCoordinator, scene.asOfficer]) {
      const told = await page(browser);
      expect(told).toContain(`${SINCE} 3 hal berubah.`);
      expect(told).toContain('Warga tidak diisi 20 orang');
      expect(told).toMatch(/Pelatihan kerja .*terealisasi 7 orang dihapus/);
    }
    await scene.press(scene.asCoordinator, id, 'kembalikan', { catatan: 'Sekali lagi.' });
    await mended(scene, id, { jumlah: '10', warga: '20', aksi: 'ajukan' });
    const again = await page(scene.asCoordinator);
    expect(again).toContain(`${SINCE} 1 hal berubah.`);
    expect(again).toContain('terealisasi 9 unit 10 unit');
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    expect(await page(scene.asCoordinator)).not.toContain(SINCE);
  });

  it('tells evidence that was added or removed, and a village that was chosen wrongly', async () => {
    const scene = await setScene(portal);
    await makeAssignment(portal.services.database, { villageCode: MANDIRAJA });
    const first = await scene.asOfficer
      .upload('/kegiatan', { ...FIVE, aksi: 'ajukan' }, [{ field: 'bukti', name: 'lama.png', bytes: pixel }])
      .expect(303);
    const id = Number(first.headers.location?.split('/').at(-1));
    await scene.press(scene.asCoordinator, id, 'kembalikan', { catatan: 'Desanya keliru.' });
    const { revision } = await scene.current(id);
    const fields = {
      ...FIVE,
      desa: MANDIRAJA,
      revisi: String(revision.id),
      versi: String(revision.lockVersion),
      hapus_bukti: String(revision.evidence[0]?.id),
      aksi: 'ajukan',
    };
    const pdf = { field: 'bukti', name: 'berita.pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF') };
    await scene.asOfficer.upload(`/kegiatan/${id}/ubah`, fields, [pdf]).expect(303);
    const told = words(await scene.asCoordinator.get(`/kegiatan/${id}`));
    expect(told).toContain('Desa Gombong Mandiraja');
    expect(told).toContain('lama.jpg ada dihapus');
    expect(told).toContain('berita.pdf belum ada ditambahkan');
  });

  it('says so where what was submitted was not kept', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    const { database } = portal.services;
    // As in an installation whose submissions are older than their table.
    await database.transaction(async (tx) => {
      await execute(tx, sql`alter table submission disable trigger submission_never_deleted`);
      await tx.submission.deleteMany();
      await execute(tx, sql`alter table submission enable trigger submission_never_deleted`);
    });
    await scene.press(scene.asCoordinator, id, 'kembalikan', { catatan: 'Hitung lagi.' });
    expect(words(await scene.asOfficer.get(`/kegiatan/${id}`))).toMatch(
      new RegExp(`${SINCE} Isi yang diajukan .* tidak tersimpan`),
    );
  });

  it('stands beside what a correction changes of the verified revision, on both pages where it is decided', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    await scene.press(scene.asOfficer, id, 'perbaiki');
    await mended(scene, id, { jumlah: '9', perubahan: 'Dihitung ulang.', aksi: 'ajukan' });
    const first = words(await scene.asCoordinator.get(`/kegiatan/${id}`));
    expect(first).toContain('Yang berubah dari revisi ke-1 yang dihitung 1 hal berubah.');
    expect(first).toContain('Alasan perbaikan: Dihitung ulang.');
    await scene.press(scene.asCoordinator, id, 'kembalikan', { catatan: 'Sebut dengan siapa.' });
    await mended(scene, id, { jumlah: '8', perubahan: 'Dihitung ulang bersama desa.', aksi: 'ajukan' });
    const page = await scene.asCoordinator.get(`/kegiatan/${id}`);
    expect(page.text).toContain(`action="/kegiatan/${id}/verifikasi"`);
    const told = words(page);
    expect(under(told, SINCE)).toContain('Yang diperbaiki Dihitung ulang. Dihitung ulang bersama desa.');
    expect(told).toContain('Jamban sehat: terealisasi 9 unit 8 unit');
    expect(told).toContain('Jamban sehat: terealisasi 12 unit 8 unit');
    expect(words(await scene.asCoordinator.get(`/kegiatan/${id}/perbedaan`))).toContain(SINCE);
  });
});

const note = { catatan: 'Jumlahnya tidak sama dengan berita acara.' };
const verified = async (scene: Scene, fields: Record<string, string> = {}) => {
  const id = await scene.log(fields);
  await scene.press(scene.asCoordinator, id, 'verifikasi');
  return id;
};

describe('a verified report that is asked to be mended', () => {
  const portal = usePortal();
  const sums = async (scene: Scene) =>
    (await scene.asCoordinator.get('/rekap?kelompok=jenis&jenis=JMB&format=json')).text;

  it('comes back to its author, counts until its correction is verified, and cannot be deleted', async () => {
    const scene = await setScene(portal);
    const id = await verified(scene, { judul: 'Jamban di RT 3' });
    const before = await sums(scene);
    await scene.press(scene.asCoordinator, id, 'minta-perbaikan', note, 303);
    const asked = await scene.current(id);
    expect(asked.revision).toMatchObject({
      number: 2,
      reviewStatus: 'DIKEMBALIKAN',
      authorId: scene.officer.id,
      reviewerId: scene.coordinator.id,
      reviewNote: note.catatan,
    });
    expect(asked.verifiedRevisionId).not.toBe(asked.revision.id);
    expect(await sums(scene)).toBe(before);
    expect(words(await scene.asOfficer.get('/beranda'))).toContain(note.catatan);
    expect((await scene.asOfficer.get(`/kegiatan/${id}`)).text).not.toContain(
      `action="/kegiatan/${id}/hapus"`,
    );
    await scene.press(scene.asOfficer, id, 'hapus', {}, 403);
    await scene.press(scene.asOfficer, id, 'ajukan', {}, 422);
    const fields = { ...FIVE, jumlah: '9', perubahan: 'Sesuai berita acara.', aksi: 'ajukan' };
    await scene.press(scene.asOfficer, id, 'ubah', fields, 303);
    await scene.press(scene.asOfficer, id, 'tarik', {}, 303);
    await scene.press(scene.asOfficer, id, 'hapus', {}, 403);
    await scene.press(scene.asOfficer, id, 'ajukan', {}, 303);
    expect(words(await scene.asCoordinator.get(`/kegiatan/${id}`))).toContain('terealisasi 12 unit 9 unit');
    await scene.press(scene.asCoordinator, id, 'verifikasi', {}, 303);
    expect(await sums(scene)).not.toBe(before);
    const entry = await portal.services.db.auditEntry.findFirstOrThrow({
      where: { action: 'activity.recall', subjectId: String(id) },
    });
    expect(entry.summary).toBe('meminta perbaikan "Jamban di RT 3", revisi 2');
  });

  it('is read by others as it was verified until the correction is submitted, and keeps its dispute', async () => {
    const scene = await setScene(portal);
    const id = await verified(scene);
    await scene.press(scene.asVillage, id, 'sanggah', { alasan: 'Baru 9 unit.' });
    await scene.press(scene.asCoordinator, id, 'minta-perbaikan', note, 303);
    for (const browser of [scene.asCoordinator, scene.asVillage]) {
      const page = words(await browser.get(`/kegiatan/${id}`));
      expect(page).toContain('Perbaikan diminta');
      expect(page).toContain('12 unit');
      expect(page).toContain('Baru 9 unit.');
    }
    const waiting = await scene.asCoordinator.get('/kegiatan?tanggapan=menunggu&format=json');
    expect(waiting.text).toContain(`"id":${id},`);
    const response = await portal.services.db.villageResponse.findFirstOrThrow({
      where: { reason: 'Baru 9 unit.' },
    });
    const answer = { tanggapan: String(response.id), jawaban: 'Sedang diperbaiki OPD.' };
    await scene.asCoordinator.post(`/kegiatan/${id}/jawab`, answer).expect(303);
  });

  it('is asked for once: who comes second, or while a correction is running, is told who was faster', async () => {
    const scene = await setScene(portal);
    const second = await portal.as(await makeAccount(portal.services.database, 'KOORDINATOR'));
    const id = await verified(scene);
    const { revision } = await scene.current(id);
    const seen = { revisi: revision.id, versi: revision.lockVersion, ...note };
    const answers = await Promise.all(
      [scene.asCoordinator, second].map((browser) =>
        browser.post(`/kegiatan/${id}/minta-perbaikan`, seen).expect([303, 409]),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(words(answers.find(({ status }) => status === 409) as (typeof answers)[0])).toContain(
      'meminta perbaikan',
    );
    expect((await scene.current(id)).revision.number).toBe(2);
    const other = await verified(scene);
    const before = (await scene.current(other)).revision;
    await scene.press(scene.asOfficer, other, 'perbaiki');
    const late = await second
      .post(`/kegiatan/${other}/minta-perbaikan`, { revisi: before.id, versi: before.lockVersion, ...note })
      .expect(409);
    expect(words(late)).toContain(`${scene.officer.name}, `);
    expect(words(late)).toContain('mulai memperbaiki');
  });
});

describe('a verified report whose author is gone', () => {
  const portal = usePortal();

  it('goes to colleagues of a disabled author and to the successor of a merged OPD, and is refused where nobody is left', async () => {
    const scene = await setScene(portal);
    const { database, db } = portal.services;
    const [merged, orphaned] = [await verified(scene), await verified(scene)];
    const dinkes = await agencyId(database);
    const disable = () =>
      database.transaction((tx) =>
        tx.account.updateMany({ where: { agencyId: dinkes }, data: { disabledAt: new Date() } }),
      );
    await disable();
    const refused = await scene.press(scene.asCoordinator, orphaned, 'minta-perbaikan', note, 409);
    expect(words(refused)).toContain('Tidak ada akun petugas yang aktif di Dinkes');
    expect((await scene.current(orphaned)).revision.number).toBe(1);
    const colleague = await portal.as(await makeAccount(database, 'OPD'));
    await scene.press(scene.asCoordinator, orphaned, 'minta-perbaikan', note, 303);
    expect((await scene.current(orphaned)).revision.authorId).toBe(scene.officer.id);
    expect(words(await colleague.get('/beranda'))).toContain(note.catatan);
    await disable();
    const successor = await makeAccount(database, 'OPD', { agency: 'Inspektorat' });
    await database.transaction((tx) =>
      tx.agency.update({
        where: { id: dinkes },
        data: { validTo: new Date('2026-10-31T00:00:00Z'), successorId: successor.agencyId },
      }),
    );
    await scene.press(scene.asCoordinator, merged, 'minta-perbaikan', note, 303);
    expect((await (await portal.as(successor)).get(`/kegiatan/${merged}/ubah`)).status).toBe(200);
    expect(await db.activity.count({ where: { id: merged, verifiedRevisionId: { not: null } } })).toBe(1);
  });
});
