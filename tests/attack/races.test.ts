import { describe, expect, it } from 'vitest';
import { disableAccount, resetPassword } from '../../src/accounts/accounts.js';
import { doingAs } from '../../src/audit/act.js';
import { DatabaseSessions } from '../../src/web/session.js';
import { makeAccount, REGION } from '../support/make.js';
import { usePortal } from '../support/portal.js';

describe('accounts at the same moment', () => {
  const portal = usePortal();

  it('keep one admin when two disable each other', async () => {
    const { database } = portal.services;
    for (let round = 0; round < 5; round++) {
      const [one, other] = [await makeAccount(database, 'ADMIN'), await makeAccount(database, 'ADMIN')];
      await Promise.allSettled([
        disableAccount(doingAs(database, one, portal.clock.now()), other.id),
        disableAccount(doingAs(database, other, portal.clock.now()), one.id),
      ]);
      const active = { regionCode: REGION, role: 'ADMIN' as const, disabledAt: null };
      expect(await database.reader.account.count({ where: active })).toBe(1);
      await database.transaction((tx) =>
        tx.account.updateMany({ where: active, data: { disabledAt: new Date() } }),
      );
    }
  });

  it('lose their sessions by a new password, also one that a request on its way stores again', async () => {
    const { database } = portal.services;
    const account = await makeAccount(database, 'OPD');
    await portal.as(account);
    const { id } = await database.reader.session.findFirstOrThrow({ where: { accountId: account.id } });
    const sessions = new DatabaseSessions(database, portal.clock, 60);
    const loaded = await new Promise<NonNullable<unknown>>((resolve, reject) =>
      sessions.get(id, (error, data) => (error || !data ? reject(error) : resolve(data))),
    );
    const admin = await makeAccount(database, 'ADMIN');
    await resetPassword(doingAs(database, admin, portal.clock.now()), account.id);
    await new Promise<void>((resolve, reject) =>
      sessions.set(id, loaded as never, (error) => (error ? reject(error) : resolve())),
    );
    expect(await database.reader.session.count({ where: { accountId: account.id } })).toBe(0);
  });
});
