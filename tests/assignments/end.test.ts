import { beforeAll, describe, expect, it } from 'vitest';
import { assign } from '../../src/assignments/assign.js';
import { endAssignments, handOverTo } from '../../src/assignments/end.js';
import { doingAs } from '../../src/audit/act.js';
import { Problem } from '../../src/core/problem.js';
import type { Account } from '../../src/generated/prisma/client.js';
import { agencyId, GOMBONG, MANDIRAJA, makeAccount, makeAssignment, makeList } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';

const now = new Date('2026-11-20T03:00:00Z');
const today = new Date('2026-11-20T00:00:00Z');
const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe('ending an assignment', () => {
  const portal = usePortal();
  let account: Account;
  let coordinator: Browser;
  beforeAll(async () => {
    account = await makeAccount(portal.services.database, 'KOORDINATOR');
    coordinator = await portal.as(account);
    await makeList(portal.services.database, 2026, [GOMBONG, MANDIRAJA]);
  });
  const newest = (action: string) =>
    portal.services.db.auditEntry.findFirstOrThrow({ where: { action }, orderBy: { id: 'desc' } });

  it('takes a day between its start and today, and a reason', async () => {
    const { id } = await makeAssignment(portal.services.database);
    const end = (tanggal: string, alasan = 'Tuntas') =>
      coordinator.post(`/penugasan/${id}/akhiri`, { tanggal, alasan });
    expect(words(await end('2026-11-21').expect(422))).toContain('Tanggal itu belum terjadi');
    expect(words(await end('2025-12-31').expect(422))).toContain('baru mulai 1 Januari 2026');
    await end('2026-11-15', '').expect(422);
    expect((await end('2026-11-15')).headers.location).toBe(`/desa/${GOMBONG}`);
    const entry = await newest('assignment.end');
    expect(entry.before).toMatchObject({ opd: 'Dinkes', sampai: null });
    expect(entry.after).toMatchObject({ sampai: '2026-11-15', alasan: 'Tuntas' });
    await end('2026-11-16').expect(409);
  });

  it('by a hand-over ends the support of the successor too, and is told as a hand-over', async () => {
    const { database } = portal.services;
    const startsOn = day('2026-11-16');
    const lead = await makeAssignment(database, { villageCode: MANDIRAJA, startsOn });
    const support = await makeAssignment(database, {
      ...{ villageCode: MANDIRAJA, agency: 'DLH', role: 'SUPPORT' },
    });
    const opd = await agencyId(database, 'DLH');
    const form = { opd, tanggal: '2026-11-18', alasan: 'Mutasi' };
    await coordinator.post(`/penugasan/${lead.id}/alihkan`, form);
    const ended = await portal.services.db.assignment.findUniqueOrThrow({ where: { id: support.id } });
    expect([ended.endsOn, ended.endReason]).toEqual([day('2026-11-17'), 'Menjadi OPD utama']);
    const open = await portal.services.db.assignment.findMany({
      where: { villageCode: MANDIRAJA, endsOn: null },
    });
    expect(open.map((one) => [one.agencyId, one.role])).toEqual([[opd, 'LEAD']]);
    const entry = await newest('assignment.handover');
    expect(entry.before).toMatchObject({ opd: 'Dinkes', sampai: null });
    expect(entry.after).toMatchObject({ sampai: '2026-11-17', penerus: 'DLH' });
  });
});

describe('two coordinators at the same moment', () => {
  const portal = usePortal();
  const people: Account[] = [];
  beforeAll(async () => {
    for (const _ of [1, 2]) people.push(await makeAccount(portal.services.database, 'KOORDINATOR'));
  });
  const wanted = (villageCode: string, agency: number, role: 'LEAD' | 'SUPPORT' = 'LEAD') => ({
    villageCodes: [villageCode],
    agencyId: agency,
    role,
    startsOn: day('2026-11-01'),
    reason: null,
  });

  it('do not both take the last place of an OPD', async () => {
    const { database } = portal.services;
    const id = await agencyId(database, 'Dinkes');
    await database.transaction((tx) => tx.agency.update({ where: { id }, data: { capacity: 1 } }));
    const results = await Promise.allSettled(
      [GOMBONG, MANDIRAJA].map((code, turn) =>
        assign(doingAs(database, people[turn] as Account, now), wanted(code, id)),
      ),
    );
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await database.reader.assignment.count({ where: { agencyId: id, endsOn: null } })).toBe(1);
  });

  it('are told in words when one hands over what the other supports or ends', async () => {
    const { database } = portal.services;
    for (const number of [2003, 2004, 2005, 2006, 2007, 2008]) {
      const villageCode = `33.27.03.${number}`;
      const lead = await makeAssignment(database, { agency: 'Inspektorat', villageCode });
      const successorId = await agencyId(database, 'DLH');
      const ending = { on: day('2026-11-10'), reason: 'Mutasi' };
      const [first, second] = people as [Account, Account];
      const given = { ...ending, successorId, capacityReason: 'Sementara' };
      const results = await Promise.allSettled([
        assign(doingAs(database, first, now), wanted(villageCode, successorId, 'SUPPORT')),
        handOverTo(doingAs(database, second, now), { id: lead.id, seen: today }, given),
        endAssignments(doingAs(database, first, now), [{ id: lead.id, seen: today }], ending),
      ]);
      for (const one of results) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(Problem);
      const open = await database.reader.assignment.findMany({ where: { villageCode, endsOn: null } });
      expect(new Set(open.map((one) => one.agencyId)).size).toBe(open.length);
    }
  });
});
