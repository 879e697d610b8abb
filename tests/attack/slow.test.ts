import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disableAccount } from '../../src/accounts/accounts.js';
import { createApp } from '../../src/app.js';
import { doingAs } from '../../src/audit/act.js';
import { ROOM } from '../../src/web/admission.js';
import { FORM_ID } from '../../src/web/once.js';
import { isTooSlow } from '../../src/web/pace.js';
import { spoolOf } from '../../src/web/spool.js';
import { FIVE, setScene } from '../activities/scene.js';
import { makeAccount } from '../support/make.js';
import { type Browser, UNBROKEN, usePortal, words } from '../support/portal.js';

describe('a request that arrives in pieces', () => {
  const portal = usePortal();
  let server: http.Server;
  beforeAll(async () => {
    server = http.createServer((req, res) => portal.app(req, res)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const port = () => (server.address() as AddressInfo).port;

  const part = (name: string, value: string, more = '') =>
    `--batas\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;

  /** Starts to send a form and waits until the portal has read `first`; `finish` sends the rest. */
  async function begin(browser: Browser, path: string, first: string, rest: string) {
    const seen = once(server, 'request') as Promise<[http.IncomingMessage]>;
    const sent = http.request({
      port: port(),
      method: 'POST',
      path,
      headers: {
        cookie: browser.cookie,
        'content-type': 'multipart/form-data; boundary=batas',
        'content-length': Buffer.byteLength(first) + Buffer.byteLength(rest),
      },
    });
    sent.on('error', () => undefined);
    sent.write(first);
    const answered = new Promise<http.IncomingMessage>((resolve) => sent.once('response', resolve));
    const [request] = await seen;
    while (request.listenerCount('data') === 0) await new Promise(setImmediate);
    const answer = async () => {
      const response = await answered;
      response.resume();
      return { status: response.statusCode, location: response.headers.location };
    };
    return {
      answer,
      finish: () => {
        sent.end(rest);
        return answer();
      },
      stop: () => {
        const closed = new Promise((resolve) => request.socket.once('close', resolve));
        sent.destroy();
        return closed;
      },
    };
  }

  it('writes nothing for an account that was closed meanwhile', async () => {
    const scene = await setScene(portal);
    const before = await portal.services.db.activity.count();
    const fields = { ...FIVE, aksi: 'ajukan' };
    const rest = Object.entries(fields).map(([name, value]) => part(name, value));
    const slow = await begin(
      scene.asOfficer,
      '/kegiatan',
      part('_csrf', scene.asOfficer.token) + part(FORM_ID, randomUUID()),
      `${rest.join('')}--batas--\r\n`,
    );
    const admin = await makeAccount(portal.services.database, 'ADMIN');
    await disableAccount(doingAs(portal.services.database, admin, new Date()), scene.officer.id);
    expect(await slow.finish()).toEqual({ status: 303, location: '/masuk' });
    expect(await portal.services.db.activity.count()).toBe(before);
  });

  it('keeps no file of a form that has not shown its token', async () => {
    const scene = await setScene(portal);
    const file = part('bukti', '%PDF-1.4', '; filename="a.pdf"');
    const answer = await fetch(`http://127.0.0.1:${port()}/kegiatan`, {
      method: 'POST',
      headers: { cookie: scene.asOfficer.cookie, 'content-type': 'multipart/form-data; boundary=batas' },
      body: `${file}${part('_csrf', scene.asOfficer.token)}--batas--\r\n`,
    });
    expect(answer.status).toBe(403);
  });

  it('reads three large requests of an account at once; who sends slowly holds nobody up and leaves no file behind', async () => {
    const { database, config } = portal.services;
    const size = 'x'.repeat(2_000_000);
    const large = async (browser: Browser) =>
      begin(
        browser,
        '/data/impor',
        `${part('_csrf', browser.token)}${part(FORM_ID, randomUUID())}--batas\r\nContent-Disposition: form-data; name="berkas"; filename="a.csv"\r\n\r\nawal`,
        `${size}\r\n--batas--\r\n`,
      );
    const accounts: Browser[] = [];
    while (accounts.length < 9) accounts.push(await portal.as(await makeAccount(database, 'BAPPEDA')));
    const [one] = accounts as [Browser];
    const waiting = [];
    for (const browser of accounts.slice(0, 8))
      waiting.push(await large(browser), await large(browser), await large(browser));
    const file = { field: 'berkas', name: 'a', bytes: Buffer.from(size) };
    await expect.poll(() => readdir(spoolOf(config.dataDir)), { timeout: 30_000 }).toHaveLength(24);
    expect((await one.upload('/data/impor', { isi: 'x'.repeat(90_000) }, []).expect(422)).status).toBe(422);
    const fourth = await one.upload('/data/impor', {}, [file]).expect(429);
    expect(words(fourth)).toContain('Kiriman Anda yang lain');
    await (accounts[8] as Browser).upload('/data/impor', {}, [file]).expect(422);
    await Promise.all(waiting.map((slow) => slow.stop()));
    await expect.poll(() => readdir(spoolOf(config.dataDir)), { timeout: 30_000 }).toEqual([]);
    await one.upload('/data/impor', {}, [file]).expect(422);
    await expect.poll(() => readdir(spoolOf(config.dataDir)), { timeout: 30_000 }).toEqual([]);
  });

  it('takes no name that would make a list of any length, from whom it knows and from strangers', async () => {
    const scene = await setScene(portal);
    for (const browser of [scene.asOfficer, await portal.as()])
      for (const address of ['/kegiatan', '/masuk']) {
        const long = { 'a[4294967294]': 'x', 'a[b]': 'y', 'c[99999999]': 'z', 'd[][]': 'z' };
        await browser.upload(address, { ...FIVE, ...long, aksi: 'draf' }, []).expect(UNBROKEN);
      }
  });

  it('reads no more text in all fields together than a form may hold', async () => {
    const scene = await setScene(portal);
    const fields = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`f${at}`, '<'.repeat(50_000)]));
    const answer = await scene.asOfficer.upload('/kegiatan', fields, []).expect(413);
    expect(words(answer)).toContain('Isian terlalu panjang');
    expect(answer.text.length).toBeLessThan(1_000_000);
  });

  it('leaves out names that would make objects', async () => {
    const scene = await setScene(portal);
    const nested = { 'hapus_bukti[a]': '1', 'titipan[a]': '1', 'desa[]': FIVE.desa };
    const answer = await scene.asOfficer.upload('/kegiatan', { ...FIVE, ...nested, aksi: 'draf' }, []);
    expect(answer.status).toBeLessThan(500);
  });

  it.each(['//', '//desa', 'http://contoh.id/desa', 'http://contoh.id//', '/?a=1?b=2', '*'])(
    'with the address %s breaks nothing',
    async (target) => {
      const socket = net.connect(port(), '127.0.0.1');
      socket.write(`GET ${target} HTTP/1.1\r\nHost: portal\r\nConnection: close\r\n\r\n`);
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      expect(Number(/^HTTP\/1\.1 (\d+)/.exec(chunk.toString())?.[1])).toBeLessThan(500);
    },
  );
});

describe('what comes slowly', () => {
  const pace = { look: 10, silence: 30, span: 60, bytes: 600 };

  it.each([
    ['silence for its time', [100, 500, 500, 500, 500], true],
    ['silence that ended', [100, 500, 500, 500, 501], false],
    ['a trickle over the whole span', [0, 90, 180, 270, 360, 450, 540], true],
    ['a trickle that has not lasted', [0, 90, 180, 270, 360, 450], false],
    ['a weak signal that goes on', [0, 101, 202, 303, 404, 505, 606], false],
  ])('is judged by its pace: %s', (_what, arrived, cut) => {
    expect(isTooSlow(arrived, pace)).toBe(cut);
  });

  const portal = usePortal();

  it('is cut when its client has gone silent, and no place is held by it', async () => {
    const silent = { look: 10, silence: 50, span: 60_000, bytes: 1 };
    const app = createApp(portal.services, { room: ROOM, pace: silent });
    const server = http.createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined);
    const head = 'POST /masuk HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n';
    socket.write(`${head}Content-Length: 100\r\n\r\nusername=a`);
    await once(socket, 'close');
    const left = await new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
    expect(left).toBe(0);
    server.close();
  });
});
