import { describe, expect, it } from 'vitest';
import { GOMBONG, makeAccount } from '../support/make.js';
import { TEST_NOW, usePortal, words } from '../support/portal.js';
import { FIVE, setScene } from './scene.js';

describe('reviewing an activity', () => {
  const portal = usePortal();

  it('goes back with a note, is mended, submitted again and verified; every step is told', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    const without = await scene.press(scene.asCoordinator, id, 'kembalikan', {}, 422);
    expect(words(without)).toContain('Isi catatan');
    await scene.press(scene.asCoordinator, id, 'kembalikan', { catatan: 'Jumlahnya belum cocok.' });
    expect((await scene.current(id)).revision).toMatchObject({
      reviewStatus: 'DIKEMBALIKAN',
      reviewNote: 'Jumlahnya belum cocok.',
    });
    expect(words(await scene.asOfficer.get(`/kegiatan/${id}/ubah`))).toContain('Jumlahnya belum cocok.');
    const { revision } = await scene.current(id);
    await scene.asOfficer.post(`/kegiatan/${id}/ubah`, {
      ...FIVE,
      revisi: revision.id,
      versi: revision.lockVersion,
      jumlah: '11',
      aksi: 'ajukan',
    });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    const done = await scene.current(id);
    expect(done.revision.reviewStatus).toBe('DIVERIFIKASI');
    expect(done.verifiedRevisionId).toBe(done.revision.id);
    expect(done.revision.reviewerId).toBe(scene.coordinator.id);
    expect(done.revision.steps.map((step) => step.kind)).toEqual([
      'AJUKAN',
      'KEMBALIKAN',
      'AJUKAN',
      'VERIFIKASI',
    ]);
  });

  it('may be taken back until somebody reviewed it, and becomes what it was before', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    await scene.press(scene.asOfficer, id, 'tarik');
    expect((await scene.current(id)).revision.reviewStatus).toBe('DRAF');
    await scene.press(scene.asOfficer, id, 'ajukan');
    await scene.press(scene.asCoordinator, id, 'kembalikan', { catatan: 'Kurang foto.' });
    await scene.press(scene.asOfficer, id, 'ajukan');
    await scene.press(scene.asOfficer, id, 'tarik');
    expect((await scene.current(id)).revision.reviewStatus).toBe('DIKEMBALIKAN');
    await scene.press(scene.asOfficer, id, 'ajukan');
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    await scene.press(scene.asOfficer, id, 'tarik', {}, 403);
  });

  it('tells a coordinator with an old page who was faster, and changes nothing', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    const { revision } = await scene.current(id);
    const old = { revisi: revision.id, versi: revision.lockVersion };
    await scene.press(scene.asCoordinator, id, 'kembalikan', { catatan: 'Kurang foto.' });
    const second = await portal.as(await makeAccount(portal.services.database, 'KOORDINATOR'));
    const late = await second.post(`/kegiatan/${id}/verifikasi`, old).expect(409);
    expect(words(late)).toContain(`${scene.coordinator.name}, `);
    expect(words(late)).toContain('mengembalikan');
    expect((await scene.current(id)).revision.reviewStatus).toBe('DIKEMBALIKAN');
    await scene.asOfficer.post(`/kegiatan/${id}/verifikasi`, old).expect(403);
  });

  it('is never done by who wrote it, also after their account changed its role', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    await portal.services.database.transaction((tx) =>
      tx.account.update({
        where: { id: scene.officer.id },
        data: { role: 'KOORDINATOR', agencyId: null },
      }),
    );
    await scene.press(scene.asOfficer, id, 'verifikasi', {}, 403);
    expect((await scene.current(id)).revision.reviewStatus).toBe('DIAJUKAN');
  });

  it('belongs to coordinators: others read, and another agency cannot touch it', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    const { database } = portal.services;
    const others = {
      bappeda: await portal.as(await makeAccount(database, 'BAPPEDA')),
      otherOpd: await portal.as(await makeAccount(database, 'OPD', { agency: 'Inspektorat' })),
      admin: await portal.as(await makeAccount(database, 'ADMIN')),
    };
    for (const browser of Object.values(others)) {
      for (const verb of [
        'verifikasi',
        'kembalikan',
        'tarik',
        'ajukan',
        'hapus',
        'perbaiki',
        'konfirmasi',
        'sanggah',
      ]) {
        await scene.press(browser, id, verb, { catatan: 'x' }, 403);
      }
      await browser.post(`/kegiatan/${id}/ubah`, FIVE).expect(403);
    }
    await others.bappeda.get(`/kegiatan/${id}`);
    await others.otherOpd.get(`/kegiatan/${id}`);
    await others.otherOpd.get(`/kegiatan/${id}/ubah`).expect(403);
    const stranger = await portal.as();
    expect((await stranger.post(`/kegiatan/${id}/verifikasi`)).headers.location).toBe('/masuk');
  });

  it('hides drafts from other agencies and from the village', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({ aksi: 'draf' });
    const other = await portal.as(
      await makeAccount(portal.services.database, 'OPD', { agency: 'Inspektorat' }),
    );
    await other.get(`/kegiatan/${id}`).expect(404);
    await scene.asVillage.get(`/kegiatan/${id}`).expect(404);
    await scene.press(other, id, 'ajukan', {}, 404);
    expect((await other.get('/kegiatan?format=json')).text).not.toContain(`"id":${id},`);
    expect((await scene.asOfficer.get('/kegiatan?format=json')).text).toContain(`"id":${id},`);
  });

  it('deletes drafts only, and keeps what they held in the trail', async () => {
    const scene = await setScene(portal);
    const draft = await scene.log({ aksi: 'draf', judul: 'Salah catat' });
    const submitted = await scene.log();
    expect((await scene.press(scene.asOfficer, draft, 'hapus')).headers.location).toBe('/kegiatan');
    expect(await portal.services.db.activity.count({ where: { id: draft } })).toBe(0);
    const entry = await portal.services.db.auditEntry.findFirstOrThrow({
      where: { action: 'activity.delete', subjectId: String(draft) },
    });
    expect(JSON.stringify(entry.before)).toContain('Salah catat');
    await scene.press(scene.asOfficer, submitted, 'hapus', {}, 403);
  });
});

describe('what waits to be reviewed', () => {
  const portal = usePortal();

  it('leads from one decision to the next, the longest waiting first, until none is left', async () => {
    const scene = await setScene(portal);
    const ids: number[] = [];
    for (const hours of [1, 2, 3]) {
      portal.clock.set(new Date(TEST_NOW.getTime() + hours * 3_600_000));
      ids.push(await scene.log());
    }
    portal.clock.set(TEST_NOW);
    const [first, second, third] = ids as [number, number, number];
    const after = async (id: number, verb: string) => {
      const answer = await scene.press(scene.asCoordinator, id, verb, { catatan: 'Kurang foto.' });
      return scene.asCoordinator.get(answer.headers.location as string);
    };
    const one = await after(second, 'verifikasi');
    expect(one.text).toContain(`<a href="/kegiatan/${first}">Periksa berikutnya (2 lagi)</a>`);
    const list = await scene.asCoordinator.get('/kegiatan?laporan=DIAJUKAN&urut=menunggu&format=json');
    expect((JSON.parse(list.text) as { id: number }[]).map((row) => row.id)).toEqual([first, third]);
    expect(one.text).toContain('href="/periksa"');
    expect((await after(first, 'kembalikan')).text).toContain(`<a href="/kegiatan/${third}">`);
    expect(words(await after(third, 'verifikasi'))).toContain('Tidak ada lagi yang menunggu diperiksa.');
  });
});

describe('the village’s word', () => {
  const portal = usePortal();

  it('confirms what it sees, beside the status and blocking nothing', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    await scene.press(scene.asVillage, id, 'konfirmasi');
    expect((await scene.current(id)).revision.responses).toMatchObject([{ kind: 'KONFIRMASI' }]);
    expect(words(await scene.asCoordinator.get(`/kegiatan/${id}`))).toContain('Dikonfirmasi desa');
    await scene.press(scene.asCoordinator, id, 'verifikasi');
  });

  it('is asked for once: afterwards the page says what was said, and the same word again is none', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    await scene.press(scene.asVillage, id, 'konfirmasi');
    const page = await scene.asVillage.get(`/kegiatan/${id}`);
    expect(words(page)).toContain(
      `Desa Anda sudah mengonfirmasi kegiatan ini ${scene.village.name}, 20 November 2026`,
    );
    expect(words(page)).not.toContain('Apakah ini terjadi');
    expect(words(page)).toContain('Ubah tanggapan');
    const trail = () => portal.services.db.auditEntry.count({ where: { action: 'activity.confirm' } });
    const before = await trail();
    await scene.press(scene.asVillage, id, 'konfirmasi');
    expect((await scene.current(id)).revision.responses).toHaveLength(1);
    expect(await trail()).toBe(before);
    await scene.press(scene.asVillage, id, 'sanggah', { alasan: 'Ternyata 9 unit.' });
    expect((await scene.current(id)).revision.responses.map((one) => one.kind)).toEqual([
      'KONFIRMASI',
      'SANGGAHAN',
    ]);
    expect(words(await scene.asVillage.get(`/kegiatan/${id}`))).toContain('Desa Anda sudah menyanggah');
  });

  it('disputes with a reason, which waits at the coordinator until it is answered', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    await scene.press(scene.asVillage, id, 'sanggah', {}, 422);
    await scene.press(scene.asVillage, id, 'sanggah', { alasan: 'Baru 9 unit.' });
    const waiting = async () =>
      (await scene.asCoordinator.get('/kegiatan?tanggapan=menunggu&format=json')).text.includes(
        `"id":${id},`,
      );
    expect(await waiting()).toBe(true);
    const { revision } = await scene.current(id);
    const dispute = String(revision.responses[0]?.id);
    const reply = { tanggapan: dispute, jawaban: 'Sudah dicek.' };
    await scene.press(scene.asOfficer, id, 'jawab', { tanggapan: dispute, jawaban: 'Ya' }, 403);
    await scene.press(scene.asCoordinator, id, 'jawab', reply);
    expect(await waiting()).toBe(false);
    await scene.press(scene.asCoordinator, id, 'jawab', reply, 409);
    expect(words(await scene.asVillage.get(`/kegiatan/${id}`))).toContain('Sudah dicek.');
  });

  it('no longer waits once the content was revised, and says that it spoke of the old', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({ judul: 'Jamban yang disanggah' });
    await scene.press(scene.asVillage, id, 'sanggah', { alasan: 'Baru 9 unit.' });
    await scene.press(scene.asCoordinator, id, 'kembalikan', { catatan: 'Periksa bersama desa.' });
    portal.clock.set(new Date(TEST_NOW.getTime() + 3_600_000));
    const { revision } = await scene.current(id);
    await scene.asOfficer.post(`/kegiatan/${id}/ubah`, {
      ...FIVE,
      revisi: revision.id,
      versi: revision.lockVersion,
      judul: 'Jamban yang disanggah',
      jumlah: '9',
      aksi: 'ajukan',
    });
    const list = await scene.asCoordinator.get('/kegiatan?tanggapan=menunggu&format=json');
    expect(list.text).not.toContain(`"id":${id},`);
    const page = words(await scene.asCoordinator.get(`/kegiatan/${id}`));
    expect(page).toContain('tentang isi sebelum diubah');
    expect(page).not.toContain('Jawab sanggahan desa');
    const card = words(await scene.asCoordinator.get(`/desa/${GOMBONG}`));
    expect(card).toContain('20 Jum Jamban yang disanggah Jamban sehat: 9 unit Dinkes Diajukan');
    const answer = { tanggapan: String(revision.responses[0]?.id), jawaban: 'Sudah dicek.' };
    const late = await scene.press(scene.asCoordinator, id, 'jawab', answer, 409);
    expect(words(late)).toContain('tidak lagi menunggu jawaban');
    portal.clock.set(TEST_NOW);
  });

  it('is heard from the own village only', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    const neighbour = await portal.as(
      await makeAccount(portal.services.database, 'DESA', { villageCode: '33.27.01.2002' }),
    );
    await neighbour.get(`/kegiatan/${id}`).expect(404);
    await scene.press(neighbour, id, 'konfirmasi', {}, 404);
    expect(words(await scene.asVillage.get(`/kegiatan?desa=${GOMBONG}`))).toContain('Jamban dibangun');
  });
});
