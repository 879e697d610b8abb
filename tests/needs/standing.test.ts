import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { doingAs } from '../../src/audit/act.js';
import { queryRow, sql } from '../../src/database/query.js';
import type { Account } from '../../src/generated/prisma/client.js';
import { differences } from '../../src/kept/keep.js';
import { assess } from '../../src/needs/assess.js';
import {
  assessedOn,
  isBeyond,
  isDoubled,
  isNeeded,
  isUnserved,
  needsWhere,
} from '../../src/needs/standing.js';
import { decideDelivery, markDelivery } from '../../src/undertakings/mark.js';
import { acceptReferral, refer } from '../../src/undertakings/referral.js';
import { confirm } from '../../src/undertakings/verbs.js';
import { useDatabase } from '../support/database.js';
import { makeAccount, makeAssignment, makeVerified, REGION } from '../support/make.js';

const ELSEWHERE = '33.27.14.2006';
const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe('needs of a village', () => {
  const database = useDatabase();
  let koordinator: Account;
  /** Each test has a village of its own. */
  let here = '';
  let used = 0;
  beforeEach(async () => {
    koordinator = await makeAccount(database.current, 'KOORDINATOR');
    const villages = { where: { regionCode: REGION }, orderBy: { code: 'asc' } } as const;
    const next = await database.current.reader.village.findFirstOrThrow({ ...villages, skip: used++ });
    here = next.code;
  });
  const verified = (more: Parameters<typeof makeVerified>[1]) =>
    makeVerified(database.current, { villageCode: here, ...more });

  const told = (on: string, baseline: number, more: { code?: string; by?: Account; village?: string } = {}) =>
    assess(doingAs(database.current, more.by ?? koordinator, new Date('2026-11-01T03:00:00Z')), {
      villageCode: more.village ?? here,
      assessedOn: day(on),
      source: 'ASESMEN',
      note: null,
      needs: [{ categoryCode: more.code ?? 'JMB', baseline, target: 2 * baseline }],
    });
  const standing = async (code = 'JMB') =>
    (await needsWhere(database.current.reader, sql`v.code = ${here} and c.code = ${code}`))[0];
  const found = async (where: ReturnType<typeof sql>) =>
    (await needsWhere(database.current.reader, sql`v.code = ${here} and ${where}`)).map(
      (one) => one.category_code,
    );

  it('are what is left of the newest baseline after what was delivered later', async () => {
    await verified({ target: 9, realised: 5, startsOn: day('2026-02-01') });
    await verified({ target: 9, realised: 7, startsOn: day('2026-03-02') });
    await told('2026-02-01', 40);
    expect(await standing()).toMatchObject({ baseline: 40, target: 80, funded: 9, delivered: 7, left: 33 });
  });

  it('count work that was still going on at the assessment as what came after it', async () => {
    await verified({
      realised: 5,
      startsOn: day('2026-01-10'),
      endsOn: day('2026-02-10'),
    });
    await told('2026-02-01', 40);
    expect(await standing()).toMatchObject({ delivered: 5, left: 35 });
  });

  it('are told by the newest day, whenever it was written, and on one day by the later word', async () => {
    await told('2026-05-01', 30);
    await told('2026-02-01', 40);
    expect(await standing()).toMatchObject({ baseline: 30 });
    await told('2026-05-01', 31);
    expect(await standing()).toMatchObject({ baseline: 31, assessed_on: day('2026-05-01') });
  });

  it('stay as they were told of a category that a newer assessment does not name', async () => {
    await told('2026-02-01', 40);
    await told('2026-05-01', 10, { code: 'RTLH' });
    expect(await standing()).toMatchObject({ baseline: 40, assessed_on: day('2026-02-01') });
  });

  it('tell what is over apart from what is left', async () => {
    await told('2026-01-01', 3);
    await verified({ realised: 5 });
    expect(await standing()).toMatchObject({ left: 0, over: 2 });
    expect(await found(isBeyond)).toEqual(['JMB']);
    expect(await found(isNeeded)).toEqual([]);
  });

  it('are unknown where nobody assessed them, whatever was delivered', async () => {
    await verified({ realised: 5 });
    expect(await standing()).toMatchObject({ baseline: null, left: null, over: null, delivered: 5 });
    const query = sql`select ${assessedOn(sql`${here}`)} as day`;
    const asked = () => queryRow(database.current.reader, query, z.object({ day: z.date().nullable() }));
    expect(await asked()).toEqual({ day: null });
    await told('2026-02-01', 0);
    expect(await asked()).toEqual({ day: day('2026-02-01') });
  });

  it('are unserved until an OPD plans or works; plans are told and nothing is taken off for them', async () => {
    await told('2026-02-01', 40);
    expect(await found(isUnserved)).toEqual(['JMB']);
    await verified({ target: 25, realised: null, workStatus: 'RENCANA' });
    expect(await standing()).toMatchObject({ planned: 25, funded: 0, delivered: 0, left: 40 });
    expect(await found(isUnserved)).toEqual([]);
    expect(await found(isDoubled)).toEqual([]);
  });

  it('are served by an OPD from the day it accepts a referral until that is kept, and by none that was only asked', async () => {
    const { current } = database;
    const at = (account: Account) => doingAs(current, account, new Date('2026-11-02T03:00:00Z'));
    const asked = await makeAccount(current, 'OPD', { agency: 'Disnaker' });
    await makeAssignment(current, { villageCode: here });
    await told('2026-02-01', 40);
    const wanted = { villageCode: here, categoryCode: 'JMB', agencyId: asked.agencyId as number };
    const terms = { what: 'jamban', quantity: 10, dueOn: day('2026-12-20') };
    const id = await refer(at(koordinator), { ...wanted, ...terms });
    expect(await standing()).toMatchObject({ offered: 10, accepted: 0, asked: [asked.agencyId], left: 40 });
    expect(await found(isUnserved)).toEqual(['JMB']);
    await acceptReferral(at(asked), { id, seen: null });
    expect(await standing()).toMatchObject({ offered: 0, accepted: 10, accepters: [asked.agencyId] });
    expect(await found(isUnserved)).toEqual([]);
    const part = { whole: false, quantity: 4, deliveredOn: day('2026-11-01'), note: null };
    for (const [told, left] of [
      [part, 6],
      [{ ...part, quantity: 6 }, null],
    ] as const) {
      await markDelivery(at(asked), { id, seen: null }, told, []);
      const given = await current.reader.undertakingDelivery.findFirstOrThrow({ orderBy: { id: 'desc' } });
      await decideDelivery(at(koordinator), confirm, { id: given.id, seen: null }, '');
      expect(await standing()).toMatchObject(left ? { accepted: left } : { accepted: 0, accepters: [] });
    }
    expect(await found(isUnserved)).toEqual(['JMB']);
    await refer(at(koordinator), { ...wanted, ...terms, categoryCode: 'AIR' });
    expect(await standing('AIR')).toMatchObject({ baseline: null, offered: 10 });
    expect(await differences(current.reader)).toEqual([]);
  });

  it('take nothing off for what was cancelled', async () => {
    await told('2026-02-01', 40);
    await verified({ target: 9, realised: 5, workStatus: 'BATAL' });
    expect(await standing()).toMatchObject({ funded: 0, delivered: 0, planned: 0, servers: [] });
  });

  it('are written by the lead OPD of its village and by no other', async () => {
    const by = await makeAccount(database.current, 'OPD');
    await expect(told('2026-02-01', 1, { by })).rejects.toMatchObject({ kind: 'forbidden' });
    await makeAssignment(database.current, { role: 'SUPPORT', villageCode: here });
    await expect(told('2026-02-01', 1, { by })).rejects.toMatchObject({ kind: 'forbidden' });
    await makeAssignment(database.current, { villageCode: ELSEWHERE });
    await told('2026-02-01', 1, { by, village: ELSEWHERE });
    const desa = await makeAccount(database.current, 'DESA');
    await expect(told('2026-02-01', 1, { by: desa })).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('are kept as a rebuild would write them', async () => {
    await told('2026-02-01', 40);
    await verified({ realised: 5 });
    expect(await differences(database.current.reader)).toEqual([]);
  });
});
