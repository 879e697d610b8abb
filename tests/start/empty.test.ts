import { describe, expect, it } from 'vitest';
import { loadReference } from '../../src/acuan/shipped.js';
import { ConfigError } from '../../src/config.js';
import { Role } from '../../src/generated/prisma/enums.js';
import { type Action, roleMay } from '../../src/policy.js';
import { rows } from '../../src/routes.js';
import { useDatabase } from '../support/database.js';
import { usePortal } from '../support/portal.js';

/** Pages of an account's own village, of a village that the address names, or of a month that can be closed. */
const OF_SOMETHING = new Set([
  '/desa/saya',
  '/kebutuhan/baru',
  '/komitmen/rujukan/baru',
  '/laporan/nihil',
  '/laporan/tutup',
]);

describe('a kabupaten whose places are not loaded yet', () => {
  const portal = usePortal('33.28');

  it('has pages that say so, for everybody', async () => {
    const { database } = portal.services;
    for (const role of Object.values(Role).filter((one) => one !== 'OPD' && one !== 'DESA')) {
      const account = await database.transaction((tx) =>
        tx.account.create({
          data: {
            regionCode: '33.28',
            username: role.toLowerCase(),
            name: `Akun ${role.toLowerCase()}`,
            role,
            passwordHash: '-',
          },
        }),
      );
      const browser = await portal.as(account);
      for (const { path, allow, method } of rows) {
        if (method !== 'get' || path.includes(':') || OF_SOMETHING.has(path)) continue;
        if (allow !== 'public' && allow !== 'signed-in' && !roleMay(role, allow as Action)) continue;
        const { status } = await browser.get(path).expect([200, 301, 303, 404]);
        expect([path, status === 404]).toEqual([path, false]);
      }
    }
  });
});

describe('a WILAYAH that is no kabupaten', () => {
  const database = useDatabase();

  it('is refused in one sentence', async () => {
    const refused = loadReference(database.current, '99.99');
    await expect(refused).rejects.toThrow(
      new ConfigError('WILAYAH 99.99 bukan kode kabupaten/kota yang dikenal.'),
    );
  });
});
