import { z } from 'zod';
import type { Doing } from '../audit/act.js';
import { invalid } from '../core/problem.js';
import type { Reader } from '../database/client.js';
import type { Actor } from '../policy.js';
import { ofRegion } from '../scope.js';
import { FILE_LIMIT } from '../sheets/file.js';
import { portalLimits } from '../sheets/table.js';
import { canAsk } from '../uploads/reading.js';
import { notConfirmed, onUpload, type Uploads, uploadRows } from '../uploads/routes.js';
import { readRemembering } from '../uploads/staged.js';
import { aboutTable, exportTable, exportTemplate, formatChoice } from '../web/export.js';
import { checkbox, choice, dateField, safeFileName } from '../web/form.js';
import { listRow } from '../web/list-row.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { doingOf, verbRow } from '../web/verb.js';
import { checkFile, regionReference } from './check.js';
import { compareFigures } from './compare.js';
import { coverageOf } from './coverage.js';
import type { DataKind } from './kind.js';
import { kindCodes, kindNamed, kindOf, kindSlugs } from './kinds.js';
import { figureList, versionList } from './lists.js';
import { dataPaths } from './paths.js';
import { dataPreview, differenceColumns } from './preview-view.js';
import { readStaged, type StagedData } from './queries.js';
import { shapeOf } from './read.js';
import { templateColumns, uploadPage } from './upload-view.js';
import { dataUploads } from './verbs.js';
import { confirmUpload, stageData } from './versions.js';

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

const uploads: Uploads = {
  base: dataPaths.upload,
  kinds: kindCodes,
  verbs: dataUploads,
  list: dataPaths.list,
  again: dataPaths.upload,
  wanted: (staged) => shapeOf(kindOf((staged as StagedData).kind)).columns.map((one) => one.name),
  read: async ({ app }, staged) => (await readStaged(app.db, staged as StagedData)).checked,
};
const waiting = onUpload(uploads);

export const datasetRows: AnyRow[] = [
  listRow(versionList),
  row({
    method: 'get',
    path: '/data/templat/:berkas',
    allow: 'dataset.import',
    params: z.object({ berkas: z.templateLiteral([z.enum(kindSlugs), '.', z.enum(['csv', 'xlsx'])]) }),
    handle: async ({ app, actor, params }) => {
      const [name = '', format] = params.berkas.split('.');
      const { villages } = await regionReference(app.db, actor);
      const columns = templateColumns(namedKind(name));
      return exportTemplate(`templat-${name}`, format === 'csv' ? 'csv' : 'xlsx', columns, villages.values());
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
      const { checked, answers } = await readUpload(app.db, actor, { ...meta, bytes: upload.bytes });
      if (checked.faults.length > 0 && !canAsk(checked)) {
        const reply = uploadPage(kindOf(meta.kind), { typed, read: { ...checked, fileName } });
        return { ...reply, status: 422 };
      }
      const id = await stageData(patiently({ app, actor }), { ...meta, fileName, answers }, upload.bytes);
      return redirect(dataPaths.preview(id));
    },
    invalid: ({ typed }, errors) => uploadPage(namedKind(typed.jenis), { typed, errors }),
  }),
  row({
    method: 'get',
    ...waiting,
    allow: 'dataset.import',
    query: z.object({ format: formatChoice }),
    handle: async ({ app, loaded, query, url }) => {
      const staged = loaded as StagedData;
      const { reference, checked } = await readStaged(app.db, staged);
      const upload = { ...staged, ...checked, kind: kindOf(staged.kind) };
      const comparison = await compareFigures(app.db, reference, upload);
      if (query.format !== 'html') {
        const about = aboutTable(app, {
          what: `Beda ${staged.fileName} dari versi terbaru, sebelum disahkan`,
          filter: 'Semua desa, perubahan terbesar di atas.',
        });
        const asked = { name: 'perbandingan', format: query.format, about };
        return exportTable(asked, differenceColumns, comparison.differences);
      }
      const coverage = await coverageOf(app.db, upload, checked.figures);
      return dataPreview({ staged, checked, comparison, coverage }, url);
    },
  }),
  ...uploadRows(uploads),
  verbRow(dataUploads.confirm, {
    ...waiting,
    body: z.object({ sebagian: checkbox }),
    handle: async ({ app, loaded }, { doing, body }) => {
      const id = await confirmUpload(patiently({ app, actor: doing.actor }), loaded as StagedData, {
        partial: body.sebagian,
      });
      const { ranked } = kindOf((loaded as StagedData).kind);
      const links = ranked ? [{ label: 'Hitung prioritas', href: '/prioritas/baru' }] : [];
      return redirect(dataPaths.version(id), { ...dataUploads.confirm.done, links });
    },
    invalid: notConfirmed(uploads),
  }),
  listRow(figureList),
];

/** Reading and storing a large file takes longer than a page may. */
const patiently = (who: Parameters<typeof doingOf>[0]): Doing => ({
  ...doingOf(who),
  database: who.app.database.patient,
});

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

/** Reads an upload against the places of the kabupaten. */
async function readUpload(
  db: Reader,
  actor: Actor,
  { kind, source, unit, bytes }: ReturnType<typeof metaOf> & { bytes: Buffer },
) {
  const reference = await regionReference(db, actor);
  return readRemembering(db, { ...ofRegion(actor), kind, source }, (answers) =>
    checkFile(kindOf(kind), bytes, reference, { unit, answers, limits: portalLimits }),
  );
}
