import { beforeAll, describe, expect, it } from 'vitest';
import { GOMBONG, makeAccount, makeList, makeVerified, makeVersion } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';

describe('Kartu Desa', () => {
  const portal = usePortal();
  let bappeda: Browser;
  beforeAll(async () => {
    const { database } = portal.services;
    bappeda = await portal.as(await makeAccount(database, 'BAPPEDA'));
    await makeList(database, new Date().getUTCFullYear(), [GOMBONG]);
    await makeVersion(database, 'DESIL1', { [GOMBONG]: 812 });
  });

  it('says why a village stands in a list that came without a run', async () => {
    const card = words(await bappeda.get(`/desa/${GOMBONG}`));
    expect(card).toContain('Mengapa desa ini Masuk lokus');
    expect(card).toMatch(/menurut SK \S+.*tanpa hitungan di portal/);
    expect(card).not.toContain('Hitungan yang dipakai');
  });

  it('tells poverty figures to Bappeda, and none to the village itself or an admin', async () => {
    const { database } = portal.services;
    const told = async (browser: Browser) =>
      words(await browser.get(`/desa/${GOMBONG}`)).includes('Riwayat data');
    expect(await told(bappeda)).toBe(true);
    for (const role of ['DESA', 'ADMIN'] as const)
      expect(await told(await portal.as(await makeAccount(database, role)))).toBe(false);
  });

  it('explains an outline only where something is planned, not where it was cancelled', async () => {
    const { database } = portal.services;
    const outline = async () =>
      /<ul class="legend">[\s\S]*direncanakan<\/li>/.test((await bappeda.get(`/desa/${GOMBONG}`)).text);
    await makeVerified(database, { workStatus: 'BATAL', realised: null, target: 4 });
    expect(words(await bappeda.get(`/desa/${GOMBONG}`))).toContain('terealisasi Jenis bantuan');
    expect(await outline()).toBe(false);
    await makeVerified(database, { workStatus: 'RENCANA', realised: null, target: 6 });
    expect(await outline()).toBe(true);
  });

  it('exports the list as it is filtered on screen', async () => {
    const shown = words(await bappeda.get('/desa?kecamatan=33.27.03&urut=-nama'));
    const rows = (await bappeda.get('/desa?kecamatan=33.27.03&urut=-nama&format=csv')).text
      .trim()
      .split('\n');
    expect(shown).toContain(`${rows.length - 1} desa dan kelurahan`);
    const places = rows.slice(1).map((row) => shown.indexOf(row.split(',')[0] as string));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places.every((place) => place > 0)).toBe(true);
  });
});
