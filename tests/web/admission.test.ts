import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.js';
import { assetsAt } from '../../src/web/assets.js';
import { secretFields } from '../../src/web/later.js';
import { FORM_ID } from '../../src/web/once.js';
import { PACE } from '../../src/web/pace.js';
import { makeAccount } from '../support/make.js';
import { type Browser, usePortal } from '../support/portal.js';

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** What a browser would send again from the page: the hidden fields of its form. */
const sentAgain = (page: string) =>
  [
    ...page.slice(page.indexOf('<main')).matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g),
  ].map(([, name, value]) => [
    name,
    value?.replace(/&#(\d+);|&(amp|lt|gt);/g, (_all, code, word) =>
      code ? String.fromCharCode(code) : { amp: '&', lt: '<', gt: '>' }[word as 'amp'],
    ),
  ]);

describe('more requests than the portal works on at once', () => {
  const portal = usePortal();
  let server: http.Server;
  let held: (() => void)[] = [];
  beforeAll(async () => {
    const { services } = portal;
    // Whoever asks for a page waits here, as behind a locked table.
    const badges = () => new Promise<Record<string, never>>((resolve) => held.push(() => resolve({})));
    const app = createApp(
      { ...services, badges },
      { room: { places: 1, queue: 1, patience: 60_000 }, pace: PACE },
    );
    server = http.createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const send = (browser: Browser | null, method: string, path: string, body = '', type = '') => {
    const { port } = server.address() as AddressInfo;
    const headers = {
      ...(browser ? { cookie: browser.cookie } : {}),
      ...(type ? { 'content-type': type, 'content-length': Buffer.byteLength(body) } : {}),
      accept: 'text/html',
    };
    const sent = http.request({ port, method, path, headers });
    const answer = new Promise<Answer>((resolve) => {
      sent.on('error', () => undefined);
      sent.once('response', async (response) => {
        let text = '';
        for await (const part of response) text += part;
        resolve({ status: response.statusCode as number, headers: response.headers, text });
      });
    });
    sent.end(body);
    return { answer, sent };
  };
  const FORM = 'application/x-www-form-urlencoded';
  const until = async (there: () => boolean) => {
    while (!there()) await new Promise(setImmediate);
  };
  /** One request at work and one waiting; what comes now is too much. */
  async function fill(browser: Browser) {
    held = [];
    const working = send(browser, 'GET', '/kata-sandi');
    await until(() => held.length === 1);
    const seen = once(server, 'request') as Promise<[http.IncomingMessage, http.ServerResponse]>;
    const waiting = send(browser, 'GET', '/kata-sandi');
    const [, response] = await seen;
    return { working, waiting, left: once(response, 'close') };
  }
  const finish = async ({ working, waiting }: Awaited<ReturnType<typeof fill>>) => {
    held.shift()?.();
    const first = await working.answer;
    await until(() => held.length === 1);
    held.shift()?.();
    return [first.status, (await waiting.answer).status];
  };

  it('are answered 503 at once, by name, and asked to come back; those before them get their pages', async () => {
    const account = await makeAccount(portal.services.database, 'BAPPEDA', { name: 'Siti <Aminah>' });
    const browser = await portal.as(account);
    const full = await fill(browser);
    const refused = await send(browser, 'GET', '/kegiatan?status=draf').answer;
    expect([refused.status, refused.headers['retry-after'], refused.headers['portal-refusal']]).toEqual([
      503,
      '5',
      'full',
    ]);
    expect(refused.text).toContain('Siti &lt;Aminah&gt;');
    expect(refused.text).toContain('href="/kegiatan?status=draf"');
    expect((await send(null, 'GET', '/kegiatan').answer).text).not.toContain('Siti');
    const data = await send(browser, 'GET', '/lokus/2026?format=json').answer;
    expect([data.status, JSON.parse(data.text)]).toEqual([
      503,
      { galat: expect.stringContaining('coba lagi') },
    ]);
    for (const open of [`${assetsAt}/mark.svg`, '/sehat', '/siap'])
      expect([open, (await send(null, 'GET', open).answer).status]).toEqual([open, 200]);
    expect(await finish(full)).toEqual([200, 200]);
  });

  it('forget the name after a minute', async () => {
    const browser = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA', { name: 'Budi' }));
    const full = await fill(browser);
    const now = portal.clock.now();
    expect((await send(browser, 'GET', '/kegiatan').answer).text).toContain('Budi');
    portal.clock.set(new Date(now.getTime() + 61_000));
    expect((await send(browser, 'GET', '/kegiatan').answer).text).not.toContain('Budi');
    portal.clock.set(now);
    expect(await finish(full)).toEqual([200, 200]);
  });

  it('show what was typed, escaped, in a form that can be sent again, and no password', async () => {
    const browser = await portal.as(await makeAccount(portal.services.database, 'OPD'));
    const full = await fill(browser);
    const typed = {
      [FORM_ID]: randomUUID(),
      judul: "\"><script>alert(1)</script> & 'kutip'",
      uraian: 'baris satu\nbaris dua',
      password: 'rahasia-sekali',
    };
    const body = new URLSearchParams({ _csrf: browser.token, ...typed }).toString();
    const refused = await send(browser, 'POST', '/kegiatan', body, FORM).answer;
    expect([refused.status, refused.text.includes('<script>alert')]).toEqual([503, false]);
    expect(refused.text).not.toContain('rahasia-sekali');
    expect(refused.text).toMatch(/<input(?=[^>]* type="password")[^>]* name="password"/);
    const { password: _password, ...open } = typed;
    expect(Object.fromEntries(sentAgain(refused.text))).toEqual({ _csrf: browser.token, ...open });
    expect(await finish(full)).toEqual([200, 200]);
    const again = new URLSearchParams(sentAgain(refused.text) as [string, string][]).toString();
    held = [];
    const late = send(browser, 'POST', '/kegiatan', again, FORM);
    await until(() => held.length === 1);
    held[0]?.();
    // The form is read as any other: its missing fields are asked for.
    expect((await late.answer).status).toBe(422);
  });

  it('know every field of a password', async () => {
    const account = await makeAccount(portal.services.database, 'ADMIN');
    const browser = await portal.as(account);
    await portal.services.database.transaction((tx) =>
      tx.session.updateMany({ where: { accountId: account.id }, data: { provenAt: new Date(0) } }),
    );
    const pages = [
      await (await portal.as()).get('/masuk'),
      await browser.get('/kata-sandi'),
      await browser.post('/pengguna/baru', { nama: 'x' }).expect(401),
    ];
    const named = pages.flatMap(({ text }) =>
      [...text.matchAll(/<input[^>]*type="password"[^>]*>/g)].map(
        ([input]) => /name="(\w+)"/.exec(input)?.[1],
      ),
    );
    expect(named.sort()).toEqual([...secretFields.keys()].sort());
    const views = readdirSync('views', { recursive: true, encoding: 'utf8' }).filter(
      (file) =>
        file.endsWith('.ejs') && /type(="|: ')password/.test(readFileSync(path.join('views', file), 'utf8')),
    );
    // The control draws the fields of the others; another form with a password is to be looked at above.
    expect(views.sort()).toEqual(['auth/kata-sandi.ejs', 'auth/masuk.ejs', 'components/control.ejs']);
  });

  it('keep the fields of a form with files, ask for the files again, and read no large one', async () => {
    const browser = await portal.as(await makeAccount(portal.services.database, 'OPD'));
    const full = await fill(browser);
    const part = (name: string, value: string, more = '') =>
      `--batas\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
    const body = (file: string) =>
      `${part('judul', 'Pelatihan')}${part('bukti', file, '; filename="a.jpg"')}--batas--\r\n`;
    const type = 'multipart/form-data; boundary=batas';
    const small = await send(browser, 'POST', '/kegiatan', body('x'), type).answer;
    expect([small.status, Object.fromEntries(sentAgain(small.text))]).toEqual([503, { judul: 'Pelatihan' }]);
    expect(small.text).toMatch(/<input(?=[^>]* type="file")[^>]* name="bukti"/);
    const large = await send(browser, 'POST', '/kegiatan', body('x'.repeat(300_000)), type).answer;
    expect([large.status, large.text.includes('terlalu besar untuk ditampilkan lagi')]).toEqual([503, true]);
    expect(await finish(full)).toEqual([200, 200]);
  });

  it('whose client leaves while they wait are never worked on', async () => {
    const browser = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
    const full = await fill(browser);
    full.waiting.sent.destroy();
    await full.left;
    // Its place in the queue is free again.
    const seen = once(server, 'request');
    const after = send(browser, 'GET', '/kata-sandi');
    await seen;
    held.shift()?.();
    expect((await full.working.answer).status).toBe(200);
    await until(() => held.length === 1);
    held.shift()?.();
    expect((await after.answer).status).toBe(200);
    expect(held).toEqual([]);
  });
});
