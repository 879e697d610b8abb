import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Cut, cuts, RecapQuery, type RecapRow } from '../../src/activities/recap.js';
import { tellsGiven } from '../../src/activities/recap-columns.js';
import { recapOfLines } from '../../src/activities/recap-lines.js';
import { recapOfSums, sumsKnow } from '../../src/activities/recap-sums.js';
import { queryRow, sql } from '../../src/database/query.js';
import { differences } from '../../src/kept/keep.js';
import type { Actor } from '../../src/policy.js';
import { loadSample } from '../../src/sample/load.js';
import { makeAccount, makeAssignment } from '../support/make.js';
import { usePortal } from '../support/portal.js';
import { STORY } from '../support/story.js';
import { FIVE, setScene } from './scene.js';

const PERIODS = [
  '',
  'dari=2026-01-01&sampai=2026-12-31',
  'dari=2022-03-17&sampai=2026-11-09',
  'sampai=2023-02-14',
];
const FILTERS = [
  '',
  'kecamatan=33.27.03',
  'jenis=JMB',
  'opd=saya',
  'opd=saya&jenis=RTLH&kecamatan=33.27.03',
  'rinci=ya',
];

describe('the recap by kept sums', STORY, () => {
  const portal = usePortal();
  let actor: Actor;
  const asked = (cut: Cut, ...parts: string[]) =>
    RecapQuery.parse(Object.fromEntries(new URLSearchParams(`kelompok=${cut}&${parts.join('&')}`)));
  /** What a page shows of them: kinds within a group only on wish, and the strategy in files alone. */
  const shown = (rows: RecapRow[], { kelompok, rinci }: RecapQuery) =>
    rows
      .filter(
        ({ level, category }) => level % 2 === 1 || (category !== null && (level === 2 || rinci === 'ya')),
      )
      .map((row) => ({
        ...row,
        ...(row.level % 2 === 0 || !tellsGiven(kelompok) ? noGift : {}),
        strategy: null,
      }));
  const noGift = { given_days: 0, given_value: 0, given_bare: 0 };

  beforeAll(async () => {
    const { database, config, db } = portal.services;
    await loadSample(database, config, portal.clock.now());
    const officer = await db.account.findFirstOrThrow({ where: { username: 'opd' } });
    actor = { ...officer, agencyIds: [officer.agencyId as number], place: '' };
    const admin = await portal.as(await makeAccount(database, 'ADMIN'));
    for (const [nama, sejak] of [
      ['Dinkes Satu', '2023-05-10'],
      ['Dinkes Dua', '2025-03-31'],
    ] as const)
      await admin.post(`/acuan/opd/${officer.agencyId}`, {
        nama,
        sejak,
        singkatan: 'Dinkes',
        jenis: 'DINAS',
        mulai: '2000-01-01',
      });
    const kind = {
      nama: 'Kakus',
      satuan: 'unit',
      strategi: 'A',
      aktif: 'ya',
      orang: 'ya',
      sejak: '2024-07-15',
    };
    await admin.post('/acuan/kategori/JMB', kind);
    for (const [nilai, sejak] of [
      ['90000', '2023-01-20'],
      ['110000', '2026-03-05'],
    ] as const)
      await admin.post('/acuan/pengaturan/tarif-gotong-royong', { nilai, sejak });
  });

  const sameAsLines = async (cut: Cut, filters = FILTERS) => {
    const { db } = portal.services;
    for (const period of PERIODS)
      for (const filter of filters) {
        const query = asked(cut, period, filter);
        if (!sumsKnow(actor, query)) continue;
        const should = shown(await recapOfLines(db, actor, query, 'page'), query);
        expect([period, filter, shown(await recapOfSums(db, actor, query), query)]).toEqual([
          period,
          filter,
          should,
        ]);
      }
  };

  it.each(Object.keys(cuts) as Cut[])('by %s is what its lines add up to', (cut) => sameAsLines(cut));

  it('tells what waits, also of corrections that move it to another year, until it counts', async () => {
    const { database, db } = portal.services;
    await makeAssignment(database, { role: 'SUPPORT', startsOn: new Date('2022-01-01') });
    const scene = await setScene(portal);
    const waits = async () => {
      for (const cut of ['opd', 'dana'] as const) await sameAsLines(cut, ['', 'opd=saya', 'jenis=PLT']);
      expect(await differences(db)).toEqual([]);
      const rows = await recapOfSums(db, actor, asked('opd', 'opd=saya'));
      return { ...rows.find(({ level }) => level === 3) };
    };
    const press = (verb: string, fields = {}) =>
      scene.press(
        verb === 'tarik' || verb === 'perbaiki' ? scene.asOfficer : scene.asCoordinator,
        id,
        verb,
        fields,
      );
    const save = async (fields: object) => {
      const { revision } = await scene.current(id);
      const form = {
        ...FIVE,
        sumber: 'APBDES',
        terpakai: '18000000',
        revisi: revision.id,
        versi: revision.lockVersion,
      };
      await scene.asOfficer.post(`/kegiatan/${id}/ubah`, { ...form, aksi: 'ajukan', ...fields }).expect(303);
    };
    const before = await waits();
    const told = (more: number, realised: number, spent: number) => ({
      waiting: Number(before.waiting) + more,
      waiting_realised: Number(before.waiting_realised) + realised,
      waiting_spent: Number(before.waiting_spent) + spent,
    });
    const id = await scene.log({
      'baris.0.jenis': 'PLT',
      'baris.0.jumlah': '7',
      sumber: 'APBDES',
      terpakai: '24000000',
    });
    expect(await waits()).toMatchObject(told(1, 19, 24_000_000));
    await press('tarik');
    expect(await waits()).toMatchObject(told(0, 0, 0));
    await save({ hari: '2023-06-08' });
    expect(await waits()).toMatchObject(told(1, 12, 18_000_000));
    await press('kembalikan', { catatan: 'Hitung lagi.' });
    expect(await waits()).toMatchObject(told(0, 0, 0));
    await save({ hari: '2023-06-08', sumber: 'CSR' });
    await press('verifikasi');
    expect(await waits()).toMatchObject(told(0, 0, 0));
    await press('perbaiki');
    await save({ jumlah: '9', terpakai: '20000000', perubahan: 'Dihitung ulang.' });
    expect(await waits()).toMatchObject(told(1, -3, 2_000_000));
    await press('tarik');
    expect(await waits()).toMatchObject(told(0, 0, 0));
    await save({ jenis: 'RTLH', jumlah: '2', perubahan: 'Dihitung ulang.', hari: '2022-05-09' });
    await waits();
    await press('verifikasi');
    expect(await waits()).toMatchObject(told(0, 0, 0));
  });

  it('stands as a rebuild writes it, under names that were told for days that were', async () => {
    const { db } = portal.services;
    const names = z.object({ names: z.number() });
    const query = sql`select count(distinct agency_name_no) + count(distinct category_name_no) as names from counted_sum`;
    expect((await queryRow(db, query, names)).names).toBeGreaterThan(3);
    expect(await differences(db)).toEqual([]);
  });
});
