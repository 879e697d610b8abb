import { gunzipSync } from 'node:zlib';
import type { Express } from 'express';
import request from 'supertest';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.js';
import { change, system } from '../../src/audit/change.js';
import type { Account } from '../../src/generated/prisma/client.js';
import { Document, OPEN } from '../../src/web/document.js';
import { PageMemory } from '../../src/web/memory.js';
import type { Services } from '../../src/web/services.js';
import { makeAccount, REGION } from '../support/make.js';
import { type Browser, TEST_NOW, usePortal } from '../support/portal.js';

describe('a document', () => {
  it('is the same as text and as gzip, with what was open filled in', () => {
    const long = 'Kegiatan di desa – '.repeat(9_000);
    const made = new Document(`a${OPEN.token}${OPEN.flash}b<i>é</i>${OPEN.address}${long}${OPEN.moment}`);
    const sending = { token: () => 'T'.repeat(70_000), moment: 'kini', address: 'a&b', flash: null };
    const plain = made.plain(sending);
    expect(plain).toBe(`a${'T'.repeat(70_000)}b<i>é</i>a&amp;b${long}kini`);
    for (let times = 0; times < 2; times++) expect(gunzipSync(made.gzip(sending)).toString()).toBe(plain);
  });
});

describe('pages in memory', () => {
  it('take no room any more once something was stored', () => {
    const pages = new PageMemory(true);
    const keep = (key: string, version: string) =>
      pages.keep({ key, version, day: 0, at: 0 }, new Document('Halaman'));
    keep('/satu', '7');
    keep('/dua', '7');
    expect(pages.load().pages).toBe(2);
    keep('/satu', '8');
    expect(pages.load()).toMatchObject({ pages: 1, bytes: new Document('Halaman').size });
  });

  const portal = usePortal();
  /** As in production: what is kept is sent. Two processes on one database. */
  const processes: { services: Services; app: Express }[] = [];
  let admin: Account;
  beforeAll(async () => {
    for (let number = 0; number < 2; number++) {
      const config = { ...portal.services.config, comparePages: false };
      const services = { ...portal.services, config, pages: new PageMemory(true) };
      processes.push({ services, app: createApp(services) });
    }
    admin = await makeAccount(portal.services.database, 'ADMIN');
  });

  beforeEach(() => portal.clock.set(TEST_NOW));

  const one = (number: number) => processes[number] as (typeof processes)[number];
  const found = (number: number) => one(number).services.pages.load().found;
  const open = (number: number, path: string, browser?: Browser) =>
    request(one(number).app)
      .get(path)
      .set('Cookie', browser?.cookie ?? '')
      .set('Host', 'portal.test')
      .expect(200);
  const rename = (name: string) =>
    change(portal.services.database, system(REGION), 'account.manage', async (tx) => {
      await tx.account.update({ where: { id: admin.id }, data: { name } });
      return { result: null, fact: { subjectType: 'akun', subjectId: admin.id, summary: name } };
    });

  it('are sent again with a token and ids of their own, in one question', async () => {
    const browser = await portal.as(admin);
    const first = await open(0, '/pengguna/baru', browser);
    const before = found(0);
    const second = await open(0, '/pengguna/baru', browser);
    expect(found(0)).toBe(before + 1);
    expect(second.headers['content-encoding']).toBe('gzip');
    const ids = (text: string) => [...text.matchAll(/name="kiriman" value="([0-9a-f-]{36})"/g)].map(String);
    expect(ids(second.text).length).toBeGreaterThan(0);
    expect(ids(second.text)).not.toEqual(ids(first.text));
    const withoutIds = (text: string) => text.replaceAll(/name="kiriman" value="[0-9a-f-]{36}"/g, '');
    expect(withoutIds(second.text)).toBe(withoutIds(first.text));
    const other = await open(0, '/pengguna/baru', await portal.as(admin));
    expect(other.text).not.toContain(browser.token);
  });

  it('are nobody else’s: not of another account, nor of the same with another role', async () => {
    const [bappeda, coordinator] = await Promise.all([
      makeAccount(portal.services.database, 'BAPPEDA'),
      makeAccount(portal.services.database, 'KOORDINATOR'),
    ]);
    const browsers = { bappeda: await portal.as(bappeda), coordinator: await portal.as(coordinator) };
    for (let times = 0; times < 2; times++) {
      expect((await open(0, '/beranda', browsers.bappeda)).text).toContain(bappeda.name);
      expect((await open(0, '/beranda', browsers.coordinator)).text).toContain(coordinator.name);
      expect((await open(0, '/')).text).not.toContain(bappeda.name);
    }
    await portal.services.database.transaction((tx) =>
      tx.account.update({ where: { id: bappeda.id }, data: { role: 'ADMIN' } }),
    );
    expect((await open(0, '/beranda', browsers.bappeda)).text).toContain('akun terkunci');
  });

  it('are never older than a write that was acknowledged, in no process, while others write', async () => {
    const browsers = [await portal.as(admin), await portal.as(admin)];
    let written = 0;
    const seen: [number, number][] = [];
    const write = async () => {
      for (let turn = 1; turn <= 30; turn++) {
        await rename(`Nama ke-${turn}.`);
        written = turn;
      }
    };
    const read = async (number: number) => {
      for (let turn = 0; turn < 20; turn++) {
        const known = written;
        const { text } = await open(number, '/pengguna/baru', browsers[number]);
        seen.push([known, Number(/Nama (?:<[^>]*>)?ke-(\d+)\./.exec(text)?.[1] ?? 0)]);
      }
    };
    await Promise.all([write(), read(0), read(0), read(1), read(1)]);
    expect(seen.filter(([known, shown]) => shown < known)).toEqual([]);
    expect(seen).toHaveLength(80);
    expect((await open(1, '/pengguna/baru', browsers[1])).text).toContain('ke-30.');
  });

  it('are not yesterday’s', async () => {
    portal.clock.set(new Date('2026-11-20T16:59:50Z'));
    const browser = await portal.as(admin);
    expect((await open(0, '/beranda', browser)).text).toContain('20 November 2026');
    portal.clock.set(new Date('2026-11-20T17:00:05Z'));
    expect((await open(0, '/beranda', browser)).text).toContain('21 November 2026');
  });

  it('say their own moment, and are named alike for a stranger who has them', async () => {
    const { headers, text } = await open(0, '/');
    portal.clock.set(new Date(TEST_NOW.getTime() + 59_000));
    const again = await open(0, '/');
    expect(text).toContain('20 November 2026 pukul 10.00');
    expect(again.text).toContain('20 November 2026 pukul 10.00');
    expect(again.headers.etag).toBe(headers.etag);
    await request(one(1).app).get('/').set('If-None-Match', String(headers.etag)).expect(304);
  });

  it('are kept when they are asked for again, if so it is set', () => {
    const pages = new PageMemory(false);
    const shelf = { key: 'a', version: '1', day: 0, at: 0 };
    const made = new Document('x');
    pages.keep(shelf, made);
    expect(pages.find(shelf)).toBeNull();
    pages.keep({ ...shelf, version: '2' }, made);
    expect(pages.find({ ...shelf, version: '2' })).toBeNull();
    pages.keep({ ...shelf, version: '2' }, made);
    expect(pages.find({ ...shelf, version: '2' })).toBe(made);
    expect(pages.load()).toMatchObject({ pages: 1, bytes: 3 });
  });

  it('go when they take too much room, those first that nobody opened for longest', () => {
    const pages = new PageMemory(true);
    const shelf = (key: string) => ({ key, version: '1', day: 0, at: 0 });
    const large = new Document('x'.repeat(1_200_000));
    for (const key of ['a', 'b', 'c', 'd']) pages.keep(shelf(key), large);
    expect(pages.find(shelf('a'))).toBe(large);
    pages.keep(shelf('e'), large);
    expect(pages.find(shelf('a'))).toBe(large);
    expect(pages.find(shelf('b'))).toBeNull();
    expect(pages.load()).toMatchObject({ pages: 4, bytes: 14_400_000 });
  });
});
