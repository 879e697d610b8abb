import { describe, expect, it } from 'vitest';
import { doingAs } from '../../src/audit/act.js';
import type { Values } from '../../src/datasets/kind.js';
import { remindOfAftercare } from '../../src/evaluation/aftercare.js';
import { type Held, pairOf } from '../../src/evaluation/basis.js';
import { changeWords, type ExitFact, exitTest, exitWords, type FactRow } from '../../src/evaluation/facts.js';
import { assess } from '../../src/needs/assess.js';
import { ofRegion } from '../../src/scope.js';
import { GOMBONG, MANDIRAJA, makeAccount, makeAssignment, makeList, makeVersion } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

/** A village of no list. */
const CALM = '33.27.14.2006';
const day = (text: string) => new Date(`${text}T00:00:00Z`);
const version = (id: number, asOf: string, more: Partial<Held> = {}): Held => ({
  ...{ id, kind: 'DESIL1', source: 'DTKS', unit: 'jiwa', behind: false },
  asOf: day(asOf),
  ...more,
});

describe('which figures are held against each other', () => {
  it('are those the list was made with, and the newest of the same source and unit', () => {
    const versions = [
      version(1, '2021-01-01'),
      version(2, '2022-01-01', { behind: true }),
      version(3, '2024-01-01'),
    ];
    expect(pairOf(versions, day('2023-01-01'))).toMatchObject({
      before: { id: 2 },
      after: { id: 3 },
      apart: '',
    });
  });

  it('never are of two sources or units; the newer one is told with the reason', () => {
    const newer = version(3, '2025-06-30', { source: 'DTSEN', unit: 'keluarga' });
    const pair = pairOf([version(1, '2022-01-01'), version(2, '2024-01-01'), newer], day('2022-02-01'));
    expect(pair).toMatchObject({ before: { id: 1 }, after: { id: 2 } });
    expect(pair.apart).toContain('tidak dapat dibandingkan');
    expect(pairOf([version(1, '2022-01-01'), newer], day('2022-02-01')).after).toBeNull();
  });
});

describe('the exit test', () => {
  const basis = { desil1: pairOf([version(1, '2022-01-01'), version(2, '2024-01-01')], day('2022-02-01')) };
  const idm = pairOf(
    [version(3, '2024-01-01', { kind: 'IDM', source: 'IDM', unit: 'skor' })],
    day('2024-02-01'),
  );
  const criteria = { exitNeeds: 25, exitIdm: 4, exitDesil1: 10 };
  const row: FactRow = {
    ...{
      code: GOMBONG,
      name: 'Gombong',
      kecamatan: 'Belik',
      kecamatan_code: '33.27.03',
      lead: 'Dinkes',
      silent: false,
      disputes: 0,
    },
    ...{ desil1_before: 100, desil1_after: 90, idm_before: 0.7073, idm_after: null },
    ...{
      iks_before: null,
      iks_after: null,
      ike_before: null,
      ike_after: null,
      ikl_before: null,
      ikl_after: null,
    },
    ...{
      assessed_on: day('2024-01-01'),
      needed_on: day('2022-01-01'),
      needs: 4,
      open_needs: 2,
      open_share: 25,
    },
    ...{ outcome: null, decided_on: null, decided_by: null, reason: null },
  };
  const test = (more: Partial<FactRow> = {}): (boolean | null)[] =>
    exitTest({ ...row, ...more }, { ...basis, idm }, criteria).map(({ met }: ExitFact) => met);

  it('is met at its limits', () => {
    expect(test()).toEqual([true, true, true, true, true]);
    expect(exitWords(exitTest(row, { ...basis, idm }, criteria))).toBe('5 dari 5');
  });

  it('is not met just beyond them', () => {
    expect(test({ open_share: 25.1 })[0]).toBe(false);
    expect(test({ idm_before: 0.7072 })[1]).toBe(false);
    expect(test({ desil1_after: 91 })[2]).toBe(false);
    expect(test({ disputes: 1 })[3]).toBe(false);
    expect(test({ silent: true })[4]).toBe(false);
  });

  it('counts what cannot be tested neither way', () => {
    const blind = { assessed_on: null, open_share: null, idm_before: null, desil1_after: null, lead: null };
    expect(test(blind)).toEqual([null, null, null, true, null]);
    const words = exitWords(exitTest({ ...row, ...blind }, { ...basis, idm }, criteria));
    expect(words).toBe('1 dari 1, 4 tidak teruji');
  });

  it('says a change as people do', () => {
    expect([-12.4, 0.2, 3].map(changeWords)).toEqual(['turun 12\u00a0%', 'tetap', 'naik 3\u00a0%']);
  });
});

describe('the page of an evaluation', () => {
  const portal = usePortal();

  async function scene() {
    const { database, clock } = portal.services;
    const bappeda = await makeAccount(database, 'BAPPEDA');
    if ((await portal.services.db.lokusList.count()) > 0) return portal.as(bappeda);
    await makeVersion(database, 'DESIL1', { [GOMBONG]: 100, [MANDIRAJA]: 200 }, { asOf: '2025-12-31' });
    await makeVersion(database, 'DESIL1', { [GOMBONG]: 80, [MANDIRAJA]: 210 }, { asOf: '2026-06-30' });
    const scored = (gombong: Values, asOf: string) =>
      makeVersion(database, 'IDM', { [GOMBONG]: gombong, [MANDIRAJA]: 0.6 }, { asOf });
    await scored({ idm: 0.72, iks: 0.7, ike: 0.6 }, '2025-12-31');
    await scored({ idm: 0.74, iks: 0.75 }, '2026-06-30');
    await makeList(database, 2026, [GOMBONG, MANDIRAJA]);
    await makeAssignment(database);
    await assess(doingAs(database, bappeda, clock.now()), {
      villageCode: GOMBONG,
      assessedOn: day('2026-02-01'),
      source: 'ASESMEN',
      note: null,
      needs: [{ categoryCode: 'JMB', baseline: 10, target: null }],
    });
    return portal.as(bappeda);
  }
  const form = {
    keputusan: 'LANJUTAN',
    tanggal: '2026-11-20',
    alasan: 'Jamban belum tuntas.',
    sk: '188.4/705/TAHUN 2026',
  };

  it('tells facts and what cannot be told, and decides many in one press with the facts of that day', async () => {
    const browser = await scene();
    const page = words(await browser.get('/evaluasi/2026'));
    expect(page).toContain('turun 20 %');
    expect(page).toContain('belum ada asesmen');
    expect(page).toContain('dari 0,7200 IKS 0,7000 ke 0,7500');
    expect(page).not.toContain('IKE 0,6');
    const refused = await browser
      .post('/evaluasi/2026/keputusan', { ...form, pilih: [GOMBONG], alasan: '' })
      .expect(422);
    expect(words(refused)).toContain('Isi alasan');
    expect(refused.text).toContain(`value="${GOMBONG}" checked`);
    await browser.post('/evaluasi/2026/keputusan', { ...form, pilih: [GOMBONG, MANDIRAJA] }).expect(303);
    const made = await portal.services.db.villageDecision.findMany({
      where: { listYear: 2026 },
      orderBy: { villageCode: 'asc' },
    });
    expect(made).toHaveLength(2);
    expect(made.find(({ villageCode }) => villageCode === GOMBONG)).toMatchObject({
      ...{ outcome: 'LANJUTAN', skNumber: form.sk, listYear: 2026 },
      facts: expect.arrayContaining([expect.objectContaining({ name: 'Desil 1', met: true })]),
    });
    expect(words(await browser.get('/evaluasi/2026?keputusan=belum'))).toContain('Tidak ada yang cocok');
  });

  it('stands on the card of a listed village with each fact and what changed, and on no other', async () => {
    const browser = await scene();
    const card = words(await browser.get(`/desa/${GOMBONG}`));
    expect(card).toMatch(/Uji keluar: \d dari 5 Kebutuhan: belum terpenuhi sisa rata-rata 100 %/);
    expect(card).toContain('Desil 1 (jiwa) 100 ke 80 turun 20 %');
    expect(card).toContain('IDM 0,7200 ke 0,7400 naik 0,0200 IKS 0,7000 ke 0,7500 naik 0,0500');
    expect(card).toContain('IKE 0,6000 ke – belum ada angka sesudahnya');
    expect(words(await browser.get('/desa/33.27.14.2001'))).not.toContain('Uji keluar');
    const village = await portal.as(await makeAccount(portal.services.database, 'DESA'));
    expect(words(await village.get(`/desa/${GOMBONG}`))).not.toContain('Uji keluar');
  });

  it('is followed a year after tuntas by one reminder to the last lead OPD', async () => {
    await scene();
    const { database, db, region } = portal.services;
    const officer = await makeAccount(database, 'OPD');
    const browser = await portal.as(officer);
    const bappeda = await makeAccount(database, 'BAPPEDA');
    const told = { ...ofRegion(region), villageCode: CALM, listYear: 2025, reason: 'Selesai.' };
    await makeAssignment(database, {
      ...{ villageCode: CALM, startsOn: day('2025-01-01'), endsOn: day('2025-12-31') },
    });
    const decidedOn = day('2025-11-20');
    await database.transaction((tx) =>
      tx.villageDecision.create({
        data: { ...told, outcome: 'TUNTAS', decidedOn, decidedById: bappeda.id },
      }),
    );
    const { name } = await db.village.findUniqueOrThrow({ where: { code: CALM } });
    const reminded = () => db.auditEntry.count({ where: { action: 'system.aftercare' } });
    await remindOfAftercare(database, region, day('2026-11-19'));
    expect(await reminded()).toBe(0);
    await Promise.all([1, 2].map(() => remindOfAftercare(database, region, day('2026-11-20'))));
    expect(words(await browser.get('/beranda'))).toMatch(
      new RegExp(`${name}.*?Tuntas sejak 20 November 2025`),
    );
    await db.news.findFirstOrThrow({ where: { topic: 'PASCA', accountId: officer.id } });
    await remindOfAftercare(database, region, day('2026-11-21'));
    expect([
      await reminded(),
      await db.news.count({ where: { topic: 'PASCA', accountId: officer.id } }),
    ]).toEqual([1, 1]);
  });

  it('leaves a village that is not in the list, and one that was decided so, and says why', async () => {
    const browser = await scene();
    const outside = '33.27.14.2001';
    const other = { ...form, alasan: 'Air bersih belum sampai.' };
    await browser.post('/evaluasi/2026/keputusan', { ...other, pilih: [GOMBONG, outside] }).expect(303);
    expect(words(await browser.get('/evaluasi/2026'))).toContain('tidak ada dalam lokus 2026');
    const again = await browser.post('/evaluasi/2026/keputusan', { ...other, pilih: [GOMBONG] }).expect(409);
    expect(words(again)).toContain('sudah diputuskan begitu oleh');
    await browser
      .post('/evaluasi/2026/keputusan', { ...form, pilih: [GOMBONG], tanggal: '2027-01-01' })
      .expect(422);
  });

  it('is read by OPD and decided by Bappeda alone', async () => {
    await scene();
    const officer = await portal.as(await makeAccount(portal.services.database, 'OPD'));
    await officer.get('/evaluasi/2026').expect(200);
    await officer.post('/evaluasi/2026/keputusan', { ...form, pilih: [GOMBONG] }).expect(403);
    const village = await portal.as(await makeAccount(portal.services.database, 'DESA'));
    await village.get('/evaluasi/2026').expect(403);
  });
});

describe('needs of a listed village', () => {
  const portal = usePortal();

  it('are told before by the assessment that stood when the list began, after by the newest', async () => {
    const { database, clock } = portal.services;
    const bappeda = await makeAccount(database, 'BAPPEDA');
    const browser = await portal.as(bappeda);
    await makeList(database, 2026, [MANDIRAJA]);
    const assessed = (assessedOn: string, needs: Record<string, number>) =>
      assess(doingAs(database, bappeda, clock.now()), {
        ...{ villageCode: MANDIRAJA, assessedOn: day(assessedOn), source: 'ASESMEN', note: null },
        needs: Object.entries(needs).map(([categoryCode, baseline]) => ({
          categoryCode,
          baseline,
          target: null,
        })),
      });
    const told = async () => {
      const rows: { nama: string; sisa: number }[] = (await browser.get('/evaluasi/2026?format=json')).body;
      return rows.find(({ nama }) => nama === 'Mandiraja')?.sisa;
    };
    await assessed('2024-05-01', { JMB: 90 });
    await assessed('2025-10-01', { JMB: 40, AIR: 10 });
    expect(await told()).toBe(100);
    // A follow-up: a quarter of one kind is left, nothing of the other, and one was never seen before.
    await assessed('2026-06-01', { JMB: 10, AIR: 0 });
    expect(await told()).toBe(12.5);
    expect(words(await browser.get('/evaluasi/2026'))).toContain('13 % 1 dari 2 jenis terbuka');
    await assessed('2026-07-01', { RTLH: 3 });
    expect(await told()).toBeCloseTo(125 / 3);
    const card = words(await browser.get(`/desa/${MANDIRAJA}`));
    expect(card).toContain('3 jenis (asesmen 1 Okt 2025) ke 2 jenis terbuka sisa rata-rata 42 %');
  });
});
