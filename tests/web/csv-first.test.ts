import { describe, expect, it } from 'vitest';
import { makeAccount } from '../support/make.js';
import { type Browser, usePortal } from '../support/portal.js';

describe('the CSV that comes first', () => {
  const portal = usePortal();
  const firstOn = async (browser: Browser, cookie: string) => {
    const page = await browser.get('/desa').set('Cookie', `${browser.cookie}; ${cookie}`);
    return /<a class="btn btn-small" href="[^"]*format=([a-z-]+)/.exec(page.text)?.[1];
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
});
