import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { assetsAt } from '../../src/web/assets.js';
import { makeAccount } from '../support/make.js';
import { TEST_NOW, usePortal } from '../support/portal.js';

describe('what a browser keeps', () => {
  const portal = usePortal();
  const asked = (path: string, headers: Record<string, string> = {}) =>
    request(portal.app)
      .get(path)
      .set({ Host: 'desa.contoh', 'Accept-Encoding': 'gzip, br', ...headers });

  it('is what a page and its stylesheet name: packed, under a hash, and never asked for again', async () => {
    const page = await asked('/').expect(200);
    const named = [...page.text.matchAll(/"(\/assets\/[^"#]+)/g)].map((match) => match[1] as string);
    const { text: style } = await asked(`${assetsAt}/style.css`).expect(200);
    const fonts = [...style.matchAll(/url\("?\.\/([^")]+)/g)].map((match) => `${assetsAt}/${match[1]}`);
    expect(named.length + fonts.length).toBeGreaterThan(4);
    for (const address of new Set([...named, ...fonts])) {
      const { headers } = await asked(address).expect(200);
      expect([address, address.startsWith(`${assetsAt}/`), headers['cache-control']]).toEqual([
        address,
        true,
        'public, max-age=31536000, immutable',
      ]);
      if (!address.endsWith('.woff2'))
        expect([address, headers['content-encoding']]).toEqual([address, 'br']);
    }
  });

  it('is packed as it is sent for a browser that takes no other', async () => {
    const { headers } = await asked(`${assetsAt}/style.css`, { 'Accept-Encoding': 'gzip' }).expect(200);
    expect(headers['content-encoding']).toBe('gzip');
  });

  it('is answered to a page of another version too, which asks again', async () => {
    const { headers } = await asked('/assets/0123456789ab/app.js').expect(200);
    expect(headers['cache-control']).toBe('public, max-age=0');
    await asked('/assets/0123456789ab/tidak-ada.js').expect(404);
    await asked('/assets/0123456789ab/%2e%2e/server.js').expect(404);
  });

  it.each(['/', '/kecamatan', '/kecamatan?format=csv', '/kecamatan?format=json', '/bantuan'])(
    'of %s is not sent again to a stranger while it says the same',
    async (path) => {
      const first = await asked(path).expect(200);
      portal.clock.set(new Date('2026-11-20T03:07:00Z'));
      const again = await asked(path, { 'If-None-Match': first.headers.etag as string });
      portal.clock.set(TEST_NOW);
      expect([again.status, again.text]).toEqual([304, '']);
      await asked(path, { 'If-None-Match': 'W/"lain"' }).expect(200);
    },
  );

  it('is no page of who is signed in', async () => {
    const browser = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
    const { headers } = await browser.get('/beranda');
    expect([headers.etag, headers['cache-control']]).toEqual([undefined, 'no-store']);
  });
});
