import { z } from 'zod';
import { number } from '../core/format.js';
import { forbidden, notFound, type Problem } from '../core/problem.js';
import type { Actor } from '../policy.js';
import { optionalRowId, optionalText, rowId, text } from '../web/form.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, type Context, row } from '../web/route.js';
import { activityPage } from './activity-view.js';
import { differencePage } from './difference-view.js';
import { EVIDENCE_BYTES, EVIDENCE_MAX } from './evidence.js';
import { evidenceFile } from './evidence-file.js';
import { editForm, newForm, readDraft, refusedForm } from './form-page.js';
import { activityList } from './list-view.js';
import { type ActivityAction, everMay } from './lock.js';
import { type ActivityVerb, activityPaths } from './paths.js';
import { priceAdvice } from './prices.js';
import { type Found, findActivity, nextToReview, refOf } from './queries.js';
import { recapRows } from './recap-routes.js';
import { answerDispute, respond } from './respond.js';
import { review } from './review.js';
import { deleteDraft, revise } from './revise.js';
import { createActivity, type Draft, updateActivity } from './save.js';

const Id = z.object({ id: rowId });
const EvidenceId = z.object({ id: rowId, evidenceId: rowId });
const files = { field: 'bukti', max: EVIDENCE_MAX, bytes: EVIDENCE_BYTES };

type Load = Pick<
  Context<'signed-in', { id: number }, unknown, unknown, undefined>,
  'app' | 'actor' | 'params'
>;
const load = ({ app, actor, params }: Load) => findActivity(app.db, actor, params.id);

/** What is said after a form was stored. */
async function saved(app: Load['app'], activityId: number, draft: Draft): Promise<Reply> {
  const advice = priceAdvice(draft.content.lines, await app.db.category.findMany());
  const done = draft.submit
    ? { title: 'Kegiatan diajukan.', text: 'Koordinator biasanya memeriksa dalam 3 hari kerja.' }
    : { title: 'Draf disimpan.', text: 'Belum ada yang memeriksanya sebelum Anda mengajukan.' };
  return redirect(activityPaths.one(activityId), { ...done, text: `${done.text} ${advice}`.trim() });
}

/** What was decided, and the way to the next one that waits. */
async function reviewed(app: Load['app'], actor: Actor, id: number, done: { title: string; text: string }) {
  const next = await nextToReview(app.db, actor);
  if (!next) {
    return redirect(activityPaths.one(id), {
      ...done,
      text: `${done.text} Tidak ada lagi yang menunggu diperiksa.`,
    });
  }
  const link = { label: `Periksa berikutnya (${number(next.total)} lagi)`, href: activityPaths.one(next.id) };
  return redirect(activityPaths.one(id), { ...done, links: [link] });
}

const sentTwice = {
  title: 'Kegiatan ini sudah tersimpan.',
  text: 'Isian yang sama terkirim dua kali. Yang pertama dipakai; ubah di sini bila perlu.',
};

const readingRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/kegiatan',
    allow: 'activity.list',
    handle: ({ app, actor, url }) => activityList(app, actor, url),
  }),
  row({
    method: 'get',
    path: '/kegiatan/baru',
    allow: 'activity.create',
    query: z.object({ desa: z.string().catch(''), contoh: optionalRowId }),
    handle: ({ app, actor, query }) => newForm(app, actor, query),
  }),
  row({
    method: 'get',
    path: '/kegiatan/:id',
    allow: 'activity.read',
    params: Id,
    query: z.object({ revisi: optionalRowId }),
    load,
    subject: refOf,
    handle: async ({ app, actor, loaded, query }) => {
      const reply = await activityPage(app, actor, loaded, query.revisi);
      if (!reply) throw notFound('Revisi ini tidak ada.');
      return reply;
    },
  }),
  row({
    method: 'get',
    path: '/kegiatan/:id/perbedaan',
    allow: 'activity.read',
    params: Id,
    query: z.object({ dari: optionalRowId, ke: optionalRowId }),
    load,
    subject: refOf,
    handle: ({ app, actor, loaded, query }) => differencePage(app.db, actor, loaded, query),
  }),
  row({
    method: 'get',
    path: '/kegiatan/:id/bukti/:evidenceId',
    allow: 'activity.read',
    params: EvidenceId,
    query: z.object({ ukuran: z.enum(['', 'kecil']).catch('') }),
    load,
    subject: refOf,
    handle: ({ app, loaded, params, query }) =>
      evidenceFile(app, loaded, params.evidenceId, query.ukuran === 'kecil'),
  }),
];

const writingRows: AnyRow[] = [
  row({
    method: 'post',
    path: '/kegiatan',
    allow: 'activity.create',
    files,
    handle: async (context) => {
      const { app, actor } = context;
      const draft = await readDraft(context, null);
      const { id, again } = await createActivity(app.database, actor, draft, app.clock.now());
      return again ? redirect(activityPaths.one(id), sentTwice) : saved(app, id, draft);
    },
    invalid: (context, errors, problem) => refusedForm(context, null, errors, problem),
  }),
  row({
    method: 'get',
    path: '/kegiatan/:id/ubah',
    allow: 'activity.edit',
    params: Id,
    load,
    subject: refOf,
    handle: ({ app, actor, loaded }) => editForm(app, actor, loaded),
  }),
  decidedUnderLock('ubah', {
    allow: 'activity.edit',
    files,
    handle: async (context) => {
      const { app, actor, loaded } = context;
      const draft = await readDraft(context, loaded);
      await updateActivity(app.database, actor, loaded.id, draft.seen, draft, app.clock.now());
      return saved(app, loaded.id, draft);
    },
    invalid: (context, errors, problem) => refusedForm(context, context.loaded, errors, problem),
  }),
];

type Under<B> = Context<'signed-in', { id: number }, unknown, B, Found>;

/**
 * A row whose permission the verb decides under the activity's lock, where it can tell "you may not" (403) from
 * "somebody was faster" (409, with who and when); the role was asked before.
 */
function decidedUnderLock<B>(
  verb: ActivityVerb | 'ubah',
  given: {
    allow: ActivityAction;
    body?: z.ZodType<B>;
    files?: AnyRow['files'];
    handle: (context: Under<B>) => Promise<Reply>;
    invalid?: (context: Under<unknown>, errors: Problem['fields'], problem: Problem) => Promise<Reply>;
  },
): AnyRow {
  const loadOwn = async (context: Load) => {
    const found = await load(context);
    if (found && !everMay(context.actor, given.allow, refOf(found))) throw forbidden();
    return found;
  };
  const path = `/kegiatan/:id/${verb}`;
  return { method: 'post', path, params: Id, load: loadOwn, invalid: activityAgain, ...given } as AnyRow;
}

/** The activity as it is now, with what was typed, what is wrong, or who was faster. */
async function activityAgain(
  { app, actor, loaded, typed }: Under<unknown>,
  errors: Problem['fields'],
  problem: Problem,
): Promise<Reply> {
  const conflict = problem.kind === 'conflict' ? problem.message : '';
  const fresh = await findActivity(app.db, actor, loaded.id);
  const reply = fresh && (await activityPage(app, actor, fresh, null, { typed, errors, conflict }));
  if (!reply) throw notFound('Kegiatan ini sudah dihapus.');
  return reply;
}

const Seen = z
  .object({ revisi: rowId.catch(0), versi: rowId.catch(0) })
  .transform(({ revisi, versi }) => ({ revisionId: revisi, lockVersion: versi }));
const Note = z.object({ catatan: text('Catatan', 2000) }).and(Seen);
const Word = z
  .object({ kata: z.enum(['KONFIRMASI', 'SANGGAHAN']), alasan: optionalText('Alasan', 2000) })
  .and(Seen);
const Answer = z.object({ tanggapan: rowId, jawaban: text('Jawaban', 2000) });

const paperRows: AnyRow[] = [
  decidedUnderLock('ajukan', {
    allow: 'activity.submit',
    body: Seen,
    handle: async ({ app, actor, loaded, body }) => {
      await review(app.database, actor, loaded.id, body, 'submit', null, app.clock.now());
      return redirect(activityPaths.one(loaded.id), {
        title: 'Kegiatan diajukan.',
        text: 'Koordinator biasanya memeriksa dalam 3 hari kerja.',
      });
    },
    invalid: (context, errors, problem) =>
      problem.kind === 'conflict'
        ? activityAgain(context, errors, problem)
        : editForm(context.app, context.actor, context.loaded, errors),
  }),
  decidedUnderLock('tarik', {
    allow: 'activity.withdraw',
    body: Seen,
    handle: async ({ app, actor, loaded, body }) => {
      await review(app.database, actor, loaded.id, body, 'withdraw', null, app.clock.now());
      return redirect(activityPaths.one(loaded.id), {
        title: 'Kegiatan ditarik kembali.',
        text: 'Ubah yang perlu, lalu ajukan lagi.',
      });
    },
  }),
  decidedUnderLock('verifikasi', {
    allow: 'activity.verify',
    body: Seen,
    handle: async ({ app, actor, loaded, body }) => {
      await review(app.database, actor, loaded.id, body, 'verify', null, app.clock.now());
      return reviewed(app, actor, loaded.id, {
        title: 'Kegiatan diverifikasi.',
        text: 'Mulai sekarang ikut dihitung dan isinya tidak dapat diubah.',
      });
    },
  }),
  decidedUnderLock('kembalikan', {
    allow: 'activity.return',
    body: Note,
    handle: async ({ app, actor, loaded, body }) => {
      await review(app.database, actor, loaded.id, body, 'return', body.catatan, app.clock.now());
      return reviewed(app, actor, loaded.id, {
        title: 'Kegiatan dikembalikan.',
        text: 'OPD melihat catatan Anda di berandanya.',
      });
    },
  }),
];

const afterRows: AnyRow[] = [
  decidedUnderLock('perbaiki', {
    allow: 'activity.revise',
    body: Seen,
    handle: async ({ app, actor, loaded, body }) => {
      await revise(app.database, actor, loaded.id, body, app.clock.now());
      return redirect(activityPaths.edit(loaded.id));
    },
  }),
  decidedUnderLock('hapus', {
    allow: 'activity.delete',
    body: Seen,
    handle: async ({ app, actor, loaded, body }) => {
      const gone = await deleteDraft(app.database, actor, loaded.id, body);
      return gone
        ? redirect(activityPaths.list, { title: 'Draf dihapus.' })
        : redirect(activityPaths.one(loaded.id), { title: 'Revisi dihapus.' });
    },
  }),
  decidedUnderLock('tanggapi', {
    allow: 'activity.respond',
    body: Word,
    handle: async ({ app, actor, loaded, body }) => {
      const word = { ...body, kind: body.kata, reason: body.kata === 'SANGGAHAN' ? body.alasan : null };
      await respond(app.database, actor, loaded.id, word, app.clock.now());
      return redirect(
        activityPaths.one(loaded.id),
        body.kata === 'KONFIRMASI'
          ? { title: 'Terima kasih, kegiatan dikonfirmasi.' }
          : { title: 'Sanggahan dikirim.', text: 'Koordinator akan menjawabnya.' },
      );
    },
  }),
  decidedUnderLock('jawab', {
    allow: 'activity.answer',
    body: Answer,
    handle: async ({ app, actor, loaded, body }) => {
      await answerDispute(app.database, actor, loaded.id, body.tanggapan, body.jawaban, app.clock.now());
      return redirect(activityPaths.one(loaded.id), { title: 'Sanggahan dijawab.' });
    },
  }),
];

export const activityRows: AnyRow[] = [
  ...readingRows,
  ...writingRows,
  ...paperRows,
  ...afterRows,
  ...recapRows,
];
