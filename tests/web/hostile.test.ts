import { describe, expect, it } from 'vitest';
import { hashPassword } from '../../src/auth/password.js';
import { Role } from '../../src/generated/prisma/enums.js';
import { type Action, roleMay } from '../../src/policy.js';
import { rows } from '../../src/routes.js';
import { findNik } from '../../src/web/nik.js';
import type { AnyRow } from '../../src/web/route.js';
import { GOMBONG, makeAccount, makeAssignment, makeList, makeVersion } from '../support/make.js';
import { usePortal } from '../support/portal.js';

const roleFor = (row: AnyRow): Role =>
  Object.values(Role).find(
    (role) => row.allow === 'signed-in' || row.allow === 'public' || roleMay(role, row.allow as Action),
  ) as Role;

const example = (path: string) =>
  path
    .replace(':kode', path.startsWith('/desa') ? GOMBONG : '33.27.03')
    .replace(':tahun', '2026')
    .replace(':berkas', 'desil1.csv')
    .replace(/:[a-zA-Z]+/g, '1');

interface Schema {
  shape?: Record<string, unknown>;
  def?: { in?: Schema; innerType?: Schema };
}
/** The field names of a form. */
function fieldsOf(schema: Schema | undefined): string[] {
  if (!schema) return [];
  return schema.shape ? Object.keys(schema.shape) : fieldsOf(schema.def?.in ?? schema.def?.innerType);
}

const QUERY =
  'cari hal urut kecamatan opd desa status tahun dari sampai bagian jenis desil1 idm seleksi format'.split(
    ' ',
  );
const HOSTILE = ["'", '%', '_', '-1', '0', '99999999999999999999', '{}', '<script>', '١٢', 'x'.repeat(5000)];

describe('a hostile visitor', () => {
  const portal = usePortal();
  const people = new Map<Role, Awaited<ReturnType<typeof portal.as>>>();
  const as = async (role: Role) => {
    if (!people.has(role)) {
      const { id } = await makeAccount(portal.services.database, role);
      const passwordHash = await hashPassword('kata sandi pengujian');
      await portal.services.database.transaction((tx) =>
        tx.account.update({ where: { id }, data: { passwordHash } }),
      );
      people.set(role, await portal.as({ id }));
    }
    return people.get(role) as Awaited<ReturnType<typeof portal.as>>;
  };

  it('finds no address that breaks, whatever the query says', async () => {
    await makeVersion(portal.services.database, 'DESIL1', { [GOMBONG]: 800 });
    await makeVersion(portal.services.database, 'IDM', { [GOMBONG]: 0.6 });
    await makeList(portal.services.database, 2026, [GOMBONG]);
    await makeAssignment(portal.services.database);
    for (const row of rows.filter((one) => one.method === 'get' && one.path !== '/siap')) {
      const browser = await as(roleFor(row));
      for (const value of HOSTILE) {
        const query = new URLSearchParams(Object.fromEntries(QUERY.map((name) => [name, value])));
        const { status } = await browser.get(`${example(row.path)}?${query}`);
        expect([row.path, value, status < 500]).toEqual([row.path, value, true]);
      }
      const twice = await browser.get(`${example(row.path)}?${QUERY.map((n) => `${n}=1&${n}=2`).join('&')}`);
      expect([row.path, twice.status < 500]).toEqual([row.path, true]);
    }
  });

  it('finds no form that breaks, whatever is typed', async () => {
    const before = await portal.services.db.auditEntry.count();
    const forms = rows.filter((one) => one.method === 'post' && !one.files && one.path !== '/keluar');
    for (const row of forms) {
      const browser = await as(roleFor(row));
      const fields = fieldsOf(row.body as Schema | undefined);
      for (const value of [...HOSTILE, 'a\0b']) {
        const typed = Object.fromEntries(fields.map((name) => [name, value]));
        const { status } = await browser.post(example(row.path), typed);
        expect([row.path, value, status < 500]).toEqual([row.path, value, true]);
      }
      const doubled = Object.fromEntries(fields.map((name) => [name, ['1', '2']]));
      const { status } = await browser.post(example(row.path), doubled);
      expect([row.path, status < 500]).toEqual([row.path, true]);
    }
    expect(await portal.services.db.auditEntry.count()).toBeGreaterThanOrEqual(before);
  });

  it.each(Object.values(Role))('gets 403 as %s for every form the policy does not give', async (role) => {
    const browser = await as(role);
    for (const row of rows.filter((one) => one.method === 'post')) {
      if (row.allow === 'public' || row.allow === 'signed-in' || roleMay(role, row.allow as Action)) continue;
      const { status } = await browser.post(example(row.path));
      expect([row.path, status]).toEqual([row.path, 403]);
    }
  });

  it('cannot send a form from another site', async () => {
    for (const row of rows.filter((one) => one.method === 'post' && one.allow !== 'public')) {
      const { status } = await (await as(roleFor(row))).postWithout(example(row.path));
      expect([row.path, status]).toEqual([row.path, 403]);
    }
  });

  it('leaves nothing in the browser’s store, and takes a null byte from nobody', async () => {
    const browser = await as('BAPPEDA');
    expect((await browser.get('/beranda')).headers['cache-control']).toBe('no-store');
    expect((await browser.get('/desa?cari=%00')).status).toBe(422);
  });

  it('finds nothing with the signs of a pattern', async () => {
    const browser = await as('BAPPEDA');
    for (const sign of ['%', '_', '%%%', '\\']) {
      const answer = await browser.get(`/desa?cari=${encodeURIComponent(sign)}&format=json`);
      expect([sign, answer.body]).toEqual([sign, []]);
    }
  });

  it('cannot hide a NIK behind wide digits or invisible signs', () => {
    expect(findNik('３３２７０３１２３４５６０００４')).not.toBeNull();
    expect(findNik('33270312\u200b34560004')).not.toBeNull();
    expect(findNik('332703\u00a0123456-0004')).not.toBeNull();
    expect(findNik('33270312345600041')).toBeNull();
    expect(findNik('332703123456000')).toBeNull();
  });
});

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
          const { text } = await browser.get(path + format);
          expect([path, format, /8\.?765|4\.?321|0[.,]6123|0[.,]7123/.test(text)]).toEqual([
            path,
            format,
            false,
          ]);
        }
      }
    }
  });
});
