import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Role } from '../../src/generated/prisma/enums.js';
import { loadSample } from '../../src/sample/load.js';
import { TEST_NOW, usePortal, words } from '../support/portal.js';

describe('the home of each role', () => {
  const portal = usePortal();
  let evidenceDir = '';
  beforeAll(async () => {
    const { database, config } = portal.services;
    evidenceDir = await mkdtemp(path.join(os.tmpdir(), 'home-'));
    await loadSample(database, { ...config, evidenceDir }, TEST_NOW);
  }, 120_000);
  afterAll(() => rm(evidenceDir, { recursive: true, force: true }));
  const as = async (username: string) =>
    portal.as(await portal.services.db.account.findFirstOrThrow({ where: { username } }));

  it.each([
    ['bappeda', 'Pekerjaan belum selesai'],
    ['koordinator', 'Perlu diperiksa'],
    ['opd', 'Dikembalikan koordinator'],
    ['desa', 'Menunggu tanggapan desa'],
    ['admin', 'Akun terkunci'],
  ])('shows %s what waits', async (username, section) => {
    const page = words(await (await as(username)).get('/beranda'));
    expect(page).toContain('Yang menunggu Anda');
    expect(page).toContain(section);
    await (await as(username)).get('/menu');
  });

  it('opens every link of every role’s home, menu and lists without an error', async () => {
    expect(Object.values(Role)).toHaveLength(5);
    for (const username of ['bappeda', 'koordinator', 'opd', 'desa', 'admin']) {
      const browser = await as(username);
      const seen = new Set<string>();
      for (const start of ['/beranda', '/menu']) {
        const page = await browser.get(start);
        for (const [, href] of page.text.matchAll(/href="(\/[^"#]*)"/g))
          if (href) seen.add(href.replaceAll('&amp;', '&'));
      }
      for (const href of seen) {
        if (href.startsWith('/assets/')) continue;
        await browser.get(href).expect([200, 303]);
      }
    }
  });
});
