import { beforeAll, describe, expect, it } from 'vitest';
import { oneLetterApart } from '../../src/wilayah/names.js';
import { makeAccount } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';

describe('searching a village', () => {
  const portal = usePortal();
  let reader: Browser;
  beforeAll(async () => {
    reader = await portal.as(await makeAccount(portal.services.database, 'KOORDINATOR'));
  });
  const search = (text: string) => reader.get(`/desa?cari=${encodeURIComponent(text)}`);

  it.each([
    ['Kreo', '33.27.07.2013'],
    ['kreyo', '33.27.07.2013'],
    ['Kendal Rejo', '33.27.10.2019'],
    ['desa gombong', '33.27.03.2001'],
    ['3327032001', '33.27.03.2001'],
    ['33.27.03.2001', '33.27.03.2001'],
    ['Kuta Belik', '33.27.03.2004'],
    ['bantarbolang kuta', '33.27.06.2014'],
    ['Desa Kreyo Kec. Randudongkal', '33.27.07.2013'],
    ['Kuta (Belik)', '33.27.03.2004'],
  ])('opens the one that "%s" means', async (text, code) => {
    const answer = await search(text).expect(303);
    expect([answer.status, answer.headers.location]).toEqual([303, `/desa/${code}`]);
  });

  it.each(['Gombing', 'Gmbong', 'Gombongg', 'Gobmong'])('suggests Gombong for "%s"', async (text) => {
    const page = words(await search(text));
    expect(page).toContain(`Tidak ada yang cocok dengan "${text}"`);
    expect(page).toContain('Gombong');
    expect(page).toContain('Belik');
  });

  it('hears a wrong letter in the beginning of a longer name', async () => {
    const page = await search('Tegalsary');
    expect(words(page)).toContain('Tegalsari Timur, Ampelgading');
    expect(page.text).toMatch(/href="\/desa\/33\.27\.11\.\d{4}">Tegalsari Timur, Ampelgading/);
  });

  it('leads to every name that may be meant', async () => {
    const page = await search('Kutaa');
    for (const [code, name] of [
      ['33.27.03.2004', 'Kuta, Belik'],
      ['33.27.06.2014', 'Kuta, Bantarbolang'],
    ])
      expect(page.text).toContain(`<a href="/desa/${code}">${name}</a>`);
  });

  it('shows the kecamatan of namesakes and lets the reader choose', async () => {
    const page = await search('Sarwodadi').expect(200);
    expect(words(page)).toMatch(/2 desa dan kelurahan/);
    expect(words(page)).toContain('Bantarbolang');
    expect(words(page)).toContain('Comal');
  });

  it('finds the desa beside the kecamatan of the same name, and all units of a kecamatan by its code', async () => {
    expect((await search('Moga').expect(303)).headers.location).toBe('/desa/33.27.01.2005');
    const page = await search('33.27.01');
    expect(words(page)).toMatch(/10 desa dan kelurahan/);
  });

  it('says what to do when nothing is near', async () => {
    const page = words(await search('xyzzy'));
    expect(page).toContain('Tidak ada yang cocok');
    expect(page).toContain('Hapus');
  });
});

describe('one letter apart', () => {
  it.each([
    ['gombong', 'gombing', true],
    ['gombong', 'gombon', true],
    ['gombong', 'gobmong', true],
    ['gombong', 'gombinh', false],
    ['gombong', 'ombon', false],
    ['gombong', 'gomnobg', false],
  ])('%s and %s: %s', (one, other, near) => {
    expect(oneLetterApart(one, other)).toBe(near);
    expect(oneLetterApart(other, one)).toBe(near);
  });
});
