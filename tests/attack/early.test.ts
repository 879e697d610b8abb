import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.js';
import { Disk } from '../../src/web/disk.js';
import { GRACE } from '../../src/web/early.js';
import { countSent } from '../../src/web/quota.js';
import type { Services } from '../../src/web/services.js';
import { makeAccount } from '../support/make.js';
import { type Browser, usePortal } from '../support/portal.js';

const SIZE = 20_000_000;
const MULTIPART = 'multipart/form-data; boundary=batas';
const file = '--batas\r\nContent-Disposition: form-data; name="berkas"; filename="a.csv"\r\n\r\n'.padEnd(
  64_000,
  'x',
);

describe('a request that is refused before all of it has come', () => {
  const portal = usePortal();
  const servers: http.Server[] = [];
  const serve = async (services: Services, given: Parameters<typeof createApp>[1] = {}) => {
    const server = http.createServer(createApp(services, { grace: 400, ...given })).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  let port = 0;
  beforeEach(() => serve(portal.services));
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** Begins to send twenty megabytes, of which the first part alone comes. */
  function begin(path: string, type: string, browser?: Browser, length = `Content-Length: ${SIZE}`) {
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const said = { text: '', error: '' };
    socket.on('data', (part) => {
      said.text += part.toString('latin1');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      said.error = error.code ?? '';
    });
    const cookie = browser ? `Cookie: ${browser.cookie}\r\n` : '';
    const head = `POST ${path} HTTP/1.1\r\nHost: portal\r\nAccept: text/html\r\n${cookie}`;
    const body = length.startsWith('Transfer') ? `${file.length.toString(16)}\r\n${file}\r\n` : file;
    socket.write(`${head}Content-Type: ${type}\r\n${length}\r\n\r\n${body}`);
    return { socket, said, ended: once(socket, 'end') };
  }
  const told = (text: string) => [
    Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]),
    /^Connection: (\S+)/im.exec(text)?.[1],
  ];
  /** What it is told when no more comes than the first part. */
  async function refused(...asked: Parameters<typeof begin>) {
    const { socket, said, ended } = begin(...asked);
    await ended;
    socket.destroy();
    return told(said.text);
  }

  it('is answered at once, whoever refuses it', async () => {
    const { services } = portal;
    const officer = await makeAccount(services.database, 'BAPPEDA');
    const spent = await makeAccount(services.database, 'BAPPEDA');
    await countSent(services, spent.id, services.config.dailyUpload);
    const [browser, admin] = [
      await portal.as(officer),
      await portal.as(await makeAccount(services.database, 'ADMIN')),
    ];
    const FORM = 'application/x-www-form-urlencoded';
    expect([
      await refused('/data/impor', MULTIPART),
      await refused('/data/impor', MULTIPART, admin),
      await refused('/data/impor', MULTIPART, await portal.as(spent)),
      await refused('/data/impor', MULTIPART, browser),
      await refused('/data/impor', MULTIPART, browser, 'Transfer-Encoding: chunked'),
      await refused('/masuk', MULTIPART),
      await refused('/masuk', FORM),
      await refused('/masuk', FORM, undefined, 'Transfer-Encoding: chunked'),
      await refused('/tidak-ada', 'application/octet-stream'),
      await refused('/sehat', 'application/octet-stream'),
    ]).toEqual([303, 403, 429, 403, 403, 403, 413, 413, 404, 404].map((status) => [status, 'close']));
  });

  it('is answered at once by a portal that is full, and by one whose disk is', async () => {
    const browser = await portal.as(await makeAccount(portal.services.database, 'BAPPEDA'));
    await serve(portal.services, { room: { places: 0, queue: 0, patience: 1 } });
    expect(await refused('/data/impor', MULTIPART, browser)).toEqual([503, 'close']);
    await serve({ ...portal.services, disk: new Disk(['.'], Number.POSITIVE_INFINITY) });
    expect(await refused('/data/impor', MULTIPART, browser)).toEqual([503, 'close']);
  });

  it('is cut when its client goes on for long', async () => {
    const { socket, said, ended } = begin('/data/impor', MULTIPART);
    await ended;
    await new Promise((resolve) => {
      const more = () => socket.write('x') && setImmediate(more);
      socket.once('close', resolve);
      more();
    });
    expect(said.error).toMatch(/ECONNRESET|EPIPE/);
    expect(told(said.text)).toEqual([303, 'close']);
  });

  it('lets its client send the rest and see the answer, not a reset', async () => {
    // On a busy machine the rest takes longer than the others wait for.
    await serve(portal.services, { grace: GRACE });
    const { socket, said, ended } = begin('/data/impor', MULTIPART);
    await new Promise<void>((resolve) => socket.write(Buffer.alloc(SIZE - file.length), () => resolve()));
    await ended;
    socket.end();
    await once(socket, 'close');
    expect([...told(said.text), said.error]).toEqual([303, 'close', '']);
  });
});
