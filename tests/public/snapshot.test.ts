import { beforeAll, describe, expect, it } from 'vitest';
import { execute, sql } from '../../src/database/query.js';
import { ensureSnapshot, joinedPlaces } from '../../src/public/snapshot.js';
import { tidyUp } from '../../src/sweep.js';
import { makeAssignment, makeList, makeVerified } from '../support/make.js';
import { TEST_NOW, usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';

/** Moga has three accompanied villages, Petarukan too; Belik and Bodeh have three between them. */
const MOGA = ['33.27.01.2001', '33.27.01.2002', '33.27.01.2003'];
const PETARUKAN = ['33.27.10.2001', '33.27.10.2002', '33.27.10.2004'];
const BELIK = ['33.27.03.2001', '33.27.03.2002', '33.27.05.2001'];

describe('the potret bulanan', STORY, () => {
  const portal = usePortal();
  const logged = (villageCode: string, categoryCode: string, realised: number, more = {}) =>
    makeVerified(portal.services.database, {
      villageCode,
      categoryCode,
      realised,
      target: realised,
      spentRupiah: realised * 15_000_000,
      ...more,
    });
  const november = { startsOn: new Date('2026-11-22T00:00:00Z') };
  const results = async (code: string) => {
    const { body } = await (await portal.as()).get(`/kecamatan/${code}?format=json`);
    return (kind: string) => body.find((one: { kode_jenis: string }) => one.kode_jenis === kind);
  };

  beforeAll(async () => {
    const { database } = portal.services;
    await makeList(database, 2026, [...MOGA, ...PETARUKAN, ...BELIK]);
    for (const villageCode of [...MOGA, ...PETARUKAN, ...BELIK])
      await makeAssignment(database, { villageCode });
    await logged(MOGA[0] as string, 'RTLH', 4);
    await logged(MOGA[0] as string, 'JMB', 12);
    await logged(MOGA[0] as string, 'INF', 2);
    await logged(BELIK[0] as string, 'RTLH', 20, { fundingCode: 'APBD-KAB' });
    const money = { realised: 0, spentRupiah: 0, plannedRupiah: 245_000_000 };
    await logged(MOGA[2] as string, 'RTLH', 3, { ...money, workStatus: 'RENCANA' });
    await logged(MOGA[2] as string, 'RTLH', 3, { ...money, spentRupiah: 45_000_000, workStatus: 'BATAL' });
  });

  it('is made once by the first of several processes that ask', async () => {
    const { services } = portal;
    await Promise.all([ensureSnapshot(services), tidyUp(services), ensureSnapshot(services)]);
    expect(await services.db.publicSnapshot.count()).toBe(1);
    const told = await services.db.auditEntry.findMany({ where: { action: 'system.snapshot' } });
    expect(told).toMatchObject([{ actorRole: 'SISTEM', summary: 'Potret bulanan November 2026 dibuat' }]);
  });

  it('hides fewer than five with their money in every sum, and shows works as they are', async () => {
    const moga = await results('33.27.01');
    expect(moga('RTLH')).toMatchObject({
      disembunyikan: true,
      kegiatan: null,
      didanai: null,
      terealisasi: null,
      dana_terealisasi_rupiah: null,
    });
    expect(moga('LIS')).toMatchObject({ disembunyikan: true, terealisasi: null });
    expect(moga('JMB')).toMatchObject({ terealisasi: 12, dana_terealisasi_rupiah: 180_000_000 });
    expect(moga('INF')).toMatchObject({ disembunyikan: false, terealisasi: 2 });
    const { body } = await (await portal.as()).get('/kecamatan?format=json');
    expect(body.find((one: { kode: string }) => one.kode === '33.27.01')).toMatchObject({
      kegiatan_terverifikasi: 2,
      dana_terealisasi_rupiah: 210_000_000,
    });
  });

  it('says in one word what is hidden, on the pages too, and of which day the figures are', async () => {
    const stranger = await portal.as();
    const page = words(await stranger.get('/kecamatan/33.27.01'));
    expect(page).toMatch(/Jenis lainnya Rumah tidak layak huni, .* disembunyikan disembunyikan/);
    expect(page).not.toMatch(/tidak ditampilkan|kurang dari 5/);
    expect(page).toContain('per 20 November 2026, diperbarui tiap bulan');
    expect(words(await stranger.get('/'))).toMatch(/Listrik KK disembunyikan disembunyikan/);
    expect(words(await stranger.get('/'))).toMatch(/Rumah tidak layak huni unit rumah 20 20/);
  });

  it('tells what is planned and was cancelled with its money in whole steps, in no other figure', async () => {
    const stranger = await portal.as();
    const { body } = await stranger.get('/kecamatan?format=json');
    const moga = body.find((one: { kode: string }) => one.kode === '33.27.01');
    expect(moga).toMatchObject({
      kegiatan_direncanakan: 1,
      dana_direncanakan_rupiah: 200_000_000,
      kegiatan_batal: 1,
      dana_batal_rupiah: 0,
    });
    for (const address of ['/', '/kecamatan', '/kecamatan/33.27.01']) {
      const page = words(await stranger.get(address));
      expect(page).toContain('1 direncanakan, 1 batal');
      expect(page).toContain('direncanakan Rp 200,0 juta, terpakai pada yang batal di bawah Rp 100 juta');
    }
  });

  it('stands still within a month but for the figures of the whole kabupaten', async () => {
    const stranger = await portal.as();
    expect(words(await stranger.get('/'))).toMatch(/4 kegiatan terverifikasi .* Rp 570,0 juta/);
    await logged(MOGA[1] as string, 'JMB', 5, november);
    portal.clock.set(new Date(TEST_NOW.getTime() + 3 * 86_400_000));
    expect(words(await stranger.get('/'))).toMatch(/5 kegiatan terverifikasi .* Rp 645,0 juta/);
    expect((await results('33.27.01'))('JMB')).toMatchObject({ terealisasi: 12 });
  });

  it('moves a count of people and its money in the next month, when five and more came', async () => {
    await logged(PETARUKAN[0] as string, 'LIS', 6, november);
    await logged(MOGA[1] as string, 'INF', 1, november);
    await logged(BELIK[0] as string, 'RTLH', 3, { ...november, fundingCode: 'APBD-KAB' });
    portal.clock.set(new Date('2026-11-30T17:30:00Z'));
    const moga = await results('33.27.01');
    expect(moga('JMB')).toMatchObject({ kegiatan: 2, terealisasi: 17, dana_terealisasi_rupiah: 255_000_000 });
    expect(moga('INF')).toMatchObject({ terealisasi: 3 });
    expect((await results('33.27.10'))('LIS')).toMatchObject({ terealisasi: 6 });
    expect((await results('33.27.03'))('RTLH')).toMatchObject({ kegiatan: 1, terealisasi: 20 });
  });

  it('reads kecamatan with fewer than three accompanied villages together, and says so on their pages', async () => {
    const stranger = await portal.as();
    const { body } = await stranger.get('/kecamatan?format=json');
    expect(body).toHaveLength(3);
    expect(body[2]).toMatchObject({ desa_dampingan: 3, dana_terealisasi_rupiah: 300_000_000 });
    expect(body[2].kecamatan).toMatch(
      /^Kecamatan dengan kurang dari tiga desa didampingi: Ampelgading, .*Belik/,
    );
    expect(body[2].kode).not.toContain('33.27.01');
    const belik = words(await stranger.get('/kecamatan/33.27.03'));
    expect(belik).toContain('Angka kecamatan ini digabung');
    expect(belik).toContain('2 desa dampingan');
    expect(belik).toMatch(/APBD Kabupaten 300,0 juta/);
  });

  it('tells of each published table its code, definition, unit, source, date and files', async () => {
    const stranger = await portal.as();
    const { body } = await stranger.get('/kecamatan/metadata');
    expect(body.map((table: { kode: string }) => table.kode)).toEqual([
      'kemajuan-kecamatan-33.27',
      'hasil-jenis-bantuan-33.27',
    ]);
    for (const table of body) {
      expect(table).toMatchObject({ tanggal: '2026-12-01', sumber: 'Bappeda Kabupaten Pemalang' });
      const [csv, asJson] = table.unduh;
      const [head] = String((await stranger.get(csv)).text).split('\n');
      expect(head?.trim()).toBe(Object.keys(table.kolom).join(','));
      const file = await stranger.get(asJson);
      expect(Object.keys(file.body[0])).toEqual(Object.keys(table.kolom));
    }
  });

  it('is frozen, and holds no one to four people whoever writes', async () => {
    const { database, db } = portal.services;
    const run = (statement: ReturnType<typeof sql>) => database.transaction((tx) => execute(tx, statement));
    await expect(run(sql`update public_cell set funded = 9`)).rejects.toThrow();
    await expect(run(sql`delete from public_snapshot`)).rejects.toThrow();
    await expect(run(sql`truncate public_snapshot cascade`)).rejects.toThrow();
    const { id } = await db.publicSnapshot.findFirstOrThrow();
    await expect(run(sql`insert into public_place values (${id}, '33.27.99', false)`)).rejects.toThrow();
    const few = sql`with made as (insert into public_snapshot (region_code, month, taken_on)
        values ('33.27', '2027-05-01', '2027-05-01') returning id)
      insert into public_cell select id, '33.27.01', 'RTLH', true, false, 1, 3, 0, 0, 0 from made`;
    await expect(run(few)).rejects.toThrow(/public_cell_no_few_people/);
  });
});

describe('kecamatan that are read together', () => {
  const joined = (villages: number[]) =>
    [...joinedPlaces(villages.map((accompanied, at) => ({ code: String(at), accompanied })))].length;

  it('are those with fewer than three villages, none where there are none', () => {
    expect(joined([0, 2, 2, 5, 9])).toBe(3);
    expect(joined([3, 5, 9])).toBe(0);
  });

  it('take in the smallest other where one is alone or they have too few villages between them', () => {
    expect(joined([2, 5, 9])).toBe(2);
    expect(joined([0, 1, 3, 9])).toBe(3);
    expect(joined([1])).toBe(1);
  });
});
