import path from 'node:path';
import express, { type Express } from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.js';
import { Role } from '../../src/generated/prisma/enums.js';
import { type Action, type Actor, policy, roleMay } from '../../src/policy.js';
import { rows } from '../../src/routes.js';
import { assetsAt } from '../../src/web/assets.js';
import { navigation } from '../../src/web/navigation.js';
import { makeAccount } from '../support/make.js';
import { UNBROKEN, usePortal } from '../support/portal.js';

/** Addresses that anybody may open; adding one here is a decision. */
const PUBLIC = [
  '/',
  '/sehat',
  '/metrics',
  '/siap',
  '/masuk',
  '/masuk/kode',
  '/kecamatan',
  '/kecamatan/metadata',
  '/kecamatan/hasil',
  '/kecamatan/:kode',
  '/bantuan',
  '/istilah',
  '/aksesibilitas',
  '/metode',
  '/uji-petik/umum',
  '/uji-petik/umum/:id/kerangka.csv',
];

const example = (path: string) =>
  path
    .replace(':kode', path.startsWith('/desa') ? '33.27.03.2001' : '33.27.03')
    .replace(':berkas', 'desil1.csv')
    .replace(/:[a-zA-Z]+/g, '999999');

type Layer = Express['router']['stack'][number];

/** Every route that Express holds, in routers within routers too, as `get /desa`. */
const routesOf = (stack: Layer[]): string[] =>
  stack.flatMap((layer) => {
    if (layer.route) return [...methodsOf(layer.route)].map((method) => `${method} ${layer.route?.path}`);
    return routesOf((layer.handle as unknown as { stack?: Layer[] }).stack ?? []);
  });
const methodsOf = (route: NonNullable<Layer['route']>) => new Set(route.stack.map((step) => step.method));

describe('every route', () => {
  const portal = usePortal();

  it('is public only when it stands on the closed list', () => {
    const open = rows.filter((row) => row.allow === 'public').map((row) => row.path);
    expect([...new Set(open)].filter((path) => !PUBLIC.includes(path))).toEqual([]);
  });

  it('is a row of the table: nothing else is mounted, however deep', () => {
    const mounted = routesOf(portal.app.router.stack);
    expect(mounted).toEqual(rows.map((row) => `${row.method} ${row.path}`));
  });

  it.each(Object.values(Role))(
    'with one word stands in the menu of who may open it, and no other does: %s',
    (role) => {
      const { nav, tabs, menu } = navigation({ role } as Actor, '', {});
      const paths = (items: { href: string }[]) =>
        new Set(items.map(({ href }) => href.split('?')[0] as string));
      const open = rows.filter(
        ({ method, allow }) => method === 'get' && allow in policy && roleMay(role, allow as Action),
      );
      const pages = open.map(({ path }) => path).filter((path) => /^\/[a-z]+$/.test(path));
      const known = paths(menu);
      expect(pages.filter((path) => path !== '/menu' && !known.has(path))).toEqual([]);
      const allowed = new Set(open.map(({ path }) => path));
      expect([...paths([...nav, ...tabs, ...menu])].filter((path) => !allowed.has(path))).toEqual([]);
    },
  );

  it('that slips in beside the table answers 500 and not what it wanted to say', async () => {
    const stray = express.Router();
    stray.get('/rahasia', (_req, res) => void res.send('angka rahasia'));
    stray.get('/rahasia/nanti', async (_req, res) => void res.json({ angka: 'rahasia' }));
    stray.get('/rahasia/berkas', (_req, res) => res.sendFile(path.resolve('package.json')));
    const app = createApp(portal.services);
    app.use(stray);
    const { stack } = app.router;
    const first = stack.findIndex((layer) => layer.route);
    stack.splice(first, 0, ...stack.splice(-1));
    for (const address of ['/rahasia', '/rahasia/nanti', '/rahasia/berkas']) {
      const answer = await request(app).get(address);
      expect([address, answer.status, answer.text]).toEqual([address, 500, 'Bermasalah.']);
    }
    expect(routesOf(stack)).toContain('get /rahasia');
    await request(app).get('/sehat').expect(200);
    await request(app).get(`${assetsAt}/mark.svg`).expect(200);
    await request(app).get('/tidak-ada').expect(404);
  });

  it('sends nobody to the sign-in page, and answers 401 where data was asked for', async () => {
    const stranger = await portal.as();
    for (const row of rows.filter((one) => one.allow !== 'public')) {
      const path = example(row.path);
      const answer = await (row.method === 'get' ? stranger.get(path) : stranger.post(path)).expect(303);
      expect([row.path, answer.headers.location?.split('?')[0]]).toEqual([row.path, '/masuk']);
      if (row.method === 'get') await stranger.get(`${path}?format=csv`).expect(401);
    }
  });

  it.each(Object.values(Role))('answers 403 to %s exactly where the policy has no cell', async (role) => {
    const browser = await portal.as(await makeAccount(portal.services.database, role));
    for (const row of rows.filter(
      (one) => one.allow !== 'public' && one.allow !== 'signed-in' && one.method === 'get',
    )) {
      const { status } = await browser.get(example(row.path)).expect(UNBROKEN);
      const may = roleMay(role, row.allow as Action);
      expect([row.path, status === 403]).toEqual([row.path, !may]);
    }
  });
});
