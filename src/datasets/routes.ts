import { z } from 'zod';
import { invalid } from '../core/problem.js';
import { FILE_LIMIT } from '../sheets/raw.js';
import { exportListing, exportRows } from '../web/export.js';
import { checkbox, choice, dateField, rowId, safeFileName } from '../web/form.js';
import { readPage, readState } from '../web/listing.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { today } from '../web/services.js';
import { searchedCodes } from '../wilayah/search.js';
import { checkFile, portalLimits, regionReference } from './check.js';
import { compare } from './compare.js';
import { coverageOf } from './coverage.js';
import { figureListing, figuresFrom, versionListing, versionsFrom } from './listings.js';
import { dataPaths } from './paths.js';
import { differenceColumns, previewPage, templateColumns } from './preview-view.js';
import { findStaged, findVersion } from './queries.js';
import { uploadPage } from './upload-view.js';
import { versionPage, versionsPage } from './version-view.js';
import { cancelUpload, confirmUpload, stageUpload } from './versions.js';

const Id = z.object({ id: rowId });
const StagedId = z.object({ id: z.uuid() });
const UploadForm = z.object({
  jenis: choice('Jenis data', ['desil1', 'idm']),
  /** Of decile 1; IDM has one source. */
  sumber: choice('Sumber', ['DTKS', 'P3KE', 'DTSEN', 'IDM']).optional(),
  per: dateField('Tanggal data'),
  satuan: z.enum(['', 'jiwa', 'keluarga', 'rumah tangga']).catch(''),
});

export const datasetRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/data',
    allow: 'dataset.list',
    handle: async ({ app, actor, url }) => {
      const state = readState(versionListing, url);
      const from = versionsFrom(actor, state.filters);
      if (state.format !== 'html') return exportListing(app.db, versionListing, state, from);
      return versionsPage(actor, await readPage(app.db, versionListing, state, from));
    },
  }),
  row({
    method: 'get',
    path: '/data/templat/:berkas',
    allow: 'dataset.import',
    params: z.object({ berkas: z.string().regex(/^(desil1|idm)\.(csv|xlsx)$/) }),
    handle: async ({ app, actor, params }) => {
      const [kind, format] = params.berkas.split('.') as ['desil1' | 'idm', 'csv' | 'xlsx'];
      const reference = await regionReference(app.db, actor.regionCode);
      return exportRows(`templat-${kind}`, format, templateColumns(kind), reference.villages.values());
    },
  }),
  row({
    method: 'get',
    path: '/data/impor',
    allow: 'dataset.import',
    query: z.object({ jenis: z.enum(['desil1', 'idm']).catch('desil1') }),
    handle: async ({ query }) => uploadPage({ jenis: query.jenis }, {}, []),
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
      if (body.per > today(app.clock))
        throw invalid({ per: 'Tanggal data belum terjadi. Isi tanggal rilis datanya.' });
      const kind = body.jenis === 'idm' ? 'IDM' : 'DESIL1';
      const source = kind === 'IDM' ? 'IDM' : body.sumber;
      if (!source || (kind === 'DESIL1' && source === 'IDM'))
        throw invalid({ sumber: 'Pilih sumber data desil 1: DTKS, P3KE, atau DTSEN.' });
      const fileName = safeFileName(upload.fileName);
      const reference = await regionReference(app.db, actor.regionCode);
      const checked = await checkFile(
        kind,
        upload.bytes,
        fileName,
        reference,
        body.satuan || null,
        portalLimits,
      );
      if (checked.faults.length > 0) {
        const reply = uploadPage(
          typed as Record<string, string>,
          {},
          checked.faults,
          fileName,
          checked.moreFaults,
        );
        return { ...reply, status: 422 };
      }
      const meta = {
        kind,
        source,
        asOf: body.per,
        unit: checked.unit,
        fileName,
      } as const;
      return redirect(
        dataPaths.preview(await stageUpload(app.database.patient, actor, { ...meta }, upload.bytes)),
      );
    },
    invalid: ({ typed }, errors) => uploadPage(typed as Record<string, string>, errors, []),
  }),
  row({
    method: 'get',
    path: '/data/impor/:id',
    allow: 'dataset.import',
    params: StagedId,
    query: z.object({ format: z.enum(['html', 'csv', 'xlsx', 'json']).catch('html') }),
    load: ({ app, actor, params }) => findStaged(app.db, actor, params.id),
    handle: async ({ app, actor, loaded: staged, query, url }) => {
      const reference = await regionReference(app.db, actor.regionCode);
      const unit = staged.kind === 'IDM' ? null : staged.unit;
      const checked = await checkFile(
        staged.kind,
        Buffer.from(staged.bytes),
        staged.fileName,
        reference,
        unit,
        portalLimits,
      );
      const comparison = await compare(app.db, reference, { ...staged, figures: checked.figures });
      if (query.format !== 'html') {
        return exportRows('perbandingan', query.format, differenceColumns, comparison.differences);
      }
      const coverage = await coverageOf(app.db, staged, checked.figures);
      return previewPage(staged, checked, comparison, coverage, url);
    },
  }),
  row({
    method: 'post',
    path: '/data/impor/:id/sahkan',
    allow: 'dataset.import',
    params: StagedId,
    body: z.object({ sebagian: checkbox }),
    load: ({ app, actor, params }) => findStaged(app.db, actor, params.id),
    handle: async ({ app, actor, params, body }) => {
      const id = await confirmUpload(app.database.patient, actor, params.id, { partial: body.sebagian });
      return redirect(dataPaths.version(id), {
        title: 'Versi data disahkan.',
        text: 'Mulai sekarang versi ini dapat dipakai menghitung prioritas dan tidak dapat diubah.',
      });
    },
    invalid: async ({ params }, errors, problem) =>
      redirect(errors.sebagian ? dataPaths.preview(params.id) : dataPaths.upload, {
        title: 'Belum disahkan.',
        text: errors.sebagian ?? problem.message,
        tone: 'warn',
      }),
  }),
  row({
    method: 'post',
    path: '/data/impor/:id/batal',
    allow: 'dataset.import',
    params: StagedId,
    load: ({ app, actor, params }) => findStaged(app.db, actor, params.id),
    handle: async ({ app, actor, params }) => {
      await cancelUpload(app.database, actor, params.id);
      return redirect(dataPaths.list, {
        title: 'Unggahan dibatalkan.',
        text: 'Berkasnya sudah dihapus dari portal.',
      });
    },
  }),
  row({
    method: 'get',
    path: '/data/:id',
    allow: 'dataset.list',
    params: Id,
    load: ({ app, actor, params }) => findVersion(app.db, actor, params.id),
    handle: async ({ app, actor, loaded: version, url }) => {
      const listing = figureListing(version);
      const state = readState(listing, url);
      const codes = await searchedCodes(app.db, actor.regionCode, state.filters.cari);
      const from = figuresFrom(version, state.filters, codes);
      if (state.format !== 'html') return exportListing(app.db, listing, state, from);
      return versionPage(app.db, version, listing, await readPage(app.db, listing, state, from));
    },
  }),
];
