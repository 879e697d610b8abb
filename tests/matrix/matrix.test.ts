import { beforeAll, describe, expect, it } from 'vitest';
import { doingAs } from '../../src/audit/act.js';
import { assess } from '../../src/needs/assess.js';
import {
  GOMBONG,
  MANDIRAJA,
  makeAccount,
  makeAssignment,
  makeList,
  makeReferral,
  makeVerified,
  makeVersion,
} from '../support/make.js';
import { usePortal } from '../support/portal.js';
import { words } from '../support/screen.js';

/** A village of no list. */
const OUTSIDE = '33.27.14.2006';
const UNKNOWN = '33.27.03.2003';

describe('the matrix of needs', () => {
  const portal = usePortal();
  const as = async (role: 'KOORDINATOR' | 'OPD' | 'DESA' | 'ADMIN') =>
    portal.as(await makeAccount(portal.services.database, role));

  beforeAll(async () => {
    const { database } = portal.services;
    const koordinator = await makeAccount(database, 'KOORDINATOR');
    const need = (villageCode: string, categoryCode: string, baseline: number) =>
      assess(doingAs(database, koordinator, new Date('2026-11-20T03:00:00Z')), {
        ...{ villageCode, assessedOn: new Date('2026-02-01'), source: 'ASESMEN', note: null },
        needs: [{ categoryCode, baseline, target: null }],
      });
    await makeList(database, 2026, [GOMBONG, MANDIRAJA, UNKNOWN]);
    await makeVersion(database, 'DESIL1', { [GOMBONG]: 800, [MANDIRAJA]: 500 });
    await makeAssignment(database);
    await need(GOMBONG, 'JMB', 40);
    await need(GOMBONG, 'RTLH', 3);
    await need(MANDIRAJA, 'JMB', 10);
    await need(MANDIRAJA, 'JKN', 20_000);
    await makeVerified(database, { categoryCode: 'RTLH', target: 4, realised: 5 });
    await makeVerified(database, {
      villageCode: MANDIRAJA,
      categoryCode: 'JKN',
      realised: 10_001,
      workStatus: 'BERJALAN',
    });
    const plan = { villageCode: MANDIRAJA, workStatus: 'RENCANA', realised: null } as const;
    await makeVerified(database, { ...plan, target: 6 });
    await makeVerified(database, { ...plan, agency: 'Satpol PP', target: 5 });
    await makeReferral(database, { to: 'DLH', villageCode: MANDIRAJA });
    await makeVerified(database, { villageCode: OUTSIDE, workStatus: 'BERJALAN', realised: 1 });
  });

  const rowsOf = async (query: string) => {
    const { text } = await (await as('KOORDINATOR')).get(`/matriks?format=csv${query}`).expect(200);
    return text.trim().split('\n').slice(1);
  };

  it('marks what nobody serves, what two plan, what is beyond need or people, and what is outside of the list', async () => {
    expect(await rowsOf('&tanda=tanpa')).toEqual([
      expect.stringContaining(`${GOMBONG},Gombong,Belik,Dinkes,JMB`),
    ]);
    expect(await rowsOf('&tanda=ganda')).toEqual([
      expect.stringContaining(`${MANDIRAJA},Mandiraja,Moga,,JMB`),
    ]);
    expect((await rowsOf('&tanda=lebih')).map((row) => row.split(',').slice(0, 5).join(','))).toEqual([
      `${GOMBONG},Gombong,Belik,Dinkes,RTLH`,
      `${MANDIRAJA},Mandiraja,Moga,,JKN`,
    ]);
    expect(await rowsOf('&tanda=luar')).toEqual([expect.stringContaining(OUTSIDE)]);
    expect((await rowsOf('&tanda=ada')).length).toBe(5);
  });

  it('tells need, planned, funded, delivered and left of a cell, and over-delivery apart', async () => {
    expect(await rowsOf('&tanda=ganda')).toEqual([
      `${MANDIRAJA},Mandiraja,Moga,,JMB,Jamban sehat,unit,2026-02-01,10,11,2,0,0,0,10,0,Direncanakan dua OPD atau lebih`,
    ]);
    expect((await rowsOf(`&desa=${GOMBONG}&jenis=RTLH`))[0]).toContain(',3,0,0,0,4,5,0,2,Melebihi');
  });

  it('is one table of villages, kecamatan or OPD, in which sums lead to their villages', async () => {
    const browser = await as('KOORDINATOR');
    const villages = await browser.get('/matriks').expect(200);
    expect(words(villages)).toContain('4 desa');
    expect(words(villages)).toContain('Belik, belum diasesmen');
    expect(villages.text).toContain(`href="/matriks/${GOMBONG}/JMB"`);
    expect(words(villages)).toContain('0/10 +2');
    const kecamatan = await browser.get('/matriks?menurut=kecamatan').expect(200);
    expect(words(kecamatan)).toContain('2 desa, 1 belum diasesmen');
    expect(kecamatan.text).toContain('href="/matriks?kecamatan=33.27.03&amp;jenis=JMB"');
    expect(words(await browser.get('/matriks?menurut=opd').expect(200))).toContain('Belum ada OPD utama');
    await browser.get('/matriks?cetak=ya&tahun=semua').expect(200);
  });

  it('opens a cell with who plans it and what this person may do', async () => {
    const cell = `/matriks/${MANDIRAJA}/JMB`;
    const seen = words(await (await as('KOORDINATOR')).get(cell).expect(200));
    expect(seen).toContain('Direncanakan Dinkes dan Satpol PP; ditawarkan ke DLH.');
    expect(seen).toContain('Tugaskan OPD');
    expect(seen).not.toContain('Rencanakan');
    const own = await (await as('OPD')).get(`/matriks/${GOMBONG}/JMB`).expect(200);
    expect(own.text).toContain(`/kegiatan/baru?desa=${GOMBONG}&amp;rencana=JMB`);
    expect(words(await (await as('OPD')).get(cell).expect(200))).not.toContain('Rencanakan');
  });

  it('is read by a village of itself alone', async () => {
    const browser = await as('DESA');
    expect(words(await browser.get('/matriks').expect(200))).not.toContain('Mandiraja');
    await browser.get(`/matriks/${MANDIRAJA}/JMB`).expect(404);
    await (await as('ADMIN')).get('/matriks').expect(403);
  });
});
