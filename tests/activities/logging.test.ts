import { describe, expect, inject, it } from 'vitest';
import { requireAssigned } from '../../src/activities/assigned.js';
import { execute, sql } from '../../src/database/query.js';
import { GOMBONG, MANDIRAJA, makeAccount, makeAssignment } from '../support/make.js';
import { TEST_NOW, usePortal, words } from '../support/portal.js';
import { FIVE, setScene } from './scene.js';

describe('logging an activity', () => {
  const portal = usePortal();

  it('takes five fields, makes the title from the first sentence and waits for the coordinator', async () => {
    const scene = await setScene(portal);
    const id = await scene.log();
    const { revision, verifiedRevisionId } = await scene.current(id);
    expect(revision).toMatchObject({
      title: 'Jamban dibangun bersama warga',
      workStatus: 'SELESAI',
      reviewStatus: 'DIAJUKAN',
      number: 1,
      authorId: scene.officer.id,
    });
    expect(revision.lines).toMatchObject([{ categoryCode: 'JMB', realised: 12, target: null }]);
    expect(revision.steps.map((step) => step.kind)).toEqual(['AJUKAN']);
    expect(verifiedRevisionId).toBeNull();
    const page = await scene.asOfficer.get(`/kegiatan/${id}`);
    expect(words(page)).toContain('Menunggu diperiksa');
    expect(
      await portal.services.db.auditEntry.count({
        where: { subjectType: 'kegiatan', subjectId: String(id) },
      }),
    ).toBe(2);
  });

  it('keeps further lines, promises, people and money, numbers written as people write them', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({
      sumber: 'APBDES',
      rencana: 'Rp 30.000.000',
      terpakai: '27.600.000',
      target: '1.200',
      penerima: '48',
      'baris.3.jenis': 'PLT',
      'baris.3.jumlah': '9',
      'baris.4.jenis': '',
      'janji.0.pihak': 'PERUSAHAAN',
      'janji.0.apa': 'semen',
      'janji.0.jumlah': '40',
      'janji.0.satuan': 'sak',
      'janji.0.batas': '2026-12-24',
      warga: '31',
      judul: 'Gotong royong jamban',
      selesai: '2026-11-20',
    });
    const { revision } = await scene.current(id);
    expect(revision).toMatchObject({ title: 'Gotong royong jamban', residentCount: 31 });
    expect(revision.lines).toMatchObject([
      { categoryCode: 'JMB', target: 1200, plannedRupiah: 30_000_000n, spentRupiah: 27_600_000n },
      { categoryCode: 'PLT', realised: 9 },
    ]);
    expect(revision.commitments).toMatchObject([{ party: 'PERUSAHAAN', what: 'semen', quantity: 40 }]);
  });

  it('saves an unfinished draft, and says at once all that is missing when it is submitted', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({ aksi: 'draf', jumlah: '', uraian: '' });
    expect((await scene.current(id)).revision).toMatchObject({ reviewStatus: 'DRAF', description: '' });
    const refused = await scene.press(scene.asOfficer, id, 'ajukan', {}, 422);
    expect(words(refused)).toContain('Ada 2 isian yang perlu diperbaiki');
    expect(refused.text).toContain('href="#jumlah"');
  });

  it('refuses a day ahead that is not a plan, a missing number and a NIK together, and keeps what was typed', async () => {
    const scene = await setScene(portal);
    const refused = await scene.asOfficer
      .post('/kegiatan', {
        ...FIVE,
        aksi: 'ajukan',
        hari: 'lain',
        tanggal: '2026-11-24',
        status: 'SELESAI',
        jumlah: '',
        uraian: 'Penimbangan, anak dari KK 3327 0301 0100 0004.',
        'baris.0.jenis': 'PLT',
        'baris.0.jumlah': '7',
      })
      .expect(422);
    expect(words(refused)).toContain('Ada 3 isian yang perlu diperbaiki');
    expect(words(refused)).toContain('Tanggal 24 November 2026 belum terjadi');
    expect(words(refused)).toContain('mirip NIK');
    const [summary = ''] = /data-error-summary[\s\S]*?<\/ul>/.exec(refused.text) ?? [];
    expect(summary).toContain('mirip NIK atau nomor KK.</a>');
    expect(refused.text.match(/Portal ini menyimpan jumlah, bukan orang\. Ganti/g)).toHaveLength(1);
    expect(refused.text).toContain('<title>Galat: Catat kegiatan');
    expect(refused.text).toMatch(/name="baris\.0\.jumlah"[^>]*value="7"/);
    const { length } = (await portal.services.db.auditEntry.findMany()).filter((entry) =>
      JSON.stringify(entry).includes('3327 0300'),
    );
    expect(length).toBe(0);
  });

  it('takes a day ahead as a plan, which has no number yet and no money spent', async () => {
    const scene = await setScene(portal);
    const plan = { hari: 'lain', tanggal: '24/11/2026', jumlah: '', target: '6', rencana: '9.000.000' };
    const id = await scene.log(plan);
    const { revision } = await scene.current(id);
    expect(revision).toMatchObject({ workStatus: 'RENCANA' });
    expect(revision.lines).toMatchObject([{ target: 6, plannedRupiah: 9_000_000n, realised: null }]);
    const post = (fields: Record<string, string>) =>
      scene.asOfficer.post('/kegiatan', { ...FIVE, ...plan, aksi: 'draf', ...fields });
    const early = await post({ jumlah: '3' }).expect(422);
    expect(words(early)).toContain(
      'Tanggal 24 November 2026 belum terjadi. Pilih hari ini atau sebelumnya, atau ubah status menjadi Rencana.',
    );
    const spent = await post({ status: 'RENCANA', terpakai: '1.000.000' }).expect(422);
    expect(words(spent)).toContain('Rencana 24 November 2026 belum punya dana terpakai.');
    expect(spent.text).toMatch(/name="terpakai"[^>]*value="1\.000\.000"/);
    const running = await post({ status: 'BERJALAN', jumlah: '3' }).expect(422);
    expect(words(running)).toContain('Tanggal 24 November 2026 belum terjadi.');
  });

  it('has nothing reached where it was cancelled, but may have cost money', async () => {
    const scene = await setScene(portal);
    const cancelled = { ...FIVE, aksi: 'draf', status: 'BATAL', alasan_batal: 'Lahan belum siap.' };
    const refused = await scene.asOfficer.post('/kegiatan', cancelled).expect(422);
    expect(words(refused)).toContain('Kegiatan yang batal tidak punya jumlah yang terealisasi.');
    const id = await scene.log({ ...cancelled, jumlah: '', terpakai: '400.000', aksi: 'ajukan' });
    expect((await scene.current(id)).revision.lines).toMatchObject([
      { realised: null, spentRupiah: 400_000n },
    ]);
  });

  it('asks whether a year far ahead is meant', async () => {
    const scene = await setScene(portal);
    const far = { ...FIVE, jumlah: '', hari: 'lain', tanggal: '2028-01-05', aksi: 'draf' };
    const asked = await scene.asOfficer.post('/kegiatan', far).expect(422);
    expect(words(asked)).toContain('Tanggal 5 Januari 2028 masih jauh.');
    expect(asked.text).toContain('name="jauh"');
    await scene.asOfficer.post('/kegiatan', { ...far, jauh: 'ya' });
  });

  it('keeps the day that was pressed, also when it is sent after midnight or opened again a day later', async () => {
    const scene = await setScene(portal);
    const form = await scene.asOfficer.get('/kegiatan/baru');
    expect(words(form)).toContain('Hari ini, 20 November 2026');
    expect(words(form)).toContain('Kemarin, 19 November 2026');
    expect(form.text).toMatch(/name="hari" value="2026-11-20" checked/);
    portal.clock.set(new Date('2026-11-20T17:02:00Z'));
    const after = await portal.as(scene.officer);
    const logged = await after.post('/kegiatan', { ...FIVE, aksi: 'draf' });
    const id = Number(logged.headers.location?.split('/').pop());
    expect((await scene.current(id)).revision.startsOn).toEqual(new Date('2026-11-20T00:00:00Z'));
    portal.clock.set(new Date('2026-11-22T03:00:00Z'));
    const later = await portal.as(scene.officer);
    const refused = await later.post('/kegiatan', { ...FIVE, jumlah: '', aksi: 'ajukan' }).expect(422);
    expect(refused.text).toMatch(/name="hari" value="lain" checked/);
    expect(refused.text).toMatch(/name="tanggal"[^>]*value="2026-11-20"/);
    portal.clock.set(TEST_NOW);
  });

  it('asks a reason for what was cancelled', async () => {
    const scene = await setScene(portal);
    const refused = await scene.asOfficer
      .post('/kegiatan', { ...FIVE, aksi: 'draf', status: 'BATAL' })
      .expect(422);
    expect(words(refused)).toContain('Tulis mengapa kegiatan ini batal');
  });

  it('is for villages and days of the own assignments, also after they ended', async () => {
    const scene = await setScene(portal);
    const { database } = portal.services;
    const elsewhere = await scene.asOfficer
      .post('/kegiatan', { ...FIVE, desa: MANDIRAJA, aksi: 'draf' })
      .expect(422);
    expect(words(elsewhere)).toContain('tidak ditugaskan di desa ini');
    const early = await scene.asOfficer
      .post('/kegiatan', {
        ...FIVE,
        aksi: 'draf',
        hari: 'lain',
        tanggal: '2025-12-31',
      })
      .expect(422);
    expect(words(early)).toContain('di luar penugasan OPD Anda');
    await makeAssignment(database, {
      villageCode: MANDIRAJA,
      role: 'SUPPORT',
      endsOn: new Date('2026-03-31T00:00:00Z'),
    });
    const inside = { desa: MANDIRAJA, hari: 'lain', tanggal: '2026-03-31' };
    expect(await scene.log(inside)).toBeGreaterThan(0);
    await scene.asOfficer.post('/kegiatan', { ...FIVE, ...inside, tanggal: '2026-04-01' }).expect(422);
    // Whatever the form offers together can be stored.
    const form = await scene.asOfficer.get(`/kegiatan/baru?desa=${MANDIRAJA}`);
    expect(form.text).toMatch(/name="hari" value="lain" checked/);
    expect(form.text).toMatch(/name="tanggal"[^>]*value="2026-03-31"/);
    expect(words(form)).toContain('sampai 31 Mar 2026');
    expect(form.text).toContain('[&#34;2026-01-01&#34;,&#34;2026-03-31&#34;]');
    await scene.asCoordinator.post('/laporan/tutup', { bulan: '2026-03' });
    const before = await scene.asOfficer.get(`/kegiatan/baru?desa=${MANDIRAJA}`);
    expect(before.text).toMatch(/name="tanggal"[^>]*value="2026-02-28"/);
    for (const bulan of ['2026-01', '2026-02']) await scene.asCoordinator.post('/laporan/tutup', { bulan });
    expect((await scene.asOfficer.get('/kegiatan/baru')).text).not.toContain(MANDIRAJA);
  });

  it('holds both ends of a longer activity against the assignments', async () => {
    const scene = await setScene(portal);
    const { database } = portal.services;
    const days = { desa: '33.27.02.2003', hari: 'lain', tanggal: '2026-06-29' };
    const endsOn = new Date('2026-06-30T00:00:00Z');
    await makeAssignment(database, { villageCode: days.desa, role: 'SUPPORT', endsOn });
    const long = await scene.asOfficer
      .post('/kegiatan', {
        ...FIVE,
        ...days,
        selesai: '2026-11-20',
        aksi: 'draf',
      })
      .expect(422);
    expect(long.text).toContain('href="#selesai"');
    expect(words(long)).toContain('Tanggal selesai ini di luar penugasan OPD Anda');
    expect(await scene.log({ ...days, selesai: '2026-06-30' })).toBeGreaterThan(0);
  });

  it('asks again when a draft is submitted, as an assignment may end with an earlier day', async () => {
    const scene = await setScene(portal);
    const { database } = portal.services;
    const desa = '33.27.02.2004';
    const { id: assignment } = await makeAssignment(database, { villageCode: desa });
    const id = await scene.log({ desa, aksi: 'draf' });
    const ended = {
      endsOn: new Date('2026-10-31T00:00:00Z'),
      endReason: 'Dialihkan',
      endedById: scene.coordinator.id,
    };
    await database.transaction((tx) => tx.assignment.update({ where: { id: assignment }, data: ended }));
    const refused = await scene.press(scene.asOfficer, id, 'ajukan', {}, 422);
    expect(words(refused)).toContain('di luar penugasan OPD Anda');
    expect(refused.text).toMatch(/name="tanggal"[^>]*value="2026-11-20"/);
    expect((await scene.current(id)).revision.reviewStatus).toBe('DRAF');
  });

  it.runIf(inject('postgres'))('holds the assignment until the activity is stored', async () => {
    const scene = await setScene(portal);
    const { database } = portal.services;
    const days = { startsOn: new Date('2026-11-20T00:00:00Z'), endsOn: new Date('2026-11-20T00:00:00Z') };
    const ending = database.transaction(async (tx) => {
      await requireAssigned(tx, scene.officer.agencyId, GOMBONG, days);
      await database.transaction((other) =>
        execute(other, sql`select id from assignment where village_code = ${GOMBONG} for update nowait`),
      );
    });
    await expect(ending).rejects.toThrow(/could not obtain lock/);
  });

  it('warns about a unit price far outside, and blocks nothing', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({ terpakai: '300000000' });
    expect(words(await scene.asOfficer.get(`/kegiatan/${id}`))).toContain('jauh di atas kisaran');
  });

  it('answers 403 to roles that only read and sends strangers to sign in', async () => {
    for (const role of ['BAPPEDA', 'KOORDINATOR', 'DESA', 'ADMIN'] as const) {
      const browser = await portal.as(await makeAccount(portal.services.database, role));
      await browser.post('/kegiatan', FIVE).expect(403);
      await browser.get('/kegiatan/baru').expect(403);
    }
    expect((await (await portal.as()).post('/kegiatan', FIVE)).headers.location).toBe('/masuk');
  });

  it('begins like an older activity without its numbers', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({ sumber: 'APBDES' });
    const page = await scene.asOfficer.get(`/kegiatan/baru?contoh=${id}`);
    expect(page.text).toContain('value="JMB" data-unit="unit" selected');
    expect(page.text).toMatch(/name="jumlah"[^>]*value=""/);
  });

  it('refuses a form that somebody else was faster with, saying who and when', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({ aksi: 'draf' });
    const { revision } = await scene.current(id);
    const stale = { revisi: String(revision.id), versi: String(revision.lockVersion) };
    const colleague = await portal.as(
      await makeAccount(portal.services.database, 'OPD', { name: 'Rekan Sekantor' }),
    );
    portal.clock.set(new Date(TEST_NOW.getTime() + 60_000));
    await colleague.post(`/kegiatan/${id}/ubah`, { ...FIVE, ...stale, jumlah: '13', aksi: 'draf' });
    expect((await scene.current(id)).revision.lines[0]?.realised).toBe(13);
    const late = await scene.asOfficer
      .post(`/kegiatan/${id}/ubah`, {
        ...FIVE,
        ...stale,
        jumlah: '14',
        aksi: 'draf',
      })
      .expect(409);
    expect(words(late)).toContain('Rekan Sekantor');
    expect(late.text).toMatch(/name="jumlah"[^>]*value="14"/);
    expect((await scene.current(id)).revision.lines[0]?.realised).toBe(13);
  });
});
