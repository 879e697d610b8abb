import { z } from 'zod';
import { moment } from '../core/format.js';
import { conflict, forbidden, notFound } from '../core/problem.js';
import type { Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { ActivityRevision } from '../generated/prisma/client.js';
import { ReviewStatus } from '../generated/prisma/enums.js';
import { type Action, type ActivityRef, type Actor, can, type SubjectOf } from '../policy.js';

/** The state of an activity as somebody saw it when they opened the page; sent back with every form. */
export interface Seen {
  revisionId: number;
  lockVersion: number;
}

/** Actions that are decided by the activity they are done to. */
export type ActivityAction = {
  [A in Action]: SubjectOf<A> extends ActivityRef ? A : never;
}[Action];

const LockedRow = z.object({
  id: z.number(),
  village_code: z.string(),
  agency_id: z.number(),
  created_by_id: z.number(),
  current_revision_id: z.number(),
  verified_revision_id: z.number().nullable(),
});

/** An activity whose row is locked until the transaction ends, with its newest revision. */
export type Locked = z.output<typeof LockedRow> & { current: ActivityRevision; ref: ActivityRef };

/** Locks an activity of the actor's kabupaten; whoever else wants to change it waits. */
export async function lockActivity(tx: Writer, actor: Actor, id: number): Promise<Locked> {
  const [row] = await queryRows(
    tx,
    sql`select id, village_code, agency_id, created_by_id, current_revision_id, verified_revision_id
        from activity where id = ${id}::int and region_code = ${actor.regionCode} for update`,
    LockedRow,
  );
  if (!row) throw notFound('Kegiatan ini sudah dihapus.');
  const current = await tx.activityRevision.findUniqueOrThrow({ where: { id: row.current_revision_id } });
  const ref: ActivityRef = {
    agencyId: row.agency_id,
    villageCode: row.village_code,
    reviewStatus: current.reviewStatus,
    authorId: current.authorId,
    hasVerified: row.verified_revision_id !== null,
  };
  return { ...row, current, ref };
}

/**
 * Locks an activity for a change that `action` allows.
 * @throws Problem `conflict`, saying who did what and when, if it changed since the form was opened; `forbidden` if it
 * did not, and the actor simply may not.
 */
export async function lockFor(
  tx: Writer,
  actor: Actor,
  id: number,
  seen: Seen,
  action: ActivityAction,
): Promise<Locked> {
  const locked = await lockActivity(tx, actor, id);
  const { current } = locked;
  if (!everMay(actor, action, locked.ref)) throw forbidden();
  if (current.id !== seen.revisionId || current.lockVersion !== seen.lockVersion) {
    throw conflict(await lastChange(tx, id));
  }
  if (!can(actor, action, locked.ref)) throw forbidden();
  return locked;
}

/** Whether the paper could stand so that this actor may; if not, nobody was faster, they simply may not. */
export function everMay(actor: Actor, action: ActivityAction, ref: ActivityRef): boolean {
  return Object.values(ReviewStatus).some((reviewStatus) => can(actor, action, { ...ref, reviewStatus }));
}

/** Who changed the activity last, in words for somebody whose form is stale. */
async function lastChange(tx: Writer, id: number): Promise<string> {
  const entry = await tx.auditEntry.findFirst({
    where: { subjectType: SUBJECT, subjectId: String(id) },
    orderBy: { id: 'desc' },
  });
  if (!entry) return 'Kegiatan ini berubah sejak halaman Anda dibuka. Isian Anda belum disimpan.';
  return `Kegiatan ini berubah sejak halaman Anda dibuka: ${entry.actorName}, ${moment(entry.at)}: ${entry.summary}. Isian Anda belum disimpan.`;
}

/** How the trail calls an activity. */
export const SUBJECT = 'kegiatan';
