import { describe, expect, it } from 'vitest';
import { disableAccount, resetPassword } from '../../src/accounts/accounts.js';
import { doingAs } from '../../src/audit/act.js';
import { DatabaseSessions } from '../../src/web/session.js';
import { setScene } from '../activities/scene.js';
import { makeAccount, REGION } from '../support/make.js';
import { UNBROKEN, usePortal } from '../support/portal.js';

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

  it('wait for each other in a line when an admin works on many at once, never in a ring', async () => {
    const { database } = portal.services;
    const browser = await portal.as(await makeAccount(database, 'ADMIN'));
    const { id } = await makeAccount(database, 'OPD');
    const names = Array.from({ length: 8 }, (_, at) => `Nama ${at}`);
    await Promise.all(names.map((nama) => browser.post(`/pengguna/${id}/nama`, { nama }).expect(303)));
  });
});

describe('an activity at the same moment', () => {
  const portal = usePortal();

  /** A verb, by whom, and what comes before it. */
  type Race = [verb: string, who: 'officer' | 'coordinator' | 'village', before: string[]];
  const races: Race[] = [
    ['ajukan', 'officer', ['tarik']],
    ['tarik', 'officer', []],
    ['hapus', 'officer', ['tarik']],
    ['kembalikan', 'coordinator', []],
    ['verifikasi', 'coordinator', []],
    ['minta-perbaikan', 'coordinator', ['verifikasi']],
    ['perbaiki', 'officer', ['verifikasi']],
    ['konfirmasi', 'village', []],
    ['sanggah', 'village', []],
    ['jawab', 'coordinator', ['sanggah']],
  ];
  const who: Record<string, Race[1]> = Object.fromEntries(races.map(([verb, by]) => [verb, by]));

  it.each(races)('is moved once by two sessions: %s', async (verb, by, before) => {
    const { db } = portal.services;
    const scene = await setScene(portal);
    const id = await scene.log();
    const as = { officer: scene.asOfficer, coordinator: scene.asCoordinator, village: scene.asVillage };
    const said = { catatan: 'Lengkapi', alasan: 'Belum ada', jawaban: 'Sudah diperiksa', tanggapan: '' };
    for (const one of before) await scene.press(as[who[one] as Race[1]], id, one, said);
    said.tanggapan = String((await db.villageResponse.findFirst({ orderBy: { id: 'desc' } }))?.id ?? '');
    const trail = await db.auditEntry.count();
    const sessions = [as[by], await portal.as(scene[by])];
    const pressed = sessions.map((session) => scene.press(session, id, verb, said, UNBROKEN));
    const statuses = (await Promise.all(pressed)).map(({ status }) => status);
    expect(statuses).toContain(303);
    expect([statuses, (await db.auditEntry.count()) - trail]).toEqual([statuses, 1]);
  });
});
