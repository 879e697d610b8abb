import { beforeAll, describe, expect, it } from 'vitest';
import { GOMBONG, MANDIRAJA, makeAccount, makeList } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';

const KUTA = '33.27.06.2014';

describe('a list that comes without a run', () => {
  const portal = usePortal();
  let bappeda: Browser;
  beforeAll(async () => {
    bappeda = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
  });
  const make = (tahun: number, fields: Record<string, string> = {}) =>
    bappeda.upload('/lokus', { tahun: String(tahun), hitungan: 'sk', ...fields }, []);
  const fix = (draft: string, tahun: number) =>
    bappeda.post(`${draft}/tetapkan`, {
      sk: `188.4/9/TAHUN ${tahun}`,
      tanggal: `${tahun}-02-01`,
      yakin: 'ya',
    });

  it.each([
    [2019, 'Gombong\tBelik\tDinkes\nKuta\tBantarbolang\t'],
    [2020, 'Gombong; Belik; Dinkes\nKuta; Bantarbolang'],
    [2021, 'kode,opd\n33.27.03.2001,Dinkes\n3327062014,\n'],
  ])('is typed or pasted in %s as people write it', async (year, daftar) => {
    const draft = (await make(year, { daftar })).headers.location as string;
    const rows = JSON.parse((await bappeda.get(`${draft}?format=json`)).text);
    expect(rows.map((one: { kode: string; opd: string | null }) => [one.kode, one.opd])).toEqual([
      [GOMBONG, 'Dinkes'],
      [KUTA, null],
    ]);
  });

  it('keeps what was typed when a village cannot be told', async () => {
    const refused = await make(2022, { daftar: 'Tiada Sama Sekali' }).expect(422);
    expect(words(refused)).toContain('tidak ada di daftar wilayah');
    expect(refused.text).toContain('Tiada Sama Sekali');
  });

  it('begins empty and grows village by village, with the OPD of the SK and without a reason', async () => {
    const { database, db } = portal.services;
    await makeList(database, 2023, [GOMBONG]);
    const draft = (await make(2024)).headers.location as string;
    const dlh = await db.agency.findFirstOrThrow({ where: { shortName: 'DLH' } });
    await bappeda.post(`${draft}/tambah`, { desa: GOMBONG, opd: dlh.id });
    await bappeda.post(`${draft}/tambah`, { desa: KUTA });
    await bappeda.post(`${draft}/keluarkan`, { keluar: GOMBONG, sebab: 'Salah baca' });
    await bappeda.post(`${draft}/kembalikan`, { desa: GOMBONG });
    expect((await bappeda.get(`${draft}?format=csv`)).text).toBe(
      `kode,nama,kecamatan,asal,alasan,peringkat,skor,opd\n${GOMBONG},Gombong,Belik,lanjutan,,,,DLH\n${KUTA},Kuta,Bantarbolang,menurut SK,,,,\n`,
    );
    await fix(draft, 2024);
    const page = words(await bappeda.get('/lokus/2024'));
    expect(page).toContain('menurut SK: DLH');
    expect(page).toContain('tanpa hitungan di portal');
  });

  it('is deleted only after a yes, and not dated years before its year', async () => {
    const draft = (await make(2026, { daftar: 'Gombong; Belik' })).headers.location as string;
    expect(words(await bappeda.post(`${draft}/hapus`).expect(422))).toContain('tidak dapat dikembalikan');
    const early = { sk: '188.4/9/TAHUN 2019', tanggal: '2019-01-01', yakin: 'ya' };
    expect(words(await bappeda.post(`${draft}/tetapkan`, early).expect(422))).toContain(
      'terlalu lama untuk lokus 2026',
    );
    expect((await bappeda.post(`${draft}/hapus`, { hapus: 'ya' })).headers.location).toBe('/lokus');
    await bappeda.get(draft).expect(404);
  });

  it('is amended without losing what was there, and the old edition says that it was replaced', async () => {
    await makeList(portal.services.database, 2025, [GOMBONG]);
    const amend = async (alasan: string) =>
      (await bappeda.post('/lokus/2025/perubahan', { alasan })).headers.location as string;
    const second = await amend('Ketinggalan satu desa');
    await bappeda.post(`${second}/tambah`, { desa: MANDIRAJA });
    await fix(second, 2025);
    const third = await amend('Desa menolak');
    await bappeda.post(`${third}/keluarkan`, { keluar: MANDIRAJA, sebab: 'Musyawarah desa menolak' });
    await fix(third, 2025);
    const newest = words(await bappeda.get('/lokus/2025'));
    expect(newest).toContain('Perubahan: Desa menolak (keluar Mandiraja).');
    expect(newest).toContain('Musyawarah desa menolak');
    expect(newest).not.toContain('sudah diganti');
    const old = words(await bappeda.get('/lokus/2025?edisi=2'));
    expect(old).toContain('Edisi ini sudah diganti edisi 3.');
    expect(old).toContain('(masuk Mandiraja)');
  });

  it('offers the first free year, and a sheet of all villages to begin with', async () => {
    const form = await bappeda.get('/lokus/baru');
    expect(form.text).toContain('name="tahun" value="2026"');
    const [head, first] = (await bappeda.get('/lokus/templat.csv')).text.split('\n');
    expect([head, first]).toEqual(['kode,desa,kecamatan,opd', '33.27.01.2001,Plakaran,Moga,']);
  });
});
