import { beforeEach, describe, expect, inject, it } from 'vitest';
import { activityVerbs } from '../../src/activities/verbs.js';
import { PLAN, setScene } from '../activities/scene.js';
import { GOMBONG, makeAccount, makeAssignment } from '../support/make.js';
import { TEST_NOW, UNBROKEN, usePortal, words } from '../support/portal.js';

const OCTOBER = { hari: 'lain', tanggal: '2026-10-07' };
const SEPTEMBER = { hari: 'lain', tanggal: '2026-09-07' };
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

  it('refuses every verb of an activity but review, the word of the village and what leads out of it', async () => {
    const scene = await setScene(portal);
    const { press, asOfficer, asCoordinator, asVillage } = scene;
    const log = async (given: Record<string, string>, ...verbs: ('verifikasi' | 'sanggah')[]) => {
      const id = await scene.log({ ...given, ...SEPTEMBER });
      for (const verb of verbs)
        await press(verb === 'sanggah' ? asVillage : asCoordinator, id, verb, { alasan: 'Baru 9 unit.' });
      return id;
    };
    const [draft, waiting, plan] = [{ aksi: 'draf' }, {}, PLAN];
    const told = { ...FIELDS, ...SEPTEMBER, alasan: 'Lahan belum siap.', catatan: 'Hitung ulang.' };
    const disputed = await log(waiting, 'sanggah');
    const { revision } = await scene.current(disputed);
    const stages: Record<string, [by: typeof asOfficer, id: number, answer: 303 | 409, fields?: object]> = {
      ajukan: [asOfficer, await log(draft), 409],
      tarik: [asOfficer, await log(waiting), 409],
      ubah: [asOfficer, await log(draft), 409],
      perbaiki: [asOfficer, await log({}, 'verifikasi'), 409],
      selesai: [asOfficer, await log(plan, 'verifikasi'), 409],
      mulai: [asOfficer, await log(plan, 'verifikasi'), 409],
      batal: [asOfficer, await log(plan, 'verifikasi'), 409],
      undur: [asOfficer, await log(plan, 'verifikasi'), 303, { tanggal: '2026-12-20' }],
      hapus: [asOfficer, await log(draft), 303],
      verifikasi: [asCoordinator, await log(waiting), 303],
      kembalikan: [asCoordinator, await log(waiting), 303],
      'minta-perbaikan': [asCoordinator, await log({}, 'verifikasi'), 303],
      konfirmasi: [asVillage, await log(waiting), 303],
      sanggah: [asVillage, await log(waiting), 303],
      jawab: [
        asCoordinator,
        disputed,
        303,
        { tanggapan: String(revision.responses[0]?.id), jawaban: 'Dicek.' },
      ],
    };
    await asCoordinator.post('/laporan/tutup', { bulan: '2026-09' });
    expect(activityVerbs.map(({ address }) => address).sort()).toEqual(Object.keys(stages).sort());
    // Their forms lead out of it.
    const forms = ['ubah', 'selesai', 'mulai'];
    for (const [verb, [by, id, answer, fields]] of Object.entries(stages)) {
      const page = await by.get(`/kegiatan/${id}`);
      const offered = page.text.includes(`/kegiatan/${id}/${verb}"`);
      expect([verb, offered]).toEqual([verb, answer === 303 || forms.includes(verb)]);
      if (!offered)
        expect(words(page)).toMatch(
          /Bulannya sudah ditutup September 2026 sudah ditutup oleh .* minta koordinator/,
        );
      const answered = await press(by, id, verb, { ...told, ...fields }, [303, 409]);
      expect([verb, answered.status]).toEqual([verb, answer]);
      if (answer === 409) expect(words(answered)).toContain('September 2026 sudah ditutup oleh');
    }
  });

  it('takes no part of another OPD and gives none back, unless a coordinator returned it', async () => {
    const scene = await setScene(portal);
    const { database, db } = portal.services;
    await makeAssignment(database, { agency: 'DLH', role: 'SUPPORT' });
    const asOther = await portal.as(await makeAccount(database, 'OPD', { agency: 'DLH' }));
    const id = await scene.log(SEPTEMBER);
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    const line = await db.activityLine.findFirstOrThrow({ where: { revision: { activityId: id } } });
    const state = (jumlah_bagian: string, status: number) =>
      asOther
        .post(`/kegiatan/${id}/bagian`, { revisi: line.revisionId, baris: line.id, jumlah_bagian })
        .expect(status);
    const decide = async (by: typeof asOther, verb: string, status: number) => {
      const share = await db.lineShare.findFirstOrThrow({ where: { lineId: line.id } });
      const fields = { bagian: `${share.id}.${share.lockVersion}`, catatan_bagian: 'Hitung ulang.' };
      return by.post(`/kegiatan/${id}/bagian/${verb}`, fields).expect(status);
    };
    await state('3', 303);
    await scene.asCoordinator.post('/laporan/tutup', { bulan: '2026-09' });
    expect(words(await decide(asOther, 'tarik', 409))).toContain('September 2026 sudah ditutup oleh');
    const shut = await asOther.get(`/kegiatan/${id}`);
    expect(shut.text).not.toContain(`/kegiatan/${id}/bagian`);
    expect(words(shut)).toContain('Bulannya sudah ditutup September 2026 sudah ditutup oleh');
    await state('4', 409);
    await decide(scene.asCoordinator, 'kembalikan', 303);
    await state('2', 303);
    await decide(scene.asCoordinator, 'verifikasi', 303);
  });

  it('is said where its report, its draft and its plan are, and a plan that is done is told of an open day', async () => {
    const scene = await setScene(portal);
    const draft = await scene.log({ ...SEPTEMBER, jumlah: '5', aksi: 'draf' });
    const plan = await scene.log({ ...PLAN, ...SEPTEMBER, jumlah: '' });
    await scene.press(scene.asCoordinator, plan, 'verifikasi');
    const batal = `/kegiatan/${plan}/batal"`;
    expect((await scene.asOfficer.get('/laporan')).text).toContain(batal);
    await scene.asCoordinator.post('/laporan/tutup', { bulan: '2026-09' });
    expect((await scene.asOfficer.get('/laporan')).text).not.toContain(batal);
    expect((await scene.asOfficer.get('/beranda')).text).not.toContain(batal);
    const month = await scene.asOfficer.get('/laporan?bulan=2026-09');
    expect(month.text).not.toContain('/laporan/impor');
    for (const page of [month, await scene.asOfficer.get(`/kegiatan/${draft}/ubah`)])
      expect(words(page)).toContain(`September 2026 sudah ditutup oleh ${scene.coordinator.name}`);
    const done = await scene.asOfficer.get(`/kegiatan/${plan}/selesai`);
    expect(done.text).toMatch(/value="2026-11-20"[^>]* checked/);
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

  it('offers no day to press that it would refuse, and says why', async () => {
    const scene = await setScene(portal);
    const draft = await scene.log({ hari: '2026-11-20', aksi: 'draf' });
    portal.clock.set(new Date('2026-12-01T03:00:00Z'));
    const [officer, coordinator] = [await portal.as(scene.officer), await portal.as(scene.coordinator)];
    expect((await officer.get('/kegiatan/baru')).text).toContain('value="2026-11-30"');
    await coordinator.post('/laporan/tutup', { bulan: '2026-11' });
    const form = await officer.get('/kegiatan/baru');
    expect(form.text).not.toContain('value="2026-11-30"');
    expect(form.text).toMatch(/name="hari" value="2026-12-01" checked/);
    expect(words(form)).toContain(`November 2026 sudah ditutup oleh ${scene.coordinator.name}`);
    // What was pressed before it was closed stays, as its date.
    const kept = await officer.post('/kegiatan', { ...FIELDS, hari: '2026-11-30' }).expect(409);
    expect(kept.text).toMatch(/name="tanggal"[^>]*value="2026-11-30"/);
    expect((await officer.get(`/kegiatan/${draft}/ubah`)).text).toMatch(
      /name="tanggal"[^>]*value="2026-11-20"/,
    );
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
