import { z } from 'zod';
import { type FieldErrors, invalid, type Problem } from '../core/problem.js';
import type { Database } from '../database/client.js';
import type { Actor } from '../policy.js';
import { FILE_LIMIT } from '../sheets/file.js';
import type { Answers } from '../sheets/header.js';
import { portalLimits } from '../sheets/table.js';
import { exportRows, formatChoice } from '../web/export.js';
import { checkbox, choice, dateField, safeFileName } from '../web/form.js';
import { listRow } from '../web/list-row.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { verbRow } from '../web/verb.js';
import { canAsk, checkFile, regionReference } from './check.js';
import { compare } from './compare.js';
import { coverageOf } from './coverage.js';
import type { DataKind } from './kind.js';
import { kindNamed, kindOf, kindSlugs } from './kinds.js';
import { figureList, versionList } from './lists.js';
import { dataPaths } from './paths.js';
import { differenceColumns, previewPage } from './preview-view.js';
import { findStaged, readStaged, rememberedAnswers } from './queries.js';
import { shapeOf } from './read.js';
import { templateColumns, uploadPage } from './upload-view.js';
import * as verbs from './verbs.js';
import { answerUpload, cancelUpload, confirmUpload, stageUpload } from './versions.js';

const UploadForm = z.object({
  jenis: choice('Jenis data', kindSlugs),
  /** A kind of one source is not asked for it. */
  sumber: z.string().default(''),
  per: dateField('Tanggal data'),
  satuan: z.string().default(''),
});
type UploadForm = z.output<typeof UploadForm>;
const slug = z.enum(kindSlugs).catch(kindSlugs[0]);
const namedKind = (name: unknown): DataKind => kindNamed(slug.parse(name)) as DataKind;

const onUpload = {
  path: '/data/impor/:id',
  params: z.object({ id: z.uuid() }),
  load: ({ app, actor, params }: { app: Services; actor: Actor; params: { id: string } }) =>
    findStaged(app.db, actor, params.id),
};

/** Back to the preview, where what is open is asked; or to another file. */
function notConfirmed({ params }: { params: { id: string } }, errors: FieldErrors, problem: Problem): Reply {
  const [open] = Object.values(errors);
  return redirect(open ? dataPaths.preview(params.id) : dataPaths.upload, {
    title: 'Belum disahkan.',
    text: open ?? problem.message,
    tone: 'warn',
  });
}

export const datasetRows: AnyRow[] = [
  listRow(versionList),
  row({
    method: 'get',
    path: '/data/templat/:berkas',
    allow: 'dataset.import',
    params: z.object({ berkas: z.templateLiteral([z.enum(kindSlugs), '.', z.enum(['csv', 'xlsx'])]) }),
    handle: async ({ app, actor, params }) => {
      const [name = '', format] = params.berkas.split('.');
      const { villages } = await regionReference(app.db, actor.regionCode);
      const columns = templateColumns(namedKind(name));
      return exportRows(`templat-${name}`, format === 'csv' ? 'csv' : 'xlsx', columns, villages.values());
    },
  }),
  row({
    method: 'get',
    path: '/data/impor',
    allow: 'dataset.import',
    query: z.object({ jenis: slug }),
    handle: async ({ query }) => uploadPage(namedKind(query.jenis)),
  }),
  row({
    method: 'post',
    path: '/data/impor',
    allow: 'dataset.import',
    files: { field: 'berkas', max: 1, bytes: FILE_LIMIT },
    body: UploadForm,
    handle: async ({ app, actor, body, files, typed }) => {
      const [upload] = files;
      if (!upload) throw invalid({ berkas: 'Pilih berkas CSV atau XLSX yang akan diunggah.' });
      const meta = metaOf(app, body);
      const fileName = safeFileName(upload.fileName);
      const { checked, answers } = await readUpload(app.database, actor, { ...meta, bytes: upload.bytes });
      if (checked.faults.length > 0 && !canAsk(checked)) {
        const reply = uploadPage(kindOf(meta.kind), { typed, read: { ...checked, fileName } });
        return { ...reply, status: 422 };
      }
      const id = await stageUpload(app.database.patient, actor, { ...meta, fileName, answers }, upload.bytes);
      return redirect(dataPaths.preview(id));
    },
    invalid: ({ typed }, errors) => uploadPage(namedKind(typed.jenis), { typed, errors }),
  }),
  row({
    method: 'get',
    ...onUpload,
    allow: 'dataset.import',
    query: z.object({ format: formatChoice }),
    handle: async ({ app, loaded: staged, query, url }) => {
      const { reference, checked } = await readStaged(app.db, staged);
      const upload = { ...staged, ...checked, kind: kindOf(staged.kind) };
      const comparison = await compare(app.db, reference, upload);
      if (query.format !== 'html') {
        return exportRows('perbandingan', query.format, differenceColumns, comparison.differences);
      }
      const coverage = await coverageOf(app.db, upload, checked.figures);
      return previewPage({ staged, checked, comparison, coverage }, url);
    },
  }),
  verbRow(verbs.answer, {
    ...onUpload,
    body: z.record(z.string(), z.unknown()),
    handle: async ({ app, loaded }, { doing, target, body }) => {
      const { checked } = await readStaged(app.db, loaded);
      const wanted = shapeOf(kindOf(loaded.kind)).columns.map((one) => one.name);
      await answerUpload(doing, target.id, readAnswers(body, wanted, checked.open.offered));
      return redirect(dataPaths.preview(target.id));
    },
    invalid: notConfirmed,
  }),
  verbRow(verbs.confirm, {
    ...onUpload,
    body: z.object({ sebagian: checkbox }),
    handle: async ({ app, loaded }, { doing, body }) => {
      const patient = { ...doing, database: app.database.patient };
      const id = await confirmUpload(patient, loaded, { partial: body.sebagian });
      const links = [{ label: 'Hitung prioritas', href: '/prioritas/baru' }];
      return redirect(dataPaths.version(id), { ...verbs.confirm.done, links });
    },
    invalid: notConfirmed,
  }),
  verbRow(verbs.cancel, {
    ...onUpload,
    handle: async (_context, { doing, target }) => {
      await cancelUpload(doing, target.id);
      return redirect(dataPaths.list, verbs.cancel.done);
    },
    invalid: notConfirmed,
  }),
  listRow(figureList),
];

/** What the form says of a file, by the rules of its kind. */
function metaOf(app: Services, { jenis, sumber, per, satuan }: UploadForm) {
  const kind = namedKind(jenis);
  if (per > today(app.clock))
    throw invalid({ per: 'Tanggal data belum terjadi. Isi tanggal rilis datanya.' });
  const source = kind.sources.length > 1 ? sumber : kind.sources[0];
  if (source === undefined || !kind.sources.includes(source))
    throw invalid({ sumber: `Pilih sumber data ${kind.word}: ${kind.sources.join(', ')}.` });
  const unit = kind.units.some(({ name }) => name === satuan) ? satuan : '';
  return { kind: kind.code, source, asOf: per, unit };
}

/** Reads an upload as it is, then, where columns are open, with those chosen for an earlier file of its source. */
async function readUpload(
  database: Database,
  { regionCode }: Actor,
  { kind, source, unit, bytes }: ReturnType<typeof metaOf> & { bytes: Buffer },
) {
  const reference = await regionReference(database.reader, regionCode);
  const read = (answers: Answers) =>
    checkFile(kindOf(kind), bytes, reference, { unit, answers, limits: portalLimits });
  const plain = { checked: await read({}), answers: {} };
  if (plain.checked.open.columns.length === 0 || plain.checked.hasNik) return plain;
  const answers = await rememberedAnswers(database.reader, { regionCode, kind, source });
  const checked = await read(answers);
  return checked.open.columns.length === 0 ? { checked, answers } : plain;
}

/** Answers of a form: `kolom-desil1` names one of the columns that were offered. */
function readAnswers(body: Record<string, unknown>, wanted: string[], offered: string[]): Answers {
  const columns = wanted.flatMap((name) => {
    const value = body[`kolom-${name}`];
    return typeof value === 'string' && offered.includes(value) ? [[name, value]] : [];
  });
  const hidden = z.enum(['ikutkan', 'lewati']).safeParse(body.tersembunyi).data;
  return { columns: Object.fromEntries(columns), ...(hidden ? { hidden } : {}) };
}
