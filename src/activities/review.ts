import { z } from 'zod';
import { type Acted, act, type Doing, eachOf, passes, type Target } from '../audit/act.js';
import type { Fact } from '../audit/change.js';
import { conflict, forbidden, invalid, Problem } from '../core/problem.js';
import type { Writer } from '../database/client.js';
import { execute, join, queryRows, rowsOf, sql } from '../database/query.js';
import type { ActivityRevision } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { dropNil } from '../rhythm/nil.js';
import { saidToHaveHappened } from '../rules.js';
import { bearUndertakings } from '../undertakings/birth.js';
import { requireAssigned } from './assigned.js';
import { missingForSubmission } from './content.js';
import { workBefore } from './queries.js';
import { carryShares } from './share-carry.js';
import { type Locked, type Seen, SUBJECT } from './subject.js';
import { keepSubmissions } from './submission.js';
import { type PaperVerb, submit, verify } from './verbs.js';

/**
 * Moves the paper of activities' newest revisions: submits, withdraws, returns with a note or verifies. A verified
 * revision counts in every figure from the moment of its commit, and its predecessor no longer.
 * @throws Problem as `act`; `invalid` with gaps or outside the agency's assignments.
 */
export function review(
  doing: Doing,
  verb: PaperVerb,
  targets: Target<Seen>[],
  note: string,
): Promise<Acted<undefined>> {
  return act(doing, verb, targets, async (tx, all) => {
    const own = isDecision(verb) ? await ownWork(tx, doing.actor, all) : new Set();
    const asked = await eachOf(all, async (one) => {
      if (own.has(one.revision.id)) throw forbidden('Anda tidak memeriksa tulisan sendiri.');
      // The assignment may have been ended with an earlier day since the draft was saved.
      if (verb === submit) await requireAssigned(tx, one.agency_id, one.village_code, one.revision);
      await refuseStep(tx, one.revision, verb);
      return one;
    });
    const passed = asked.filter(passes);
    const steps = await takeSteps(tx, doing, passed.map(revisionOf), { verb, note });
    const more = verb === verify ? await beginToCount(tx, doing, passed) : [];
    const factsOf = new Map(passed.map(({ id }, at) => [id, [...(steps[at] ?? []), ...(more[at] ?? [])]]));
    return asked.map((one) =>
      one instanceof Problem ? one : { result: undefined, fact: factsOf.get(one.id) ?? [] },
    );
  });
}

const revisionOf = ({ revision }: Locked) => revision;

/** Verified revisions take the place of what counted before; their promises become undertakings. */
async function beginToCount(tx: Writer, doing: Doing, all: Locked[]): Promise<Fact[][]> {
  const ids = all.map(({ id }) => id);
  await execute(
    tx,
    sql`update activity set verified_revision_id = current_revision_id where id = any(${ids}::int[])`,
  );
  const verified = all.map(({ id, agency_id, revision }) => ({
    ...{ activityId: id, agencyId: agency_id, revisionId: revision.id },
  }));
  await bearUndertakings(tx, doing.actor, verified, doing.now);
  return carryShares(
    tx,
    doing,
    all.map(({ verified_revision_id, revision }) => ({ fromId: verified_revision_id, to: revision })),
  );
}

const isDecision = ({ kind }: PaperVerb) => kind === 'KEMBALIKAN' || kind === 'VERIFIKASI';

const Submitted = z.object({ revisionId: z.number() });

/** Revisions that the actor wrote or submitted, which nobody reviews, also when their account has changed its role since. */
async function ownWork(tx: Writer, actor: Actor, all: Locked[]): Promise<Set<number>> {
  const ids = all.map(({ revision }) => revision.id);
  const submitted = await queryRows(
    tx,
    sql`select revision_id as "revisionId" from review_step
        where revision_id = any(${ids}::int[]) and kind = 'AJUKAN' and actor_id = ${actor.id}`,
    Submitted,
  );
  const written = all.filter(({ revision }) => revision.authorId === actor.id);
  return new Set([...submitted.map((one) => one.revisionId), ...written.map(({ revision }) => revision.id)]);
}

interface Step {
  verb: PaperVerb;
  note?: string;
}

/** One move of the paper within a transaction that holds the activity's lock, and what it ends. */
export async function takeStep(
  tx: Writer,
  doing: Doing,
  revision: ActivityRevision,
  step: Step,
): Promise<Fact[]> {
  await refuseStep(tx, revision, step.verb);
  return (await takeSteps(tx, doing, [revision], step)).flat();
}

const leadsTo = ({ reviewNote }: ActivityRevision, verb: PaperVerb) => verb.to(reviewNote !== null);

async function refuseStep(tx: Writer, revision: ActivityRevision, verb: PaperVerb): Promise<void> {
  if (verb === submit) await requireComplete(tx, revision);
  if (leadsTo(revision, verb) === revision.reviewStatus) throw conflict('Keadaan laporan ini sudah berubah.');
}

const Taken = z.object({ id: z.number(), revisionId: z.number() });

/** The same move of many papers; what is told of each, in their order. */
async function takeSteps(
  tx: Writer,
  { actor, now }: Doing,
  revisions: ActivityRevision[],
  { verb, note = '' }: Step,
): Promise<Fact[][]> {
  const ids = revisions.map(({ id }) => id);
  const steps = await queryRows(
    tx,
    sql`insert into review_step (revision_id, kind, note, actor_id, at)
        select id, ${verb.kind}::review_step_kind, ${note || null}, ${actor.id}::int, ${now}::timestamptz
        from unnest(${ids}::int[]) as moved (id) returning id, revision_id as "revisionId"`,
    Taken,
  );
  if (verb === submit) await keepSubmissions(tx, steps);
  const told = [
    sql`review_status = given.status::review_status, lock_version = r.lock_version + 1`,
    ...(verb === submit ? [sql`submitted_at = ${now}`] : []),
    ...(isDecision(verb) ? [sql`reviewer_id = ${actor.id}::int, reviewed_at = ${now}`] : []),
    ...(verb.kind === 'KEMBALIKAN' ? [sql`review_note = ${note}`] : []),
  ];
  const rows = revisions.map((one) => ({ id: one.id, status: leadsTo(one, verb) }));
  await execute(
    tx,
    sql`update activity_revision r set ${join(told, ', ')} from ${rowsOf(rows, sql`id int, status text`)}
        where r.id = given.id`,
  );
  const facts: Fact[][] = [];
  for (const one of revisions) {
    const reports = verb === submit && saidToHaveHappened(one);
    facts.push([stepFact(one, verb, note), ...(reports ? await dropNil(tx, one.activityId, one) : [])]);
  }
  return facts;
}

const stepFact = (revision: ActivityRevision, verb: PaperVerb, note: string): Fact => ({
  kind: verb.action,
  subjectType: SUBJECT,
  subjectId: revision.activityId,
  summary: `${verb.told} "${revision.title}"${revision.number > 1 ? `, revisi ${revision.number}` : ''}`,
  before: { reviewStatus: revision.reviewStatus },
  after: { reviewStatus: leadsTo(revision, verb), ...(note && { note }) },
  ...(isDecision(verb) && { news: { topic: 'LAPORAN', id: revision.activityId } }),
});

async function requireComplete(tx: Writer, revision: ActivityRevision): Promise<void> {
  const lines = await tx.activityLine.findMany({
    where: { revisionId: revision.id },
    orderBy: { position: 'asc' },
  });
  const before = await workBefore(tx, revision);
  const errors = missingForSubmission({ ...revision, lines }, before);
  if (Object.keys(errors).length > 0) throw invalid(errors);
}
