import { describe, expect, it } from 'vitest';
import { DatabaseSessions } from '../../src/web/session.js';
import { agencyId, makeAccount } from '../support/make.js';
import { TEST_NOW, usePortal, words } from '../support/portal.js';

const DAY = 86_400_000;

describe('the list of accounts', () => {
  const portal = usePortal();

  it('shows each account under exactly one state, as of the portal’s clock', async () => {
    const { database } = portal.services;
    const admin = await makeAccount(database, 'ADMIN');
    const locked = await makeAccount(database, 'BAPPEDA');
    const fresh = await makeAccount(database, 'BAPPEDA');
    await database.transaction(async (tx) => {
      const lockedUntil = new Date(TEST_NOW.getTime() + 60_000);
      await tx.account.update({ where: { id: locked.id }, data: { lockedUntil } });
      await tx.account.update({ where: { id: fresh.id }, data: { mustChangePassword: true } });
    });
    const browser = await portal.as(admin);
    const three = [admin, locked, fresh].map((one) => one.username);
    const named = async (state: string) =>
      (await browser.get(`/pengguna?keadaan=${state}&format=json`)).body
        .map((one: { username: string }) => one.username)
        .filter((username: string) => three.includes(username));
    expect(await named('aktif')).toEqual([admin.username]);
    expect(await named('terkunci')).toEqual([locked.username]);
    expect(await named('sandi')).toEqual([fresh.username]);
    portal.clock.set(new Date(TEST_NOW.getTime() + DAY / 24));
    expect(await named('terkunci')).toEqual([]);
    portal.clock.set(TEST_NOW);
  });

  it('offers an OPD until its last day', async () => {
    const { database } = portal.services;
    const browser = await portal.as(await makeAccount(database, 'ADMIN'));
    const id = await agencyId(database, 'DLH');
    const endOn = (validTo: Date) =>
      database.transaction((tx) => tx.agency.update({ where: { id }, data: { validTo } }));
    await endOn(new Date('2026-11-20T00:00:00Z'));
    expect(words(await browser.get('/pengguna/baru'))).toContain('DLH');
    await endOn(new Date('2026-11-19T00:00:00Z'));
    expect(words(await browser.get('/pengguna/baru'))).not.toContain('DLH');
  });

  it('lets the successor go on from the day the portal’s clock says', async () => {
    const { database } = portal.services;
    const [ending, successor] = [await agencyId(database, 'Inspektorat'), await agencyId(database, 'Dinkes')];
    await database.transaction((tx) =>
      tx.agency.update({
        where: { id: ending },
        data: { validTo: new Date('2026-12-31T00:00:00Z'), successorId: successor },
      }),
    );
    const officer = await makeAccount(database, 'OPD');
    const browser = await portal.as(officer);
    await browser.get('/beranda');
    const { id } = await database.reader.session.findFirstOrThrow({ where: { accountId: officer.id } });
    const own = async (at: Date) => {
      await database.transaction((tx) =>
        tx.session.update({ where: { id }, data: { expiresAt: new Date(at.getTime() + DAY) } }),
      );
      return new Promise((resolve, reject) =>
        new DatabaseSessions(database, { now: () => at }, 60).get(id, (error, data) =>
          error ? reject(error) : resolve(data?.person?.agencyIds),
        ),
      );
    };
    expect(await own(new Date('2026-12-30T17:00:00Z'))).toEqual([successor, ending]);
    expect(await own(new Date('2026-12-30T16:00:00Z'))).toEqual([successor]);
  });
});
