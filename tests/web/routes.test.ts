import { describe, expect, it } from 'vitest';
import { Role } from '../../src/generated/prisma/enums.js';
import { type Action, roleMay } from '../../src/policy.js';
import { rows } from '../../src/routes.js';
import { makeAccount } from '../support/make.js';
import { usePortal } from '../support/portal.js';

/** Addresses that anybody may open; adding one here is a decision. */
const PUBLIC = [
  '/',
  '/sehat',
  '/siap',
  '/masuk',
  '/kecamatan',
  '/kecamatan/metadata',
  '/kecamatan/:kode',
  '/bantuan',
  '/istilah',
  '/aksesibilitas',
  '/metode',
];

const example = (path: string) =>
  path
    .replace(':kode', path.startsWith('/desa') ? '33.27.03.2001' : '33.27.03')
    .replace(':berkas', 'desil1.csv')
    .replace(/:[a-zA-Z]+/g, '999999');

describe('every route', () => {
  const portal = usePortal();

  it('is public only when it stands on the closed list', () => {
    const open = rows.filter((row) => row.allow === 'public').map((row) => row.path);
    expect([...new Set(open)].filter((path) => !PUBLIC.includes(path))).toEqual([]);
  });

  it('sends nobody to the sign-in page, and answers 401 where data was asked for', async () => {
    const stranger = await portal.as();
    for (const row of rows.filter((one) => one.allow !== 'public')) {
      const path = example(row.path);
      const answer = row.method === 'get' ? await stranger.get(path) : await stranger.post(path);
      expect([row.path, answer.status, answer.headers.location?.split('?')[0]]).toEqual([
        row.path,
        303,
        '/masuk',
      ]);
      if (row.method === 'get') {
        const data = await stranger.get(`${path}?format=csv`);
        expect([row.path, data.status]).toEqual([row.path, 401]);
      }
    }
  });

  it.each(Object.values(Role))('answers 403 to %s exactly where the policy has no cell', async (role) => {
    const browser = await portal.as(await makeAccount(portal.services.database, role));
    for (const row of rows.filter(
      (one) => one.allow !== 'public' && one.allow !== 'signed-in' && one.method === 'get',
    )) {
      const { status } = await browser.get(example(row.path));
      const may = roleMay(role, row.allow as Action);
      expect([row.path, status === 403]).toEqual([row.path, !may]);
      expect([row.path, status < 500]).toEqual([row.path, true]);
    }
  });
});
