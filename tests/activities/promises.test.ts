import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isKept, isKeptSql } from '../../src/activities/promises.js';
import { queryRow, sql } from '../../src/database/query.js';
import { GOMBONG, makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';
import { setScene } from './scene.js';

const DAY = new Date('2026-05-03T00:00:00Z');

describe('a promise', () => {
  const portal = usePortal();

  it.each([
    ['all of what was promised came', 40, 40, null, true],
    ['more came', 40, 50, null, true],
    ['less came, though a day is written', 40, 39, DAY, false],
    ['nothing was counted, though a day is written', 40, null, DAY, false],
    ['no quantity was promised and it came on a day', null, null, DAY, true],
    ['no quantity was promised and no day is written', null, 3, null, false],
  ])('is judged alike by function and SQL when %s', async (_name, quantity, delivered, deliveredOn, kept) => {
    expect(isKept({ quantity, delivered, deliveredOn })).toBe(kept);
    const query = sql`select ${isKeptSql} as kept from (select ${quantity}::int as quantity,
      ${delivered}::int as delivered, ${deliveredOn}::date as delivered_on) c`;
    const row = await queryRow(portal.services.db, query, z.object({ kept: z.boolean() }));
    expect(row.kept).toBe(kept);
  });

  it('that is late and half kept stands at home, in its list and open on the Kartu Desa', async () => {
    const scene = await setScene(portal);
    const promise = (apa: string, dipenuhi: string) => ({
      'janji.0.pihak': 'PERUSAHAAN',
      'janji.0.apa': apa,
      'janji.0.jumlah': '40',
      'janji.0.satuan': 'sak',
      'janji.0.batas': '2026-10-31',
      'janji.0.dipenuhi': dipenuhi,
      'janji.0.tanggal': '2026-10-30',
    });
    const half = await scene.log(promise('semen separuh', '20'));
    const whole = await scene.log(promise('semen lengkap', '40'));
    for (const id of [half, whole]) await scene.press(scene.asCoordinator, id, 'verifikasi');
    for (const browser of [scene.asOfficer, scene.asVillage]) {
      const home = words(await browser.get('/beranda'));
      expect(home).toContain('semen separuh');
      expect(home).not.toContain('semen lengkap');
      const list = await browser.get('/kegiatan?janji=lewat&format=json');
      expect((JSON.parse(list.text) as { id: number }[]).map((one) => one.id)).toEqual([half]);
    }
    const coordinator = await portal.as(await makeAccount(portal.services.database, 'KOORDINATOR'));
    const card = words(await coordinator.get(`/desa/${GOMBONG}`));
    expect(card).toMatch(/semen separuh.*?20 dari 40 sak, batas 31 Oktober 2026/);
    expect(card).toMatch(/semen lengkap.*?40 dari 40 sak/);
  });

  it('stands on the Kartu Desa beside what each funder paid or plans', async () => {
    const scene = await setScene(portal);
    const other = {
      'baris.0.jenis': 'PLT',
      'baris.0.jumlah': '9',
      'baris.0.sumber': 'CSR',
      'baris.0.rencana': '5000',
    };
    await scene.log({ sumber: 'APBDES', terpakai: '24000000', ...other });
    const card = words(await scene.asCoordinator.get(`/desa/${GOMBONG}`));
    expect(card).toMatch(/APBDes\/Dana Desa, Rp 24\.000\.000/);
    expect(card).toMatch(/CSR\/TJSLP, rencana Rp 5\.000/);
  });
});
