import { z } from 'zod';
import { actOnOne, type Doing, type Target } from '../audit/act.js';
import { calendarDay } from '../core/format.js';
import { conflict } from '../core/problem.js';
import type { Writer } from '../database/client.js';
import { queryRow, sql } from '../database/query.js';
import type { ActivityRevision } from '../generated/prisma/client.js';
import { forTrail, lineIn } from './content.js';
import { readRevision } from './queries.js';
import { takeStep } from './review.js';
import { type Seen, SUBJECT } from './subject.js';
import { recall, remove, revise } from './verbs.js';

/**
 * Begins a correction of a verified activity: a new draft with the same content, promises and evidence. The verified
 * revision goes on counting until the new one is verified.
 */
export function beginRevision(doing: Doing, target: Target<Seen>): Promise<void> {
  return actOnOne(doing, revise, target, async (tx, { id, revision }) => {
    const made = await copyRevision(tx, doing, revision.id);
    await tx.activity.update({ where: { id }, data: { currentRevisionId: made.id } });
    const summary = `mulai memperbaiki "${made.title}", revisi ${made.number}`;
    const before = { revision: revision.number, reviewStatus: revision.reviewStatus };
    const after = { revision: made.number, reviewStatus: made.reviewStatus };
    return { result: undefined, fact: { subjectType: SUBJECT, subjectId: id, summary, before, after } };
  });
}

/**
 * Sends what was verified back with a note: a correction by its former author that begins as a returned revision, so
 * that it can be mended and submitted, and not deleted. The verified revision goes on counting until it is verified.
 * @throws Problem as `act`; `conflict` where nobody is left who could mend it.
 */
export function askForCorrection(doing: Doing, target: Target<Seen>, note: string): Promise<void> {
  return actOnOne(doing, recall, target, async (tx, { id, revision, agency_id }) => {
    await requireOfficer(tx, agency_id, calendarDay(doing.now));
    const told = { head: { authorId: revision.authorId }, lines: [] };
    const made = await copyRevision(tx, doing, revision.id, told);
    await tx.activity.update({ where: { id }, data: { currentRevisionId: made.id } });
    return { result: undefined, fact: await takeStep(tx, doing, made, { verb: recall, note }) };
  });
}

const Officers = z.object({ officers: z.number(), agency: z.string() });

/** Somebody must be able to mend it: an active account of the OPD, or of the one that goes on with its work. */
async function requireOfficer(tx: Writer, agencyId: number, today: Date): Promise<void> {
  const { officers, agency } = await queryRow(
    tx,
    sql`with recursive goes_on as (select ${agencyId}::int as id
          union select g.successor_id from goes_on join agency g on g.id = goes_on.id
          where g.successor_id is not null and g.valid_to <= ${today}::date)
        select (select count(*) from account c where c.agency_id in (select id from goes_on) and c.role = 'OPD'
            and c.disabled_at is null) as officers, g.short_name as agency from agency g where g.id = ${agencyId}`,
    Officers,
  );
  if (officers === 0)
    throw conflict(
      `Tidak ada akun petugas yang aktif di ${agency} atau penerusnya, jadi tidak ada yang dapat memperbaiki. Minta admin membuat atau mengaktifkan akunnya, lalu kirim lagi.`,
    );
}

/**
 * A revision with all its rows, as a draft of its own: everything but the keys and what was done to its paper; `told` is
 * what it says otherwise, of the head and line by line.
 */
export async function copyRevision(
  tx: Writer,
  { actor, now }: Doing,
  fromId: number,
  told: { head: Partial<ActivityRevision>; lines: object[] } = { head: {}, lines: [] },
) {
  const { lines, commitments, evidence, ...from } = await tx.activityRevision.findUniqueOrThrow({
    where: { id: fromId },
    include: { lines: { orderBy: { position: 'asc' } }, commitments: true, evidence: true },
  });
  const { id: _id, reviewStatus: _status, lockVersion: _version, submittedAt: _submitted, ...rest } = from;
  const {
    reviewerId: _reviewer,
    reviewedAt: _reviewed,
    reviewNote: _note,
    changeReason: _reason,
    ...content
  } = rest;
  return tx.activityRevision.create({
    data: {
      ...content,
      authorId: actor.id,
      ...told.head,
      number: from.number + 1,
      createdAt: now,
      updatedAt: now,
      // What was told of a plan before plans were kept apart is dropped, and the difference says so.
      lines: {
        create: withoutKeys(lines).map((line, index) =>
          lineIn({ ...line, ...told.lines[index] }, told.head.workStatus ?? from.workStatus),
        ),
      },
      commitments: { create: withoutKeys(commitments) },
      evidence: { create: withoutKeys(evidence) },
    },
  });
}

const withoutKeys = <T extends { id: number; revisionId: number }>(rows: T[]) =>
  rows.map(({ id: _id, revisionId: _revisionId, ...row }) => row);

/**
 * Deletes a draft: the whole activity, or only the correction when an earlier revision was verified. What it held
 * stays in the trail.
 * @returns whether the activity itself is gone.
 */
export function deleteDraft(doing: Doing, target: Target<Seen>): Promise<boolean> {
  return actOnOne(doing, remove, target, async (tx, { id, revision: { id: revisionId } }) => {
    const revision = await readRevision(tx, revisionId);
    if (revision.responses.length > 0) {
      throw conflict(
        'Desa sudah menanggapi kegiatan ini, jadi tidak dapat dihapus. Ubah status kerjanya menjadi Batal, lalu ajukan.',
      );
    }
    const before = await tx.activityRevision.findFirst({
      where: { activityId: id, number: { lt: revision.number } },
      orderBy: { number: 'desc' },
    });
    await tx.activity.update({ where: { id }, data: { currentRevisionId: before?.id ?? null } });
    await tx.activityRevision.delete({ where: { id: revision.id } });
    if (!before) await tx.activity.delete({ where: { id } });
    const fact = {
      subjectType: SUBJECT,
      subjectId: id,
      summary: `menghapus ${before ? `revisi ${revision.number}` : 'draf'} "${revision.title}"`,
      before: forTrail(revision),
    };
    return { result: before === null, fact };
  });
}
