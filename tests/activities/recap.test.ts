import { describe, expect, it } from 'vitest';
import { activityListing } from '../../src/activities/listing.js';
import { cuts } from '../../src/activities/recap.js';
import { GOMBONG, makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';
import { setScene } from './scene.js';

describe('the recap for the rakor', () => {
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
      expect((await scene.asCoordinator.get(`/rekap?kelompok=${cut}&rinci=ya`)).status).toBe(200);
    }
    const months = await scene.asCoordinator.get('/rekap?kelompok=bulan&format=csv');
    expect(months.text).toContain('2026-02,Jamban sehat,unit,1,0,1,');
    const february = await scene.asCoordinator.get('/rekap?dari=2026-02-01&sampai=2026-02-28&format=json');
    expect(JSON.parse(february.text)).toHaveLength(1);
    const lastYear = await scene.asCoordinator.get('/rekap?dari=2025-01-01&sampai=2025-12-31');
    expect(words(lastYear)).toContain('Tidak ada kegiatan dalam masa ini');
    const book = await scene.asCoordinator.get('/rekap?format=xlsx');
    expect(book.headers['content-disposition']).toContain('rekap.xlsx');
  });

  it('is read by Bappeda, coordinators and OPD', async () => {
    for (const [role, status] of [
      ['BAPPEDA', 200],
      ['OPD', 200],
      ['DESA', 403],
      ['ADMIN', 403],
    ] as const) {
      const browser = await portal.as(await makeAccount(portal.services.database, role));
      expect([role, (await browser.get('/rekap')).status]).toEqual([role, status]);
    }
  });
});

describe('the list of activities', () => {
  const portal = usePortal();

  it('sorts by every column and filters by what its form offers', async () => {
    const scene = await setScene(portal);
    const id = await scene.log({ judul: 'Jamban Gombong' });
    for (const sort of Object.keys(activityListing.sorts)) {
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
