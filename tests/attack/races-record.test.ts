import { describe, expect, it } from 'vitest';
import { type Doing, doingAs, target } from '../../src/audit/act.js';
import { assess } from '../../src/needs/assess.js';
import { drawSeed, freezeFrame, recordFinding } from '../../src/spotcheck/make.js';
import { agencyId, GOMBONG, makeAccount, makeList, makeVerified } from '../support/make.js';
import { type Browser, UNBROKEN, usePortal } from '../support/portal.js';

describe('what two tell of one thing at the same moment', () => {
  const portal = usePortal();
  const database = () => portal.services.database;
  const bappeda = async (): Promise<Doing> =>
    doingAs(database(), await makeAccount(database(), 'BAPPEDA'), portal.clock.now());

  /** Both at once: one is stored and told in the trail, the other hears that it came too late. */
  const once = async (tell: (doing: Doing) => Promise<unknown>) => {
    const trail = await database().reader.auditEntry.count();
    const two = [await bappeda(), await bappeda()];
    const came = await Promise.allSettled(two.map(tell));
    const refused = came.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toMatchObject([{ kind: 'conflict' }]);
    expect((await database().reader.auditEntry.count()) - trail).toBe(1);
  };

  it('is one assessment of a village', async () => {
    const assessedOn = new Date('2026-03-01');
    const needs = [{ categoryCode: 'JMB', baseline: 40, target: null }];
    const told = { villageCode: GOMBONG, assessedOn, source: 'ASESMEN' as const, note: null, needs };
    await once((doing) => assess(doing, told, { seen: { newest: 0 } }));
    expect(await database().reader.needAssessment.count()).toBe(1);
  });

  it('is one seed of a frame, and one finding of a case', async () => {
    await makeVerified(database(), { startsOn: new Date('2026-03-05') });
    const lastDay = new Date('2026-11-01');
    const frame = { firstDay: new Date('2026-01-01'), lastDay, share: 100 };
    const check = await freezeFrame(await bappeda(), frame);
    await once((doing) => drawSeed(doing, target(check)));
    const { id } = await database().reader.spotCase.findFirstOrThrow();
    const found = { finding: 'SESUAI' as const, visitedOn: lastDay, note: null };
    await once((doing) => recordFinding(doing, target(id), found));
  });

  it('is one lead of a village, of two who accept the same proposal', async () => {
    await makeList(database(), 2026, [GOMBONG]);
    const pilih = `${GOMBONG}:${await agencyId(database())}:`;
    const two: Browser[] = [];
    for (let at = 0; at < 2; at++) two.push(await portal.as(await makeAccount(database(), 'KOORDINATOR')));
    const accept = async (browser: Browser) =>
      (await browser.post('/penugasan/usulan', { pilih }).expect(UNBROKEN)).status;
    expect((await Promise.all(two.map(accept))).sort()).toEqual([303, 409]);
    expect(await database().reader.assignment.count()).toBe(1);
  });
});
