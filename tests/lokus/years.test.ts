import { beforeAll, describe, expect, it } from 'vitest';
import { saveRun } from '../../src/prioritas/runs.js';
import { defaults } from '../../src/ranking/parameters.js';
import {
  GOMBONG,
  MANDIRAJA,
  makeAccount,
  makeAssignment,
  makeList,
  makeVerified,
  makeVersion,
} from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';

const [BELIK2, MENDELEM] = ['33.27.03.2002', '33.27.03.2003'];
const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe('a list keeps its year', () => {
  const portal = usePortal();
  let bappeda: Browser;
  beforeAll(async () => {
    const { database } = portal.services;
    bappeda = await portal.as(await makeAccount(database, 'BAPPEDA'));
    await makeList(database, 2022, [GOMBONG, MANDIRAJA, BELIK2]);
    await decide(GOMBONG, 2022, '2024-12-20');
    await makeList(database, 2025, [GOMBONG, BELIK2, MENDELEM]);
    await makeList(database, 2027, [GOMBONG]);
    const term = { startsOn: day('2022-03-01'), endsOn: day('2024-12-31') };
    await makeAssignment(database, { ...term, agency: 'Dinkes' });
    await makeAssignment(database, { agency: 'Dispermasdes', startsOn: day('2025-01-01') });
    await makeAssignment(database, {
      ...term,
      agency: 'Dinkes',
      villageCode: MANDIRAJA,
      endsOn: day('2023-06-30'),
    });
    await makeAssignment(database, { villageCode: BELIK2, agency: 'Dinkes', startsOn: day('2022-03-01') });
    await makeVerified(database, { startsOn: day('2023-05-02') });
    await makeVerified(database, { startsOn: day('2025-05-02') });
  });
  const decide = (code: string, lokus: number, tanggal: string, keputusan = 'TUNTAS') =>
    bappeda.post(`/desa/${code}/keputusan`, { lokus, keputusan, tanggal, alasan: 'Sasaran tercapai.' });
  const rowsOf = async (address: string) => (await bappeda.get(`${address}&format=json`)).body as Row[];
  const rowOf = async (year: number, code: string) =>
    (await rowsOf(`/lokus/${year}?urut=kode`)).find((row) => row.kode === code);
  type Row = Record<string, string | number | boolean | null>;

  it('tells who accompanied and how it stood on its last day, with today beside where it differs', async () => {
    expect(await rowOf(2022, GOMBONG)).toMatchObject({
      opd_utama: 'Dinkes',
      status: 'Tuntas',
      per_tanggal: '2024-12-31',
      status_hari_ini: 'Didampingi',
      opd_utama_hari_ini: 'Dispermasdes',
      kegiatan_terverifikasi: 1,
    });
    expect(await rowOf(2022, MANDIRAJA)).toMatchObject({
      opd_utama: null,
      status: 'Belum ada OPD',
      status_hari_ini: 'Tidak dalam lokus 2025',
    });
    expect(await rowOf(2022, BELIK2)).toMatchObject({ opd_utama: 'Dinkes', opd_utama_hari_ini: 'Dinkes' });
    const page = words(await bappeda.get('/lokus/2022'));
    expect(page).toContain('Berlaku sampai 31 Desember 2024');
    expect(page).toContain('hari ini: didampingi');
    expect(page).toContain('hari ini: tidak dalam lokus 2025');
    expect(page).toContain('hari ini: Dispermasdes');
    expect(page).not.toContain('hari ini: Dinkes');
  });

  it('filters by its day', async () => {
    const codes = async (query: string) => (await rowsOf(`/lokus/2022?${query}`)).map((row) => row.kode);
    expect(await codes('status=tuntas')).toEqual([GOMBONG]);
    expect(await codes('status=belum')).toEqual([MANDIRAJA]);
    expect(await codes('status=didampingi')).toEqual([BELIK2]);
    const dinkes = await portal.services.db.agency.findFirstOrThrow({ where: { shortName: 'Dinkes' } });
    expect(await codes(`opd=${dinkes.id}`)).toEqual([GOMBONG, BELIK2]);
  });

  it('in force, tells today alone, and one that is tuntas before is not tuntas when chosen anew', async () => {
    expect(await rowOf(2025, GOMBONG)).toMatchObject({
      opd_utama: 'Dispermasdes',
      status: 'Didampingi',
      per_tanggal: '2026-11-20',
      kegiatan_terverifikasi: 2,
    });
    const page = words(await bappeda.get('/lokus/2025'));
    expect(page).toContain('Berlaku, sampai 31 Desember 2026');
    expect(page).not.toContain('hari ini:');
    expect(words(await bappeda.get(`/desa/${GOMBONG}`))).toContain('Tuntas, lokus 2022');
    expect(words(await bappeda.get(`/desa/${GOMBONG}`))).not.toContain('Tuntas di lokus');
    expect(words(await bappeda.get(`/desa/${MANDIRAJA}`))).toContain('Tidak dalam lokus 2025');
  });

  it('that has not begun is told as of its first day', async () => {
    expect(await rowOf(2027, GOMBONG)).toMatchObject({
      opd_utama: 'Dispermasdes',
      per_tanggal: '2027-01-01',
    });
    const coming = words(await bappeda.get('/lokus/2027'));
    expect(coming).toContain('Berlaku mulai 1 Januari 2027');
    expect(coming).not.toContain('desa, berjalan');
  });

  it('is told from the ended, the coming and the drafts in the index', async () => {
    await bappeda.post('/lokus', { tahun: 2028, hitungan: 'sk' });
    const page = words(await bappeda.get('/lokus'));
    for (const said of [
      'Berlaku sampai 31 Desember 2024',
      'Berlaku, sampai 31 Desember 2026',
      'Berlaku mulai 1 Januari 2027',
      'Draf',
    ])
      expect(page).toContain(said);
    const rows = (await bappeda.get('/lokus?format=json')).body as Row[];
    expect(rows.find((row) => row.tahun === 2022)).toMatchObject({
      berlaku_dari: '2022-01-01',
      berlaku_sampai: '2024-12-31',
    });
  });

  it('waits for decisions of its own, which take a day within it and a list that holds the village', async () => {
    // The next test decides about Mendelem.
    const undecided = async (year: number) =>
      (await rowsOf(`/lokus/${year}?keputusan=belum`))
        .map((row) => row.kode)
        .filter((code) => code !== MENDELEM);
    expect(await undecided(2022)).toEqual([MANDIRAJA, BELIK2]);
    expect(await undecided(2025)).toEqual([GOMBONG, BELIK2]);
    await decide(BELIK2, 2025, '2026-10-01', 'LANJUTAN').expect(303);
    expect(await undecided(2025)).toEqual([GOMBONG]);
    expect(await undecided(2022)).toEqual([MANDIRAJA, BELIK2]);
    const early = await decide(BELIK2, 2025, '2024-12-31').expect(422);
    expect(words(early)).toContain('Lokus 2025 baru berlaku 1 Januari 2025.');
    const other = await decide(MANDIRAJA, 2025, '2026-10-01').expect(422);
    expect(words(other)).toContain('Pilih daftar yang memuat Mandiraja.');
    await decide(GOMBONG, 2027, '2026-10-01').expect(422);
    await bappeda.get('/desa/33.27.08.1004/keputusan').expect(409);
  });

  it('goes by the newest decision for it, and keeps every one', async () => {
    await decide(MENDELEM, 2025, '2026-09-01');
    expect(await rowOf(2025, MENDELEM)).toMatchObject({ tuntas: true });
    await decide(MENDELEM, 2025, '2026-10-01', 'LANJUTAN');
    expect(await rowOf(2025, MENDELEM)).toMatchObject({ tuntas: false });
    expect(
      await portal.services.db.villageDecision.count({ where: { villageCode: MENDELEM, listYear: 2025 } }),
    ).toBe(2);
  });
});

describe('what goes on from the list before', () => {
  const portal = usePortal();
  const POOR = { [GOMBONG]: 812, [BELIK2]: 400, [MANDIRAJA]: 1003, [MENDELEM]: 90 };
  let bappeda: Browser;
  let runId = 0;
  beforeAll(async () => {
    const { database, db } = portal.services;
    const account = await makeAccount(database, 'BAPPEDA');
    bappeda = await portal.as(account);
    const id = await makeVersion(database, 'DESIL1', POOR);
    const desil1 = await db.datasetVersion.findUniqueOrThrow({ where: { id } });
    const parameters = { ...defaults, seleksi: { kind: 'kuota' as const, limit: 1 } };
    runId = await saveRun(database, account, { name: 'Uji', versions: { desil1, idm: null }, parameters });
    await makeList(database, 2025, [GOMBONG, BELIK2, MENDELEM, MANDIRAJA]);
  });
  const originsIn = async (draft: string) =>
    Object.fromEntries(
      ((await bappeda.get(`${draft}?format=json`)).body as { kode: string; asal: string }[]).map((row) => [
        row.kode,
        row.asal,
      ]),
    );

  it('is ticked: single ones, a kecamatan, all; and nothing ticked adds nothing', async () => {
    const draft = (await bappeda.post('/lokus', { tahun: 2026, hitungan: runId })).headers.location as string;
    expect(words(await bappeda.get(draft))).toContain('3 desa lokus 2025 belum tuntas');
    const none = await bappeda.post(`${draft}/lanjutan`).expect(422);
    expect(words(none)).toContain('Centang desa yang dilanjutkan, atau semuanya.');
    await bappeda.post(`${draft}/lanjutan`, { desa: [BELIK2] });
    expect(await originsIn(draft)).toEqual({ [MANDIRAJA]: 'lanjutan', [BELIK2]: 'lanjutan' });
    await bappeda.post(`${draft}/lanjutan`, { kecamatan: ['33.27.03'] });
    expect(Object.keys(await originsIn(draft))).toHaveLength(4);
    expect((await bappeda.get(draft)).text).not.toContain('name="semua"');
    await bappeda.post(`${draft}/hapus`, { hapus: 'ya' });
    const again = (await bappeda.post('/lokus', { tahun: 2026, hitungan: runId })).headers.location as string;
    await bappeda.post(`${again}/lanjutan`, { semua: 'ya' });
    expect(Object.keys(await originsIn(again))).toHaveLength(4);
    await bappeda.post(`${again}/hapus`, { hapus: 'ya' });
  });

  it('is not needed by a village that the run selected: coming back by an amendment it is no tambahan', async () => {
    const draft = (await bappeda.post('/lokus', { tahun: 2024, hitungan: runId })).headers.location as string;
    await bappeda.post(`${draft}/tambah`, { desa: BELIK2, alasan: 'Hasil rakor' });
    await bappeda.post(`${draft}/keluarkan`, { keluar: MANDIRAJA, sebab: 'Salah tulis' });
    const sk = { sk: '188.4/1/TAHUN 2024', tanggal: '2024-02-14', yakin: 'ya' };
    await bappeda.post(`${draft}/tetapkan`, sk);
    const amended = (await bappeda.post('/lokus/2024/perubahan', { alasan: 'Salah tulis nama' })).headers
      .location as string;
    await bappeda.post(`${amended}/tambah`, { desa: MANDIRAJA });
    expect(await originsIn(amended)).toEqual({ [MANDIRAJA]: 'hasil hitungan', [BELIK2]: 'tambahan' });
  });
});
