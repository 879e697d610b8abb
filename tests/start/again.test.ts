import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openEmbedded } from '../../src/database/client.js';
import { lockFolder } from '../../src/database/lock.js';
import { prepareDatabase } from '../../src/start.js';
import { run } from '../support/process.js';

const ONE_LINE = /^[^\n]+\n$/;

describe('a portal that ended', () => {
  let root = '';
  let data = '';
  beforeAll(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'lagi-'));
    data = path.join(root, 'data');
    const snapshot = inject('postgres') ? undefined : new Blob([await readFile(inject('template'))]);
    const database = await openEmbedded(data, snapshot);
    await prepareDatabase(database, '33.28');
    await database.close();
  }, 120_000);
  afterAll(() => rm(root, { recursive: true, force: true }));

  it('by kill -9 starts again at once; while it lives a second one is told which process has the data', async () => {
    const settings = { DATA_DIR: data, WILAYAH: '33.28' };
    const first = run('server.js', [], settings);
    await first.url;
    const second = await run('server.js', [], settings).ended;
    expect([second.code, second.err]).toEqual([1, expect.stringMatching(ONE_LINE)]);
    expect(second.err).toMatch(new RegExp(`proses lain \\(nomor ${first.child.pid}, sejak .* WIB\\)`));
    first.child.kill('SIGKILL');
    await first.ended;
    const third = run('server.js', [], settings);
    await third.url;
    const kept = new http.Agent({ keepAlive: true });
    const answer = http.get(`${await third.url}/sehat`, { agent: kept });
    const [response] = (await once(answer, 'response')) as [http.IncomingMessage];
    response.resume();
    await once(response, 'end');
    // The connection stays open as browsers keep theirs; the end does not wait for it.
    third.child.kill('SIGTERM');
    expect((await third.ended).code).toBe(0);
    kept.destroy();
    expect((await readdir(data)).filter((name) => name.startsWith('kunci'))).toEqual([]);
  });

  it('while its database was being made begins that anew', async () => {
    const folder = path.join(root, 'setengah');
    await mkdir(path.join(folder, 'db', 'base'), { recursive: true });
    await writeFile(path.join(folder, 'db', 'PG_VERSION'), '17');
    await writeFile(path.join(folder, 'db.belum-jadi'), '');
    const database = await openEmbedded(folder);
    await prepareDatabase(database, '33.28');
    expect(await database.reader.region.count()).toBe(1);
    await database.close();
    expect(existsSync(path.join(folder, 'db.belum-jadi'))).toBe(false);
  });

  it.each([
    ['refuses', '127.0.0.1:1', 'sambungan ditolak'],
    ['never answers', '', 'tidak ada jawaban'],
  ])('and whose PostgreSQL %s says so in one sentence', async (_what, where, why) => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = where || `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const { code, err } = await run('server.js', [], {
      NODE_ENV: 'production',
      DATABASE_URL: `postgresql://desa:rahasia@${address}/desa`,
      SESSION_SECRET: 'x'.repeat(40),
    }).ended;
    silent.close();
    expect([code, err]).toEqual([
      1,
      `Basis data desa di ${address} tidak dapat dihubungi sebagai desa: ${why}. Periksa alamatnya dalam setelan dan apakah PostgreSQL berjalan.\n`,
    ]);
  });

  it('had the folder to itself: of many that come at once one gets it', async () => {
    const folder = path.join(root, 'rebutan');
    const came = await Promise.allSettled(Array.from({ length: 12 }, () => lockFolder(folder)));
    const got = came.filter((one) => one.status === 'fulfilled');
    expect(got.length).toBe(1);
    await got[0]?.value();
    await (await lockFolder(folder))();
  });
});
