import { z } from 'zod';
import { lastChange, type Subject } from '../audit/act.js';
import type { Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { ActivityRevision } from '../generated/prisma/client.js';
import { ReviewStatus, WorkStatus } from '../generated/prisma/enums.js';
import { ACTIVITY } from '../kept/keep.js';
import type { ActivityRef, Actor } from '../policy.js';
import { inRegion } from '../scope.js';

export const SUBJECT = ACTIVITY;

/** The state of an activity as somebody saw it when they opened the page; sent back with every form. */
export interface Seen {
  revisionId: number;
  lockVersion: number;
}

const LockedRow = z.object({
  id: z.number(),
  village_code: z.string(),
  agency_id: z.number(),
  current_revision_id: z.number(),
  verified_revision_id: z.number().nullable(),
});

/** An activity whose row is locked until the transaction ends, with the revision that a verb speaks of. */
export type Locked = z.output<typeof LockedRow> & { revision: ActivityRevision; ref: ActivityRef };

/** Locks activities of the actor's kabupaten; `pick` says of which revision a verb speaks, the newest or the verified. */
const locks =
  (pick: (current: ActivityRevision, verified: ActivityRevision | undefined) => ActivityRevision) =>
  async (tx: Writer, actor: Actor, ids: number[]): Promise<Locked[]> => {
    const rows = await queryRows(
      tx,
      sql`select id, village_code, agency_id, current_revision_id, verified_revision_id from activity
          where id = any(${ids}::int[]) and ${inRegion(sql`activity`, actor)} order by id for update`,
      LockedRow,
    );
    const wanted = rows.flatMap((row) => [row.current_revision_id, row.verified_revision_id ?? []].flat());
    const read = await tx.activityRevision.findMany({ where: { id: { in: wanted } } });
    const revisions = new Map(read.map((one) => [one.id, one]));
    return rows.map((row) => {
      const current = revisions.get(row.current_revision_id) as ActivityRevision;
      const revision = pick(current, revisions.get(row.verified_revision_id ?? 0));
      return { ...row, revision, ref: refTo(row, revision) };
    });
  };

/** What a coordinator sent back is mended as a part of its review, also once its month is closed. */
export const sentBack = <R extends Pick<ActivityRevision, 'reviewNote'>>(revision: R): R | null =>
  revision.reviewNote === null ? null : revision;

const refTo = (row: z.output<typeof LockedRow>, revision: ActivityRevision): ActivityRef => ({
  agencyId: row.agency_id,
  villageCode: row.village_code,
  reviewStatus: revision.reviewStatus,
  workStatus: revision.workStatus,
  authorId: revision.authorId,
  hasVerified: row.verified_revision_id !== null,
});

const common = {
  type: SUBJECT,
  gone: 'Kegiatan ini sudah dihapus.',
  states: (ref: ActivityRef) =>
    Object.values(ReviewStatus).flatMap((reviewStatus) =>
      Object.values(WorkStatus).map((workStatus) => ({ ...ref, reviewStatus, workStatus })),
    ),
};

/** An activity with its newest revision, as its officer and the coordinator work on it. */
export const activity: Subject<Locked, Seen> = {
  ...common,
  lock: locks((current) => current),
  stale: async (tx, { id, revision }, seen) =>
    revision.id === seen.revisionId && revision.lockVersion === seen.lockVersion
      ? ''
      : lastChange(tx, 'Kegiatan ini', { type: SUBJECT, id }),
};

/** A revision that its own agency alone reads where another one was verified; the same as SQL is in `scope.ts`. */
const onDesk = (one: ActivityRevision) => one.reviewStatus === 'DRAF' || one.submittedAt === null;

/** An activity with the revision that others than its author read. */
export const publishedActivity: Subject<Locked, Seen> = {
  ...common,
  lock: locks((current, verified) => (onDesk(current) ? (verified ?? current) : current)),
  stale: async (_tx, { revision }, seen) => {
    if (onDesk(revision) || revision.id !== seen.revisionId)
      return 'OPD sedang memperbaiki kegiatan ini. Baca lagi isinya, lalu beri tanggapan.';
    return revision.lockVersion === seen.lockVersion || revision.reviewStatus === 'DIVERIFIKASI'
      ? ''
      : 'Isi kegiatan ini berubah sejak Anda membukanya. Baca lagi, lalu beri tanggapan.';
  },
};

/** An activity with the revision that counts, which other OPD may join. */
export const verifiedActivity: Subject<Locked, Seen> = {
  ...common,
  lock: locks((current, verified) => verified ?? current),
  stale: async (_tx, { revision }, seen) =>
    revision.id === seen.revisionId
      ? ''
      : 'Kegiatan ini direvisi sejak halaman Anda dibuka. Baca lagi isinya.',
};
