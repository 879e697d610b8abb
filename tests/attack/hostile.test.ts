import { describe, expect, it } from 'vitest';
import { Role } from '../../src/generated/prisma/enums.js';
import { type Action, roleMay } from '../../src/policy.js';
import { rows } from '../../src/routes.js';
import { FORM_ID } from '../../src/web/once.js';
import type { AnyRow } from '../../src/web/route.js';
import { INBORN, NATIVE } from '../support/inborn.js';
import { GOMBONG, makeAccount, makeList, makeVersion } from '../support/make.js';
import { UNBROKEN, usePortal } from '../support/portal.js';
import { useEverything } from './everything.js';

const roleFor = (row: AnyRow): Role =>
  Object.values(Role).find(
    (role) => row.allow === 'signed-in' || row.allow === 'public' || roleMay(role, row.allow as Action),
  ) as Role;

interface Schema {
  shape?: Record<string, unknown>;
  def?: { in?: Schema; innerType?: Schema };
}
/** The names a schema reads. */
function fieldsOf(schema: Schema | undefined): string[] {
  if (!schema) return [];
  return schema.shape ? Object.keys(schema.shape) : fieldsOf(schema.def?.in ?? schema.def?.innerType);
}

/** The names of all fields that a page offers. */
const namesIn = (html: string) => [...html.matchAll(/ name="([^"]+)"/g)].map((match) => match[1] as string);

/** An address of a row, of whatever thing. */
const somewhere = (path: string) => path.replace(/:[a-zA-Z]+/g, '1');

const HOSTILE = ["'%_", '-1', '0', '99999999999999999999', '{}<script>', '١٢', 'x'.repeat(5000)];
/** A sheet with the titles that our readers know, and such words in every cell and in titles of their own. */
const inbornSheet = (word: string) => {
  const titles = [
    'kode',
    'nama',
    'kecamatan',
    'desil1',
    'idm',
    'opd',
    'peran',
    'username',
    'jenis',
    'butuh',
    'tanggal',
    'sumber',
    ...INBORN,
  ];
  return `${titles.join(',')}\n${titles.map(() => word).join(',')}\n`;
};
const title = (row: AnyRow) => [`${row.method} ${row.path}`, row] as const;
/** Pages that exist for a file, a second revision, or an account of a village only. */
const NEEDS_MORE = new Set([
  '/kegiatan/:id/bukti/:evidenceId',
  '/kegiatan/:id/perbedaan',
  '/desa/saya',
  '/kebutuhan/:id/berita-acara',
  '/komitmen/pemenuhan/:id/bukti',
  '/uji-petik/kasus/:id/bukti',
  '/laporan/nihil',
  '/laporan/tutup',
  '/laporan/diam/:id/dihubungi',
]);
const pages = rows.filter((row) => row.method === 'get' && row.path !== '/siap');
const forms = rows.filter((row) => row.method === 'post' && row.path !== '/keluar');

describe('a hostile visitor', () => {
  const portal = usePortal();
  const { as, addresses } = useEverything(portal);

  it.each(pages.map(title))('finds no query that breaks %s', async (_title, row) => {
    const browser = await as(roleFor(row));
    const address = (await addresses(row.path))[0] as string;
    const calm = await browser.get(address).expect(UNBROKEN);
    if (!NEEDS_MORE.has(row.path)) expect([address, calm.status === 404]).toEqual([address, false]);
    const names = [
      ...new Set(['urut', 'hal', 'format', ...fieldsOf(row.query), ...namesIn(calm.text ?? '')]),
    ];
    for (const value of [...HOSTILE, 'constructor']) {
      const query = new URLSearchParams([...names, ...INBORN].map((name): [string, string] => [name, value]));
      const { text } = await browser.get(`${address}?${query}`).expect(UNBROKEN);
      expect([address, value, NATIVE.test(text ?? '')]).toEqual([address, value, false]);
    }
    const twice = names.map((name) => `${name}=1&${name}=2`).join('&');
    await browser.get(`${address}?${twice}`).expect(UNBROKEN);
  });

  /** The fields of a form: what its schema reads and what the pages around it offer. */
  const typedInto = async (row: AnyRow, found: string[]) => {
    const browser = await as(roleFor(row));
    const near = [
      (address: string) => address,
      (address: string) => address.replace(/\/[^/]+$/, ''),
      (address: string) => `${address}/baru`,
    ].filter((of) => pages.some(({ path }) => path === of(row.path)));
    const names = fieldsOf(row.body as Schema | undefined);
    for (const one of new Set(found.flatMap((address) => near.map((of) => of(address)))))
      names.push(...namesIn((await browser.get(one).expect(UNBROKEN)).text ?? ''));
    const apart = ['_csrf', FORM_ID, row.files?.field];
    return [...new Set(names)].filter((name) => !apart.includes(name));
  };

  it.each(forms.map(title))('finds nothing to type that breaks %s', async (_title, row) => {
    const browser = await as(roleFor(row));
    const trail = () => portal.services.db.auditEntry.count();
    const statuses: number[] = [];
    const fields = await typedInto(row, await addresses(row.path));
    const closed = new Set<number>();
    for (const value of [...HOSTILE, 'a\0b', ['1', '2'], 'constructor']) {
      for (const [place, address] of (await addresses(row.path)).entries()) {
        // Where its state closes the form, nothing typed is read: one try is enough.
        if (closed.has(place)) continue;
        const typed = Object.fromEntries([...fields, ...INBORN].map((name) => [name, value]));
        const before = await trail();
        const name = `${[value].flat()[0]}.csv`.slice(0, 200).replace('\0', '');
        const cells = INBORN.includes(value as string) ? inbornSheet(value as string) : [value].flat().join();
        const bytes = Buffer.from(cells);
        const sent = row.files
          ? browser.upload(address, typed, [{ field: row.files.field, name, bytes }])
          : browser.post(address, typed);
        const { status, text } = await sent.expect(UNBROKEN);
        statuses.push(status);
        if (status === 409) closed.add(place);
        expect([address, value, NATIVE.test(text)]).toEqual([address, value, false]);
        // What is refused changes nothing.
        if (status >= 400) expect([address, value, await trail()]).toEqual([address, value, before]);
      }
    }
    const reached = statuses.some((status) => status !== 403 && status !== 404);
    expect([row.path, reached]).toEqual([row.path, true]);
  });

  it.each(Object.values(Role))('gets 403 as %s for every form the policy does not give', async (role) => {
    const browser = await as(role);
    for (const row of rows.filter((one) => one.method === 'post')) {
      if (row.allow === 'public' || row.allow === 'signed-in' || roleMay(role, row.allow as Action)) continue;
      await browser.post(somewhere(row.path)).expect(403);
    }
  });

  it('cannot send a form from another site', async () => {
    for (const row of rows.filter((one) => one.method === 'post' && one.allow !== 'public')) {
      await (await as(roleFor(row))).postWithout(somewhere(row.path)).expect(403);
    }
  });

  it('cannot send a form without its one-time id, nor with what is none: nothing is stored', async () => {
    const trail = () => portal.services.db.auditEntry.count();
    for (const row of forms.filter((one) => one.allow !== 'public')) {
      const browser = await as(roleFor(row));
      const before = await trail();
      for (const id of ['', '1', ['a', 'b']]) {
        const { text } = await browser
          .post(somewhere(row.path), { [FORM_ID]: id, catatan: 'Ini tetap' })
          .expect(422);
        expect([row.path, text.includes('name="catatan" value="Ini tetap"')]).toEqual([row.path, true]);
        expect(text).toMatch(/name="kiriman" value="[0-9a-f-]{36}"/);
      }
      expect([row.path, await trail()]).toEqual([row.path, before]);
    }
  });

  it('leaves nothing in the browser’s store, and takes a null byte from nobody', async () => {
    const browser = await as('BAPPEDA');
    for (const address of ['/beranda', '/tidak-ada', '/desa/99.99.99.9999', '/pengguna']) {
      const { headers } = await browser.get(address).expect(UNBROKEN);
      expect([address, headers['cache-control']]).toEqual([address, 'no-store']);
    }
    await browser.get('/desa?cari=%00').expect(422);
  });

  it('finds nothing with the signs of a pattern', async () => {
    const browser = await as('BAPPEDA');
    for (const sign of ['%', '_', '%%%', '\\']) {
      const answer = await browser.get(`/desa?cari=${encodeURIComponent(sign)}&format=json`);
      expect([sign, answer.body]).toEqual([sign, []]);
    }
  });
});

/** Tokens and the port are random, so any digits may stand in them. */
const TOKENS = /\b[0-9a-f-]{30,}\b|127\.0\.0\.1:\d+/g;

describe('figures of poor villages', () => {
  const portal = usePortal();

  it('are not told to a village account, an admin or a stranger', async () => {
    const { database } = portal.services;
    await makeVersion(database, 'DESIL1', { [GOMBONG]: 8765, '33.27.03.2002': 4321 });
    await makeVersion(database, 'IDM', { [GOMBONG]: 0.6123, '33.27.03.2002': 0.7123 });
    await makeList(database, 2026, [GOMBONG]);
    const paths = [
      '/desa',
      `/desa/${GOMBONG}`,
      '/lokus/2026',
      '/opd',
      '/beranda',
      '/kecamatan/33.27.03',
      '/',
      '/menu',
    ];
    for (const browser of [
      await portal.as(),
      ...(await Promise.all(
        ['DESA', 'ADMIN'].map(async (role) => portal.as(await makeAccount(database, role as Role))),
      )),
    ]) {
      for (const path of paths) {
        for (const format of ['', '?format=json', '?format=csv']) {
          const { text } = await browser.get(path + format).expect(UNBROKEN);
          const told = text.replace(TOKENS, '').match(/8\.?765|4\.?321|0[.,]6123|0[.,]7123/);
          expect([path, format, told]).toEqual([path, format, null]);
        }
      }
    }
  });
});
