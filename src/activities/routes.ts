import { z } from 'zod';
import { notFound } from '../core/problem.js';
import { EVIDENCE_MAX, evidenceFiles } from '../evidence/evidence.js';
import { priceAdvice } from '../flags/price.js';
import { MonthTyped } from '../rhythm/months.js';
import { optionalRowId, rowId } from '../web/form.js';
import { listRow } from '../web/list-row.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { doingOf } from '../web/verb.js';
import { activityPage } from './activity-view.js';
import { differencePage } from './difference-view.js';
import { evidenceFile } from './evidence-file.js';
import { editForm, newForm, readDraft, refusedForm } from './form-page.js';
import { activityList } from './lists.js';
import { activityPaths } from './paths.js';
import { activityRefOf } from './queries.js';
import { recapRows } from './recap-routes.js';
import { createActivity, type Draft, updateActivity } from './save.js';
import { shareRows } from './share-routes.js';
import { activityVerb, Id, type Load, load, verbRows } from './verb-routes.js';
import { edit, submit } from './verbs.js';

/** What an address fills in beforehand. */
const NewQuery = z.object({
  desa: z.string().catch(''),
  bulan: MonthTyped,
  contoh: optionalRowId,
  /** The kind of help of which a plan is to be written. */
  rencana: z
    .string()
    .regex(/^[A-Z0-9]{1,10}$/)
    .catch(''),
});

const EvidenceId = z.object({ id: rowId, evidenceId: rowId });
const files = evidenceFiles(EVIDENCE_MAX);

/** What is said after a form was stored. */
async function saved(app: Load['app'], activityId: number, draft: Draft): Promise<Reply> {
  const advice = priceAdvice(draft.content.lines, await app.db.category.findMany());
  const done = draft.submit
    ? submit.done
    : { title: 'Draf disimpan.', text: 'Belum ada yang memeriksanya sebelum Anda mengajukan.' };
  return redirect(activityPaths.one(activityId), { ...done, text: `${done.text} ${advice}`.trim() });
}

const readingRows: AnyRow[] = [
  listRow(activityList),
  row({
    method: 'get',
    path: '/kegiatan/baru',
    allow: 'activity.create',
    query: NewQuery,
    handle: ({ app, actor, query }) => newForm(app, actor, query),
  }),
  row({
    method: 'get',
    path: '/kegiatan/:id',
    allow: 'activity.read',
    params: Id,
    query: z.object({ revisi: optionalRowId }),
    load,
    subject: activityRefOf,
    handle: async ({ app, actor, loaded, query }) => {
      const reply = await activityPage(app, actor, loaded, { wanted: query.revisi });
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
    subject: activityRefOf,
    handle: ({ app, actor, loaded, query }) => differencePage(app.db, actor, loaded, query),
  }),
  row({
    method: 'get',
    path: '/kegiatan/:id/bukti/:evidenceId',
    allow: 'activity.read',
    params: EvidenceId,
    query: z.object({ ukuran: z.enum(['', 'kecil']).catch('') }),
    load,
    subject: activityRefOf,
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
      const draft = await readDraft(context, null);
      return saved(context.app, await createActivity(doingOf(context), draft), draft);
    },
    invalid: (context, errors, problem) => refusedForm(context, null, errors, problem),
  }),
  row({
    method: 'get',
    path: '/kegiatan/:id/ubah',
    allow: 'activity.edit',
    params: Id,
    load,
    subject: activityRefOf,
    handle: ({ app, actor, loaded }) => editForm(app, actor, loaded),
  }),
  activityVerb(edit, {
    files,
    handle: async (context, { doing, target }) => {
      const draft = await readDraft(context, context.loaded);
      await updateActivity(doing, target, draft);
      return saved(context.app, target.id, draft);
    },
    invalid: (context, errors, problem) => refusedForm(context, context.loaded, errors, problem),
  }),
];

export const activityRows: AnyRow[] = [
  ...readingRows,
  ...writingRows,
  ...verbRows,
  ...shareRows,
  ...recapRows,
];
