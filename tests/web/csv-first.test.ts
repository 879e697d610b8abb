import { describe, expect, it } from 'vitest';
import { draftFromSheet } from '../../src/lokus/draft.js';
import { agencyId, GOMBONG, makeAccount, makeVerified, makeVersion } from '../support/make.js';
import { type Browser, usePortal } from '../support/portal.js';

describe('the CSV that comes first', () => {
  const portal = usePortal();
  const firstOn = async (browser: Browser, cookie: string, path = '/desa') => {
    const page = await browser.get(path).set('Cookie', `${browser.cookie}; ${cookie}`);
    return /href="[^"]*format=([a-z-]+)/.exec(page.text)?.[1];
  };

  it('is the one that this person took last, and that of nobody else', async () => {
    const account = await makeAccount(portal.services.database, 'BAPPEDA');
    const browser = await portal.as(account);
    const take = async (format: string) => {
      const [cookie = ''] = [(await browser.get(`/desa?format=${format}`)).headers['set-cookie'] ?? []]
        .flat()
        .filter((one) => one.startsWith('csv-'));
      return cookie.split(';')[0] ?? '';
    };
    expect(await firstOn(browser, 'lain=1')).toBe('csv');
    const taken = await take('csv-excel');
    expect(taken).toBe(`csv-${account.id}=csv-excel`);
    expect(await firstOn(browser, taken)).toBe('csv-excel');
    expect(await firstOn(browser, await take('csv'))).toBe('csv');
    expect(await take('json')).toBe('');
    const other = await portal.as(await makeAccount(portal.services.database, 'KOORDINATOR'));
    expect(await firstOn(other, taken)).toBe('csv');
  });

  it('stands first on every page that offers files, also where these have another address', async () => {
    const { database, db } = portal.services;
    const account = await makeAccount(database, 'BAPPEDA');
    const browser = await portal.as(account);
    await makeVersion(database, 'DESIL1', { [GOMBONG]: 812 });
    await draftFromSheet(database, account, 2031, [{ code: GOMBONG, agencyId: null }]);
    await makeVerified(database);
    const whatIf = (await browser.get('/prioritas/baru').expect(303)).headers.location as string;
    const draft = await db.lokusList.findFirstOrThrow({ where: { status: 'DRAF' } });
    const upload = { jenis: 'desil1', sumber: 'DTKS', per: '2026-03-31' };
    const file = { field: 'berkas', name: 'a.csv', bytes: Buffer.from(`kode,desil1\n${GOMBONG},5\n`) };
    const preview = (await browser.upload('/data/impor', upload, [file])).headers.location as string;
    const pages = [
      ...['/desa', '/kegiatan', '/rekap?dari=', `/opd/${await agencyId(database)}`, '/prioritas', '/data'],
      ...[whatIf, `/lokus/draf/${draft.id}`, preview],
      ...['/kecamatan', `/kecamatan/${GOMBONG.slice(0, 8)}`, '/'],
    ];
    for (const path of pages) {
      const first = [await firstOn(browser, '', path)];
      first.push(await firstOn(browser, `csv-${account.id}=csv-excel`, path));
      expect([path, ...first]).toEqual([path, 'csv', 'csv-excel']);
    }
  });
});

describe('the waiting of a browser that asked for a file', () => {
  const portal = usePortal();

  it('ends with the file and with an error alike', async () => {
    const browser = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
    const cookies = async (path: string, status: number, more = '') =>
      String(
        (
          await browser
            .get(path)
            .set('Cookie', browser.cookie + more)
            .expect(status)
        ).headers['set-cookie'],
      );
    for (const [path, status] of [
      ['/kegiatan?format=csv', 200],
      ['/tidak-ada.csv', 404],
    ] as const) {
      expect(await cookies(path, status, '; unduh=menunggu')).toMatch(/\bunduh=;/);
      expect(await cookies(path, status)).not.toContain('unduh');
    }
  });
});
