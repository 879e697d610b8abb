import { z } from 'zod';
import { number } from '../core/format.js';
import { notFound, type Problem } from '../core/problem.js';
import { EVIDENCE_MAX, evidenceFiles } from '../evidence/evidence.js';
import { holderOf, receive } from '../evidence/received.js';
import type { Actor } from '../policy.js';
import { rowId } from '../web/form.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, type Context, row } from '../web/route.js';
import { today } from '../web/services.js';
import { type Given, type Said, type Verb, verbRow } from '../web/verb.js';
import { activityPage } from './activity-view.js';
import { sortTyped } from './form.js';
import { editForm } from './form-page.js';
import { activityPaths } from './paths.js';
import {
  activityRefOf,
  type Found,
  findActivity,
  nextToReview,
  readRevision,
  shownRefOf,
} from './queries.js';
import { answerDispute, respond } from './respond.js';
import { review } from './review.js';
import { askForCorrection, beginRevision, deleteDraft } from './revise.js';
import { moveOn, readStage } from './stage.js';
import { stageAgain, stagePage } from './stage-page.js';
import { type Locked, publishedActivity, type Seen } from './subject.js';
import * as verbs from './verbs.js';

export const Id = z.object({ id: rowId });

export type Load = Pick<
  Context<'signed-in', { id: number }, unknown, unknown, undefined>,
  'app' | 'actor' | 'params'
>;
export const load = ({ app, actor, params }: Load) => findActivity(app.db, actor, params.id);

type On = Context<'signed-in', { id: number }, unknown, unknown, Found>;

/** The activity as it is now, with what was typed, what is wrong, or who was faster. */
export async function activityAgain(
  { app, actor, loaded, typed }: On,
  errors: Problem['fields'],
  problem: Problem,
): Promise<Reply> {
  const conflict = problem.kind === 'conflict' ? problem.message : '';
  const fresh = await findActivity(app.db, actor, loaded.id);
  const refusal = { typed, errors, conflict };
  const reply = fresh && (await activityPage(app, actor, fresh, { refusal }));
  if (!reply) throw notFound('Kegiatan ini sudah dihapus.');
  return reply;
}

const SeenForm = z
  .object({ revisi: rowId.catch(0), versi: rowId.catch(0) })
  .transform(({ revisi, versi }) => ({ revisionId: revisi, lockVersion: versi }));

interface Told<B> {
  body?: z.ZodType<B>;
  files?: AnyRow['files'];
  gathers?: boolean;
  handle: (context: On, given: Given<Seen, B>) => Promise<Reply>;
  invalid?: typeof activityAgain;
}

/** The route of something that is done to an activity. */
export function activityVerb<B>(verb: Verb<Locked, Seen>, given: Told<B>): AnyRow {
  return verbRow(verb, {
    path: '/kegiatan/:id',
    params: Id,
    load,
    ref: verb.on === publishedActivity ? shownRefOf : activityRefOf,
    seen: SeenForm,
    invalid: activityAgain,
    ...given,
  });
}

/** Does it, and shows the activity with what the verb says afterwards. */
function done<B>(
  verb: Verb<Locked, Seen>,
  run: (given: Given<Seen, B>) => Promise<unknown>,
  more: Partial<Told<B>> = {},
): AnyRow {
  return activityVerb<B>(verb, {
    handle: async (_context, given) => {
      await run(given);
      return redirect(activityPaths.one(given.target.id), verb.done);
    },
    ...more,
  });
}

const reviewed = (verb: verbs.PaperVerb): AnyRow =>
  activityVerb(verb, {
    handle: async ({ app, actor }, { doing, target, note }) => {
      await review(doing, verb, [target], note);
      return redirect(activityPaths.one(target.id), {
        ...verb.done,
        ...(await nextOne(app, actor, verb.done)),
      });
    },
  });

/** The way to the next one that waits for this coordinator. */
async function nextOne(app: Load['app'], actor: Actor, { text }: Said) {
  const next = await nextToReview(app.db, actor);
  if (!next) return { text: `${text} Tidak ada lagi yang menunggu diperiksa.` };
  const label = `Periksa berikutnya (${number(next.total)} lagi)`;
  return { links: [{ label, href: activityPaths.one(next.id) }] };
}

const Dispute = z.object({ tanggapan: rowId });

const files = evidenceFiles(EVIDENCE_MAX);

/** The page on which a stage is told, and its verb. */
const stageRows = (verb: verbs.StageVerb): AnyRow[] => [
  row({
    method: 'get',
    path: `/kegiatan/:id/${verb.address}`,
    allow: verb.action,
    params: Id,
    load,
    subject: activityRefOf,
    handle: ({ app, actor, loaded }) => stagePage(app, actor, loaded, verb),
  }),
  activityVerb(verb, {
    files,
    gathers: true,
    handle: async (context, { doing, target, note, faults }) => {
      const { app, actor, loaded, typed } = context;
      const { fields, held } = sortTyped(typed);
      const revision = await readRevision(app.db, loaded.current_revision_id);
      const received = await receive(holderOf(app, actor), held, context.files);
      const words = { ...(typed as Record<string, string>), ...fields };
      const errors = { ...faults, ...received.errors };
      const told = readStage(verb, revision, words, { today: today(app.clock), errors });
      await moveOn(doing, verb, target, { ...told, note, files: received.files });
      return redirect(activityPaths.one(target.id), verb.done);
    },
    invalid: (context, errors, problem) => stageAgain(context, verb, errors, problem),
  }),
];

export const verbRows: AnyRow[] = [
  done(verbs.submit, ({ doing, target }) => review(doing, verbs.submit, [target], ''), {
    invalid: (context, errors, problem) =>
      problem.kind === 'conflict'
        ? activityAgain(context, errors, problem)
        : editForm(context.app, context.actor, context.loaded, errors),
  }),
  done(verbs.withdraw, ({ doing, target }) => review(doing, verbs.withdraw, [target], '')),
  reviewed(verbs.verify),
  reviewed(verbs.sendBack),
  done(verbs.recall, ({ doing, target, note }) => askForCorrection(doing, target, note)),
  activityVerb(verbs.revise, {
    handle: async (_context, { doing, target }) => {
      await beginRevision(doing, target);
      return redirect(activityPaths.edit(target.id));
    },
  }),
  activityVerb(verbs.remove, {
    handle: async (_context, { doing, target }) => {
      const gone = await deleteDraft(doing, target);
      return gone
        ? redirect(activityPaths.list, verbs.remove.done)
        : redirect(activityPaths.one(target.id), { title: 'Revisi dihapus.' });
    },
  }),
  ...verbs.stageVerbs.flatMap(stageRows),
  done(verbs.confirm, ({ doing, target }) => respond(doing, verbs.confirm, [target], '')),
  done(verbs.dispute, ({ doing, target, note }) => respond(doing, verbs.dispute, [target], note)),
  done<z.output<typeof Dispute>>(
    verbs.answer,
    ({ doing, target, note, body }) => answerDispute(doing, target.id, body.tanggapan, note),
    { body: Dispute },
  ),
];
