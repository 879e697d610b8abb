import { beforeAll, describe, expect, it } from 'vitest';
import { saveRun } from '../../src/prioritas/runs.js';
import { defaults } from '../../src/ranking/parameters.js';
import { GOMBONG, MANDIRAJA, makeAccount, makeVersion } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';

const [BELIK2, MENDELEM] = ['33.27.03.2002', '33.27.03.2003'];
const POOR = { [GOMBONG]: 812, [BELIK2]: 400, [MANDIRAJA]: 1003, [MENDELEM]: 90 };

describe('an official list', STORY, () => {
  const portal = usePortal();
  const state = { runId: 0 };
  let bappeda: Browser;
  beforeAll(async () => {
    const account = await makeAccount(portal.services.database, 'BAPPEDA');
    bappeda = await portal.as(account);
    const id = await makeVersion(portal.services.database, 'DESIL1', POOR);
    const desil1 = await portal.services.db.datasetVersion.findUniqueOrThrow({ where: { id } });
    const parameters = { ...defaults, seleksi: { kind: 'kuota' as const, limit: 2 } };
    state.runId = await saveRun(portal.services.database, account, {
      name: 'Uji',
      versions: { desil1, idm: null },
      parameters,
    });
  });
  const makeDraft = async (tahun: number) => {
    const made = await bappeda.post('/lokus', { tahun, hitungan: state.runId });
    return made.headers.location as string;
  };
  const fix = (draft: string) =>
    bappeda.post(`${draft}/tetapkan`, { sk: '188.4/705/TAHUN 2025', tanggal: '2025-02-14', yakin: 'ya' });

  it('begins as a draft of the selected, is edited with reasons, and is fixed with an SK', async () => {
    const draft = await makeDraft(2025);
    expect(draft).toMatch(/^\/lokus\/draf\/\d+$/);
    const refused = await bappeda.post(`${draft}/tambah`, { desa: BELIK2, alasan: '' }).expect(422);
    expect(words(refused)).toContain('Isi alasan');
    await bappeda.post(`${draft}/tambah`, { desa: BELIK2, alasan: 'Hasil rakor' });
    await bappeda.post(`${draft}/keluarkan`, { keluar: MANDIRAJA, sebab: 'Sudah didampingi provinsi' });
    await bappeda.post(`${draft}/tahapan`, { 'tahun-33.27.03': '2027', 'tahun-3327031203567890': '2027' });
    const trail = await portal.services.db.auditEntry.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(trail.after).toEqual({ '33.27.03': 2027 });
    await bappeda.post(`${draft}/tetapkan`, { sk: '', tanggal: '2025-02-14', yakin: 'ya' }).expect(422);
    expect((await fix(draft)).headers.location).toBe('/lokus/2025');
    const page = words(await bappeda.get('/lokus/2025'));
    expect(page).toContain('2 desa dan kelurahan');
    expect(page).toContain('SK Bupati 188.4/705/TAHUN 2025, 14 Februari 2025');
    expect(page).toContain('Sudah didampingi provinsi');
    expect(page).toContain('Mulai 2027');
    const csv = await bappeda.get('/lokus/2025?format=csv');
    expect(csv.text).toContain(`${BELIK2},Belik,Belik,tambahan,Hasil rakor,2027`);
    await bappeda.post(`${draft}/hapus`).expect(404);
  });

  it('takes over what is not done yet as lanjutan, and can be amended by a new edition', async () => {
    await bappeda.post(`/desa/${BELIK2}/keputusan`, {
      lokus: 2025,
      keputusan: 'TUNTAS',
      tanggal: '2025-12-20',
      alasan: 'Selesai',
    });
    const draft = await makeDraft(2026);
    const page = words(await bappeda.get(draft));
    expect(page).toContain('1 dari hitungan dan 1 lanjutan');
    await fix(draft);
    await bappeda.post('/lokus', { tahun: 2026, hitungan: state.runId }).expect(409);
    const amended = await bappeda.post('/lokus/2026/perubahan', { alasan: 'Salah tulis nama' });
    await bappeda.post(`${amended.headers.location}/tambah`, { desa: MENDELEM, alasan: 'Pembetulan' });
    await fix(amended.headers.location as string);
    expect(words(await bappeda.get('/lokus/2026'))).toContain('3 desa dan kelurahan');
    expect(words(await bappeda.get('/lokus/2026?edisi=1'))).toContain('2 desa dan kelurahan');
  });

  it('may come from an SK sheet without a run, matched by code or by kecamatan and name', async () => {
    const sheet = 'desa,kecamatan,opd\nGombong,Belik,Dinkes\nKuta,Bantarbolang,\n';
    const send = (text: string, tahun = '2024') =>
      bappeda.upload('/lokus', { tahun, hitungan: 'sk' }, [
        { field: 'berkas', name: 'sk.csv', bytes: Buffer.from(text) },
      ]);
    const asked = (await send('desa,kecamatan\nKuta,Comal\n')).headers.location as string;
    expect(words(await bappeda.get(asked))).toMatch(/apa yang dimaksud "Kuta, Comal"\? .*Kuta, Belik/);
    const made = await send(sheet);
    expect(words(await bappeda.get(made.headers.location as string))).toContain('usulan OPD: Dinkes');
  });

  it('shows a DESA account no rank, and an OPD no draft', async () => {
    const desa = await portal.as(await makeAccount(portal.services.database, 'DESA'));
    const page = words(await desa.get('/lokus/2025'));
    expect(page).not.toContain('Peringkat');
    expect((await desa.get('/lokus/2025?format=csv')).text.split('\n')[0]).not.toContain('peringkat');
    const opd = await portal.as(await makeAccount(portal.services.database, 'OPD'));
    const draft = await portal.services.db.lokusList.findFirstOrThrow({ where: { status: 'DRAF' } });
    await opd.get(`/lokus/draf/${draft.id}`).expect(404);
    await opd.post(`/lokus/draf/${draft.id}/hapus`).expect(403);
    await opd.get('/lokus/2025');
  });

  it('filters by the first status that holds', async () => {
    expect(words(await bappeda.get('/lokus/2025?status=tuntas'))).toContain('1 desa dan kelurahan');
    expect(words(await bappeda.get('/lokus/2026?status=belum'))).toMatch(/[1-3] desa dan kelurahan/);
  });
});
