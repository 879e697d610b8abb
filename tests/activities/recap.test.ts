import exceljs from 'exceljs';
import type { Response } from 'supertest';
import { describe, expect, it } from 'vitest';
import { activityList } from '../../src/activities/lists.js';
import { cuts, RecapQuery } from '../../src/activities/recap.js';
import { recap } from '../../src/activities/recap-rows.js';
import type { Account } from '../../src/generated/prisma/client.js';
import type { Actor } from '../../src/policy.js';
import { agencyId, GOMBONG, makeAccount, makeAssignment } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';
import { FIVE, setScene } from './scene.js';

const actorOf = (account: Account): Actor => ({ ...account, agencyIds: [], place: '' });

const binary = (response: Response, done: (error: Error | null, body: Buffer) => void) => {
  const parts: Buffer[] = [];
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (part: Buffer) => parts.push(part)).on('end', () => done(null, Buffer.concat(parts)));
};

describe('the recap for the rakor', STORY, () => {
  const portal = usePortal();

  it('sums money once however it is cut, and quantities within a category only', async () => {
    const scene = await setScene(portal);
    const two = {
      'baris.0.jenis': 'PLT',
      'baris.0.jumlah': '7',
      'baris.0.sumber': 'CSR',
      'baris.0.terpakai': '5000',
    };
    const first = await scene.log({ sumber: 'APBDES', terpakai: '24000000', penerima: '40', ...two });
    const second = await scene.log({ hari: 'lain', tanggal: '2026-02-03', terpakai: '2000000', jumlah: '1' });
    await scene.log({ terpakai: '1000000', jumlah: '1' });
    for (const id of [first, second]) await scene.press(scene.asCoordinator, id, 'verifikasi');
    for (const cut of Object.keys(cuts)) {
      const answer = await scene.asCoordinator.get(`/rekap?kelompok=${cut}&format=json`);
      const rows = JSON.parse(answer.text) as Record<string, number | string>[];
      const sum = (key: string) => rows.reduce((total, row) => total + Number(row[key]), 0);
      expect([cut, sum('rupiah_terpakai')]).toEqual([cut, 26_005_000]);
      expect([cut, sum('sedang_diperiksa_rupiah_terpakai')]).toEqual([cut, 1_000_000]);
      const page = words(await scene.asCoordinator.get(`/rekap?kelompok=${cut}`));
      expect(page).toContain('2 kegiatan terverifikasi');
      await scene.asCoordinator.get(`/rekap?kelompok=${cut}&rinci=ya`);
    }
    const months = await scene.asCoordinator.get('/rekap?kelompok=bulan&format=csv');
    expect(months.text).toContain('2026-02,Jamban sehat,unit,0,1,0,0,0,C,,Selesai,Diverifikasi,1,0,2000000,');
    const february = await scene.asCoordinator.get('/rekap?dari=2026-02-01&sampai=2026-02-28&format=json');
    expect(JSON.parse(february.text)).toHaveLength(1);
    const lastYear = await scene.asCoordinator.get('/rekap?dari=2025-01-01&sampai=2025-12-31');
    expect(words(lastYear)).toContain('Tidak ada kegiatan dalam masa ini');
    const book = await scene.asCoordinator.get('/rekap?format=xlsx');
    expect(book.headers['content-disposition']).toContain('rekap.xlsx');
  });

  it('filters by the own OPD and by funder', async () => {
    const scene = await setScene(portal);
    const opd = await portal.as(
      await makeAccount(portal.services.database, 'OPD', { agency: 'Inspektorat' }),
    );
    const spent = async (browser: Browser, query: string) => {
      const rows = JSON.parse((await browser.get(`/rekap?format=json&${query}`)).text) as Record<
        string,
        number
      >[];
      return rows.reduce((sum, row) => sum + (row.rupiah_terpakai ?? 0), 0);
    };
    expect(await spent(scene.asOfficer, 'opd=saya')).toBe(26_005_000);
    expect(await spent(opd, 'opd=saya')).toBe(0);
    expect(await spent(scene.asCoordinator, 'sumber=CSR')).toBe(5000);
    const page = words(await scene.asOfficer.get('/rekap?opd=saya&sumber=CSR'));
    expect(page).toContain('OPD: OPD saya');
    expect(page).toContain('Sumber dana: CSR');
  });

  it('keeps two groups of the same name apart', async () => {
    const { database, db } = portal.services;
    const scene = await setScene(portal);
    const [dinkes, dlh] = [await agencyId(database), await agencyId(database, 'DLH')];
    await makeAssignment(database, { agency: 'DLH', role: 'SUPPORT' });
    const { name } = await db.agency.findUniqueOrThrow({ where: { id: dinkes } });
    await database.transaction((tx) => tx.agency.update({ where: { id: dlh }, data: { name } }));
    const other = await portal.as(await makeAccount(database, 'OPD', { agency: 'DLH' }));
    for (const jenis of ['JMB', 'PLT']) await other.post('/kegiatan', { ...FIVE, jenis, aksi: 'ajukan' });
    await scene.log({ jenis: 'PLT' });
    const rows = await recap(db, actorOf(scene.coordinator), RecapQuery.parse({}));
    const keys = rows.map((row) => row.group_key).filter((key) => key !== null);
    const runs = keys.filter((key, index) => key !== keys[index - 1]);
    expect(runs).toHaveLength(new Set(keys).size);
  });

  it('is a workbook of what the screen shows and of every kind of help within its group', async () => {
    const scene = await setScene(portal);
    const answer = await scene.asCoordinator
      .get('/rekap?format=xlsx&kecamatan=33.27.03')
      .buffer()
      .parse(binary);
    const book = new exceljs.Workbook();
    await book.xlsx.load(answer.body);
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['Ringkas', 'Rinci', 'Keterangan']);
    const lines = (name: string) =>
      ((book.getWorksheet(name)?.getSheetValues() ?? []) as unknown[][]).slice(1).map((row) => row.slice(1));
    const short = lines('Ringkas');
    expect(short.slice(0, 5)).toEqual([
      ['Isi: Rekap kegiatan menurut OPD'],
      ['Saringan: Masa: 1 Januari 2026 sampai 31 Desember 2026; Kecamatan: Belik'],
      [expect.stringContaining('Diambil: 20 November 2026')],
      [expect.stringContaining('Sumber: Portal Desa Dampingan')],
      [expect.stringContaining('kegiatan terverifikasi yang berjalan atau selesai')],
    ]);
    expect(short[5]?.slice(0, 4)).toEqual([
      'OPD',
      'Terverifikasi (kegiatan)',
      'Dana rencana (Rp)',
      'Dana terpakai (Rp)',
    ]);
    expect(short).toContainEqual([
      'Dinas Kesehatan',
      2,
      0,
      26_005_000,
      0,
      0,
      0,
      0,
      0,
      expect.any(Number),
      1_000_000,
      0,
      0,
    ]);
    expect(short.at(-1)?.slice(0, 4)).toEqual(['Seluruhnya', 2, 0, 26_005_000]);
    expect(lines('Rinci')).toContainEqual(
      expect.arrayContaining(['Dinas Kesehatan', 'Pelatihan kerja', 'orang', 7, 1, 5000]),
    );
    const byHelp = await scene.asCoordinator.get('/rekap?format=xlsx&kelompok=jenis').buffer().parse(binary);
    await book.xlsx.load(byHelp.body);
    expect(book.worksheets).toHaveLength(3);
    expect(lines('Keterangan')).toContainEqual([
      'kolom sk_lokus',
      expect.stringContaining('SK daftar lokus'),
    ]);
  });

  it('values what residents gave once, by the rate of its day, beside the money and in no sum of it', async () => {
    const { database } = portal.services;
    const scene = await setScene(portal);
    const sums = async () => {
      const rows = JSON.parse((await scene.asCoordinator.get('/rekap?format=json')).text);
      return rows.reduce((all: number, row: { rupiah_terpakai: number }) => all + row.rupiah_terpakai, 0);
    };
    const before = await sums();
    const given = { hari_kerja: '20', nilai_barang: '500.000', barang: 'Pasir 2 truk' };
    const two = { 'baris.0.jenis': 'PLT', 'baris.0.jumlah': '7' };
    const id = await scene.log({ ...given, ...two, hari: 'lain', tanggal: '2026-05-04' });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    const shown = async (address: string) => words(await scene.asCoordinator.get(address));
    expect(await shown('/rekap')).toContain('Rp 500.000 20 hari kerja, belum bernilai');
    expect(await shown(`/kegiatan/${id}`)).toContain('20 hari kerja, belum bernilai; barang Rp 500.000;');
    const setById = (await makeAccount(database, 'ADMIN')).id;
    const rate = { regionCode: scene.officer.regionCode, key: 'tarif-gotong-royong', setById };
    await database.transaction((tx) =>
      tx.setting.createMany({
        data: [
          { ...rate, value: 100_000, since: new Date('2026-05-04') },
          { ...rate, value: 200_000, since: new Date('2026-05-05') },
        ],
      }),
    );
    for (const cut of ['opd', 'kecamatan', 'tahun'])
      expect(await shown(`/rekap?kelompok=${cut}`)).toContain('Rp 2.500.000 20 hari kerja');
    expect(await shown('/rekap?kelompok=jenis')).not.toContain('20 hari kerja');
    expect(await shown(`/desa/${GOMBONG}`)).toMatch(/Gotong royong Rp 2.500.000 20 hari kerja, di samping/);
    expect(await shown(`/kegiatan/${id}`)).toContain('senilai Rp 2.500.000 di samping anggaran');
    expect(await sums()).toBe(before);
  });

  it('tells what residents gave in rows of its own of a file, so that they add up to what the screen tells', async () => {
    const scene = await setScene(portal);
    const more = { hari_kerja: '7', barang: 'Semen', nilai_barang: '300.000' };
    const three = {
      'baris.0.jenis': 'PLT',
      'baris.0.jumlah': '7',
      'baris.1.jenis': 'RTLH',
      'baris.1.jumlah': '2',
    };
    const id = await scene.log({ ...more, ...three, hari: 'lain', tanggal: '2026-05-06' });
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    await scene.log({ ...more, hari: 'lain', tanggal: '2026-05-06' });
    type Row = Record<string, number | string | null>;
    for (const cut of Object.keys(cuts)) {
      const rows: Row[] = JSON.parse(
        (await scene.asCoordinator.get(`/rekap?kelompok=${cut}&format=json`)).text,
      );
      const gifts = rows.filter((row) => row.jenis_bantuan === 'Gotong royong');
      const sum = (key: string) => rows.reduce((all, row) => all + Number(row[key] ?? 0), 0);
      const told = cut === 'jenis' || cut === 'dana' ? [0, 0, 0] : [4_200_000, 27, 1];
      expect([cut, sum('gotong_royong'), sum('gotong_royong_hari_kerja'), Math.min(gifts.length, 1)]).toEqual(
        [cut, ...told],
      );
      expect(gifts.every((row) => row.kegiatan_terverifikasi === null && row.rupiah_terpakai === null)).toBe(
        true,
      );
      const page = words(await scene.asCoordinator.get(`/rekap?kelompok=${cut}`));
      expect(page.includes('Rp 4.200.000 27 hari kerja')).toBe(gifts.length > 0);
    }
  });

  it('is read by Bappeda, coordinators and OPD', async () => {
    for (const [role, status] of [
      ['BAPPEDA', 200],
      ['OPD', 200],
      ['DESA', 403],
      ['ADMIN', 403],
    ] as const) {
      const browser = await portal.as(await makeAccount(portal.services.database, role));
      await browser.get('/rekap').expect(status);
    }
  });
});

describe('the list of activities', () => {
  const portal = usePortal();

  it('sorts by every column and filters by what its form offers', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({ judul: 'Jamban Gombong' });
    for (const sort of Object.keys(activityList.sorts)) {
      for (const sign of ['', '-']) {
        const answer = await scene.asCoordinator.get(`/kegiatan?urut=${sign}${sort}`);
        expect([sort, answer.status]).toEqual([sort, 200]);
      }
    }
    const finds = async (query: string) =>
      (await scene.asCoordinator.get(`/kegiatan?format=json&${query}`)).text.includes(`"id":${id},`);
    const hits = [
      `desa=${GOMBONG}`,
      'desa=gombong',
      'kecamatan=33.27.03',
      'jenis=JMB',
      'kerja=SELESAI',
      'laporan=DIAJUKAN',
      'tanggapan=belum',
      'dari=2026-11-20&sampai=2026-11-20',
    ];
    const misses = [
      'desa=moga',
      'kecamatan=33.27.01',
      'jenis=RTLH',
      'kerja=BATAL',
      'laporan=DRAF',
      'tanggapan=menunggu',
      'dari=2026-11-21',
      'opd=999',
    ];
    for (const query of hits) expect([query, await finds(query)]).toEqual([query, true]);
    for (const query of misses) expect([query, await finds(query)]).toEqual([query, false]);
    expect((await scene.asOfficer.get('/kegiatan?opd=saya&format=json')).text).toContain(`"id":${id},`);
    expect(words(await scene.asCoordinator.get('/kegiatan?desa=Gombing'))).toContain(
      'Mungkin maksud Anda Gombong',
    );
  });
});
