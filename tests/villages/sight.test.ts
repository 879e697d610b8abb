import { beforeAll, describe, expect, it } from 'vitest';
import { GOMBONG, MANDIRAJA, makeAccount, makeAssignment, makeList, makeVerified } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';

describe('a village, as others see it', () => {
  const portal = usePortal();
  const as: Record<string, Browser> = {};
  beforeAll(async () => {
    const { database } = portal.services;
    await makeList(database, 2026, [GOMBONG]);
    await makeAssignment(database);
    await makeVerified(database, { title: 'Jamban Gombong' });
    for (const role of ['BAPPEDA', 'KOORDINATOR', 'OPD', 'DESA', 'ADMIN'] as const)
      as[role] = await portal.as(await makeAccount(database, role));
    as.neighbour = await portal.as(await makeAccount(database, 'DESA', { villageCode: MANDIRAJA }));
  });

  it.each([
    ['BAPPEDA', true],
    ['KOORDINATOR', true],
    ['OPD', true],
    ['DESA', true],
    ['neighbour', false],
    ['ADMIN', false],
  ])('tells %s of its activities: %s', async (who, told) => {
    const card = words(await (as[who] as Browser).get(`/desa/${GOMBONG}`));
    expect(card).toContain('Dinas Kesehatan');
    expect([card.includes('Dana terealisasi'), card.includes('Jamban Gombong')]).toEqual([told, told]);
  });

  it.each([
    [
      'OPD',
      'kode,nama,jenis,kecamatan,lokus,opd_utama,opd_pendukung,kegiatan_terverifikasi,kegiatan_direncanakan,kegiatan_batal,laporan_terakhir',
      '1 desa',
    ],
    ['DESA', 'kode,nama,jenis,kecamatan,lokus,opd_utama,opd_pendukung', '1 desa'],
    ['ADMIN', 'kode,nama,jenis,kecamatan,opd_utama,opd_pendukung', '223 desa'],
  ])('is listed for %s with the columns of that role, and filtered by no other', async (who, head, found) => {
    const browser = as[who] as Browser;
    const file = (await browser.get('/desa?lokus=ya&format=csv')).text.split('\n');
    expect(file[0]).toBe(head);
    expect(words(await browser.get('/desa?lokus=ya&urut=kegiatan'))).toContain(`${found} dan kelurahan`);
  });
});
