import { z } from 'zod';
import { lastChange, type Nothing, type Subject } from '../audit/act.js';
import { moment } from '../core/format.js';
import type { Writer } from '../database/client.js';
import { execute, queryRows, sql } from '../database/query.js';
import type { SpotCheck } from '../generated/prisma/client.js';
import { SpotFinding } from '../generated/prisma/enums.js';
import type { Actor, SpotCaseRef } from '../policy.js';
import { inRegion, ofRegion } from '../scope.js';

/** How the trail calls a spot check and one of its cases. */
export const CHECK = 'uji petik';
export const CASE = 'kasus uji petik';

export type LockedCheck = SpotCheck;

/** A spot check whose sample is to be drawn. */
export const spotCheck: Subject<LockedCheck, Nothing> = {
  type: CHECK,
  gone: 'Uji petik itu tidak ada.',
  lock: async (tx, actor, ids) => {
    await execute(tx, sql`select id from spot_check where id = any(${ids}::int[]) order by id for update`);
    const where = { ...ofRegion(actor), id: { in: ids } };
    return (await tx.spotCheck.findMany({ where, orderBy: { id: 'asc' } })) as SpotCheck[];
  },
  stale: async (tx, one) =>
    one.drawnAt === null
      ? ''
      : `Sampel sudah diundi ${moment(one.drawnAt)}. ${await lastChange(tx, 'Uji petik ini', { type: CHECK, id: one.id })}`,
};

const CaseRow = z.object({
  id: z.number(),
  check_id: z.number(),
  activity_id: z.number(),
  agency_id: z.number(),
  reviewer_id: z.number().nullable(),
  title: z.string(),
  finding: z.enum(SpotFinding).nullable(),
});
export type LockedCase = z.output<typeof CaseRow> & { ref: SpotCaseRef };

async function lockCases(tx: Writer, actor: Actor, ids: number[]): Promise<LockedCase[]> {
  // The check first: whoever finds the last case closes it.
  await execute(
    tx,
    sql`select id from spot_check where id in (select check_id from spot_case where id = any(${ids}::int[]))
        order by id for update`,
  );
  const rows = await queryRows(
    tx,
    sql`select q.id, q.check_id, q.activity_id, w.agency_id, r.reviewer_id, r.title, q.finding::text
        from spot_case q join spot_frame w on w.check_id = q.check_id and w.activity_id = q.activity_id
        join activity_revision r on r.id = w.revision_id join spot_check t on t.id = q.check_id
        where q.id = any(${ids}::int[]) and ${inRegion(sql`t`, actor)} order by q.id for update of q`,
    CaseRow,
  );
  return rows.map((row) => ({
    ...row,
    ref: { agencyId: row.agency_id, reviewerId: row.reviewer_id, isFound: row.finding !== null },
  }));
}

/** An activity that was drawn. What was found never changes, so who comes second was too late. */
export const spotCase: Subject<LockedCase, Nothing> = {
  type: CASE,
  gone: 'Kasus itu tidak ada.',
  lock: lockCases,
  stale: async (tx, one) =>
    one.finding === null ? '' : lastChange(tx, 'Kasus ini', { type: CASE, id: one.id }),
  states: (ref) => [true, false].map((isFound) => ({ ...ref, isFound })),
};
