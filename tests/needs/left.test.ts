import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doingAs } from '../../src/audit/act.js';
import { change, system } from '../../src/audit/change.js';
import { sql } from '../../src/database/query.js';
import type { WorkStatus } from '../../src/generated/prisma/enums.js';
import { differences, rebuild } from '../../src/kept/keep.js';
import { assess } from '../../src/needs/assess.js';
import { needsWhere } from '../../src/needs/standing.js';
import { useDatabase } from '../support/database.js';
import { agencyId, makeAccount, makeVerified, REGION } from '../support/make.js';

/** What is told of an activity by its verified revision. */
interface Told {
  day: number;
  target: number;
  realised: number;
  workStatus: WorkStatus;
}
type Step =
  | { kind: 'new'; told: Told }
  | { kind: 'correct'; which: number; told: Told }
  | { kind: 'share'; which: number; part: number }
  | { kind: 'assess'; day: number; baseline: number };

const day = fc.integer({ min: 1, max: 28 });
const told = fc
  .record({
    day,
    target: fc.nat({ max: 50 }),
    realised: fc.nat({ max: 50 }),
    workStatus: fc.constantFrom<WorkStatus>('SELESAI', 'BERJALAN', 'RENCANA', 'BATAL'),
  })
  // A plan has nothing done.
  .map((one) => (one.workStatus === 'RENCANA' ? { ...one, realised: 0 } : one));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('new' as const), told }),
  fc.record({ kind: fc.constant('correct' as const), which: fc.nat(), told }),
  fc.record({ kind: fc.constant('share' as const), which: fc.nat(), part: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('assess' as const), day, baseline: fc.nat({ max: 100 }) }),
);
const dayOf = (one: number) => new Date(Date.UTC(2026, 2, one));

describe('what is left of a need', () => {
  const database = useDatabase();
  let places = 0;

  /** What a person would reckon by hand: each activity once, as its newest verified revision tells it. */
  function byHand(activities: Told[], assessments: { day: number; baseline: number }[]) {
    const holds = assessments.reduce<{ day: number; baseline: number } | null>(
      (best, one) => (best === null || one.day >= best.day ? one : best),
      null,
    );
    const done = activities.filter(
      (one) =>
        (one.workStatus === 'SELESAI' || one.workStatus === 'BERJALAN') && (!holds || one.day > holds.day),
    );
    const sum = (of: (one: Told) => number, rows: Told[]) => rows.reduce((all, one) => all + of(one), 0);
    const delivered = sum((one) => one.realised, done);
    return {
      baseline: holds?.baseline ?? null,
      delivered,
      funded: sum((one) => one.target, done),
      planned: sum(
        (one) => one.target,
        activities.filter((one) => one.workStatus === 'RENCANA'),
      ),
      left: holds ? Math.max(0, holds.baseline - delivered) : null,
      over: holds ? Math.max(0, delivered - holds.baseline) : null,
    };
  }

  it('counts no activity twice, however it was corrected, shared or cancelled, and stands as a rebuild writes it', async () => {
    const { current } = database;
    const koordinator = await makeAccount(current, 'KOORDINATOR');
    const villages = await current.reader.village.findMany({ orderBy: { code: 'asc' }, take: 220 });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        const villageCode = villages[places++ % villages.length]?.code ?? '';
        const activities: { id: number; told: Told }[] = [];
        const assessments: { day: number; baseline: number }[] = [];
        for (const one of steps) {
          if (one.kind === 'assess') {
            const needs = [{ categoryCode: 'JMB', baseline: one.baseline, target: null }];
            const assessment = {
              villageCode,
              assessedOn: dayOf(one.day),
              source: 'ASESMEN' as const,
              note: null,
            };
            await assess(doingAs(current, koordinator, new Date('2026-11-01T03:00:00Z')), {
              ...assessment,
              needs,
            });
            assessments.push(one);
          } else if (one.kind === 'new') {
            activities.push({
              id: await makeVerified(current, { villageCode, ...linesOf(one.told) }),
              told: one.told,
            });
          } else if (activities.length > 0) {
            const activity = activities[one.which % activities.length] as (typeof activities)[number];
            if (one.kind === 'correct') {
              await correct(activity.id, one.told);
              activity.told = one.told;
            } else await share(activity, one.part);
          }
        }
        const [stands] = await needsWhere(current.reader, sql`v.code = ${villageCode} and c.code = 'JMB'`);
        const expected = byHand(
          activities.map((one) => one.told),
          assessments,
        );
        const nothing = { baseline: null, delivered: 0, funded: 0, planned: 0, left: null, over: null };
        expect(stands ?? nothing).toMatchObject(expected);
      }),
      { numRuns: 15, seed: 7 },
    );
    expect(await differences(current.reader)).toEqual([]);
    const kept = await needsWhere(current.reader, sql`true`);
    await current.transaction(rebuild);
    expect(await needsWhere(current.reader, sql`true`)).toEqual(kept);
  });

  const linesOf = ({ day: on, ...told }: Told) => ({ ...told, startsOn: dayOf(1), endsOn: dayOf(on) });

  /** A newer revision is verified. */
  const correct = (activityId: number, { day: on, target, realised, workStatus }: Told) =>
    change(database.current, system(REGION), 'activity.verify', async (tx) => {
      const before = await tx.activityRevision.findFirstOrThrow({
        where: { activityId },
        orderBy: { number: 'desc' },
      });
      const { id: _id, number, ...same } = before;
      const made = await tx.activityRevision.create({
        data: {
          ...same,
          number: number + 1,
          reviewStatus: 'DIAJUKAN',
          endsOn: dayOf(on),
          workStatus,
          cancelReason: workStatus === 'BATAL' ? 'Warga belum siap.' : null,
          lines: { create: { position: 0, categoryCode: 'JMB', target, realised } },
        },
      });
      await tx.activityRevision.update({ where: { id: made.id }, data: { reviewStatus: 'DIVERIFIKASI' } });
      await tx.activity.update({
        where: { id: activityId },
        data: { currentRevisionId: made.id, verifiedRevisionId: made.id },
      });
      return {
        result: undefined,
        fact: { subjectType: 'kegiatan', subjectId: activityId, summary: 'dibetulkan' },
      };
    });

  /** Another OPD has a verified part of it. */
  const share = async ({ id, told: { realised, workStatus } }: { id: number; told: Told }, part: number) => {
    const other = await agencyId(database.current, 'DLH');
    await change(database.current, system(REGION), 'share.verify', async (tx) => {
      const { verifiedRevisionId } = await tx.activity.findUniqueOrThrow({ where: { id } });
      const line = await tx.activityLine.findFirstOrThrow({ where: { revisionId: verifiedRevisionId ?? 0 } });
      const taken = await tx.lineShare.count({ where: { lineId: line.id } });
      if (taken === 0 && workStatus === 'SELESAI' && realised >= part) {
        const { id: by } = await tx.account.findFirstOrThrow({ where: { role: 'KOORDINATOR' } });
        await tx.lineShare.create({
          data: { lineId: line.id, agencyId: other, quantity: part, status: 'DIVERIFIKASI', authorId: by },
        });
      }
      return {
        result: undefined,
        fact: { subjectType: 'kegiatan', subjectId: id, summary: 'bagian dibetulkan' },
      };
    });
  };
});
