import { beforeEach, describe, expect, it } from 'vitest';
import { setScene } from '../activities/scene.js';
import { agencyId, GOMBONG, MANDIRAJA, makeAccount, makeAssignment } from '../support/make.js';
import { TEST_NOW, usePortal } from '../support/portal.js';
import { statesOf } from './scene.js';

const at = (iso: string) => new Date(`${iso}T03:00:00Z`);
const day = (iso: string) => new Date(`${iso}T00:00:00Z`);
const LAIN = { hari: 'lain', tanggal: '2026-10-07' };

describe('what became of the report of a month', () => {
  const portal = usePortal();
  beforeEach(() => portal.clock.set(TEST_NOW));
  /** The same people on another day, signed in anew. */
  const on = (iso: string) => {
    portal.clock.set(at(iso));
    return setScene(portal);
  };
  const october = async () => (await statesOf(portal, '2026-10'))[GOMBONG];

  it('is told by the first submission; taking it back undoes it, and only that', async () => {
    let scene = await on('2026-11-10');
    expect(await october()).toBe('BELUM');
    const id = await scene.log(LAIN);
    expect(await october()).toBe('TEPAT');
    await scene.press(scene.asCoordinator, id, 'kembalikan', { catatan: 'Hitung ulang' });
    expect(await october()).toBe('BELUM');
    scene = await on('2026-11-12');
    await scene.press(scene.asOfficer, id, 'ajukan');
    expect(await october()).toBe('TEPAT');
    await scene.press(scene.asOfficer, id, 'tarik');
    expect(await october()).toBe('BELUM');
    await scene.press(scene.asOfficer, id, 'ajukan');
    expect(await october()).toBe('TERLAMBAT');
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    expect(await october()).toBe('TERLAMBAT');
  });

  it('is not told by what is planned, nor for days that lay ahead when it was submitted', async () => {
    let scene = await on('2026-08-20');
    const days = { hari: 'lain', tanggal: '2026-08-18', selesai: '2026-09-20', status: 'BERJALAN' };
    const id = await scene.log(days);
    const state = async (month: string) => (await statesOf(portal, month))[GOMBONG];
    expect([await state('2026-08'), await state('2026-09')]).toEqual(['TEPAT', 'BELUM']);
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    scene = await on('2026-09-22');
    await scene.press(scene.asOfficer, id, 'selesai', {
      hari: 'lain',
      tanggal: '2026-09-20',
      jumlah: '12',
      uraian: 'Selesai dibangun.',
    });
    expect([await state('2026-08'), await state('2026-09')]).toEqual(['TEPAT', 'TEPAT']);
  });

  it('keeps its punctuality when a verified report is corrected later', async () => {
    let scene = await on('2026-07-09');
    const id = await scene.log({ hari: 'lain', tanggal: '2026-06-30' });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    scene = await on('2026-07-29');
    await scene.press(scene.asOfficer, id, 'perbaiki');
    await scene.press(scene.asOfficer, id, 'ubah', {
      ...{ desa: GOMBONG, hari: 'lain', tanggal: '2026-06-30', jenis: 'JMB', jumlah: '11' },
      ...{ uraian: 'Jamban dibangun.', perubahan: 'Dihitung ulang.', aksi: 'ajukan' },
    });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    expect((await statesOf(portal, '2026-06'))[GOMBONG]).toBe('TEPAT');
  });

  it('is owed by the lead of the last day alone, whose own reports count and those of whom it goes on with', async () => {
    const { database, db } = portal.services;
    const lead = { villageCode: MANDIRAJA };
    await makeAssignment(database, { ...lead, agency: 'Setwan', endsOn: day('2026-04-29') });
    await makeAssignment(database, { ...lead, agency: 'DLH', startsOn: day('2026-04-30') });
    await makeAssignment(database, { ...lead, agency: 'Dinkes', role: 'SUPPORT' });
    const before = await makeAccount(database, 'OPD', { agency: 'Setwan' });
    portal.clock.set(at('2026-05-04'));
    const fields = { desa: MANDIRAJA, jenis: 'JMB', jumlah: '2', uraian: 'Jamban.', aksi: 'ajukan' };
    const days = { hari: 'lain', tanggal: '2026-04-10' };
    await (await portal.as(before)).post('/kegiatan', { ...fields, ...days }).expect(303);
    expect([await statesOf(portal, '2026-03'), await statesOf(portal, '2026-04')]).toMatchObject([
      { [MANDIRAJA]: 'BELUM' },
      { [MANDIRAJA]: 'BELUM' },
    ]);
    const [id, successorId] = await Promise.all(['Setwan', 'DLH'].map((one) => agencyId(database, one)));
    await database.transaction((tx) =>
      tx.agency.update({ where: { id: id as number }, data: { successorId: successorId as number } }),
    );
    expect(await statesOf(portal, '2026-04')).toMatchObject({ [MANDIRAJA]: 'TEPAT' });
    expect(await db.reportedMonth.count({ where: { villageCode: MANDIRAJA } })).toBe(1);
  });
});

describe('nihil', () => {
  const portal = usePortal();
  const fields = { desa: GOMBONG, bulan: '2026-10', alasan: 'Menunggu anggaran cair' };
  const october = async () => (await statesOf(portal, '2026-10'))[GOMBONG];

  it('is said with a reason, taken back, and gone once an activity of the month is submitted', async () => {
    const scene = await setScene(portal);
    await scene.asOfficer.post('/laporan/nihil', { ...fields, alasan: ' ' }).expect(422);
    await scene.asOfficer.post('/laporan/nihil', fields);
    expect(await october()).toBe('NIHIL');
    const again = await scene.asOfficer.post('/laporan/nihil', fields).expect(409);
    expect(again.text).toContain('sudah dilaporkan nihil oleh');
    const { id } = await portal.services.db.nilReport.findFirstOrThrow();
    await scene.asOfficer.post(`/laporan/nihil/${id}/batal`);
    expect(await october()).toBe('BELUM');
    await scene.asOfficer.post('/laporan/nihil', fields);
    const draft = await scene.log({ ...LAIN, aksi: 'draf' });
    expect(await october()).toBe('NIHIL');
    await scene.press(scene.asOfficer, draft, 'ajukan');
    expect(await october()).toBe('TERLAMBAT');
    expect(await portal.services.db.nilReport.count()).toBe(0);
    await scene.press(scene.asOfficer, draft, 'tarik');
    expect(await october()).toBe('BELUM');
    await scene.press(scene.asOfficer, draft, 'ajukan');
    const late = await scene.asOfficer.post('/laporan/nihil', fields).expect(409);
    expect(late.text).toContain('sudah diajukan');
  });

  it('is for the lead of the last day, once that has come', async () => {
    const scene = await setScene(portal);
    const early = await scene.asOfficer.post('/laporan/nihil', { ...fields, bulan: '2026-11' }).expect(422);
    expect(early.text).toContain('November 2026 belum berakhir');
    const support = { agency: 'DLH', role: 'SUPPORT' as const };
    await makeAssignment(portal.services.database, support);
    const other = await portal.as(await makeAccount(portal.services.database, 'OPD', { agency: 'DLH' }));
    await other.post('/laporan/nihil', { ...fields, bulan: '2026-09' }).expect(403);
    expect((await statesOf(portal, '2026-09'))[GOMBONG]).toBe('BELUM');
  });
});

describe('the reports of a month', () => {
  const portal = usePortal();

  it('are counted by OPD, village and kecamatan, on screen and in files', async () => {
    const scene = await setScene(portal);
    await makeAssignment(portal.services.database, { villageCode: MANDIRAJA, agency: 'DLH' });
    await scene.log(LAIN);
    const page = await scene.asCoordinator.get('/laporan');
    expect(page.text).toContain('1 dari 2 desa sudah dilaporkan');
    const csv = async (part: string) =>
      (await scene.asCoordinator.get(`/laporan?bagian=${part}&bulan=2026-10&format=csv`)).text;
    expect(await csv('opd')).toMatch(/DLH,1,0,0,0,0,1[\s\S]*Dinkes,1,1,0,1,0,0/);
    expect(await csv('kecamatan')).toMatch(/Moga,1,0,0,0,0,1[\s\S]*Belik,1,1,0,1,0,0/);
    expect(await csv('desa')).toContain('Terlambat');
    const tabs = await scene.asCoordinator.get('/laporan?bagian=desa&bulan=2026-09');
    expect(tabs.text).toContain('href="/laporan?bagian=kecamatan&amp;bulan=2026-09"');
    await scene.asVillage.get('/laporan').expect(403);
  });
});
