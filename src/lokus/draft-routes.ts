import { z } from 'zod';
import { invalid } from '../core/problem.js';
import type { Actor } from '../policy.js';
import { exportRows, formatChoice } from '../web/export.js';
import { checkbox, dateField, manyStrings, optionalRowId, optionalText, rowId, text } from '../web/form.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, type Context, formErrors, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { draftParts } from './draft-parts.js';
import { type DraftMember, draftPage } from './draft-view.js';
import {
  addContinuing,
  addMember,
  deleteDraft,
  fixList,
  removeMember,
  restoreMember,
  setPhases,
} from './edit.js';
import { lokusPaths } from './paths.js';
import { findDraft, type List } from './queries.js';
import { originWords } from './words.js';

const Id = z.object({ id: rowId });
const AddForm = z.object({
  desa: text('Desa', 20),
  alasan: optionalText('Alasan', 300),
  opd: optionalRowId,
});
const RemoveForm = z.object({ keluar: text('Desa', 20), sebab: text('Alasan', 300) });
const FixForm = z.object({ sk: text('Nomor SK', 80), tanggal: dateField('Tanggal SK'), yakin: checkbox });

const draftColumns = [
  { key: 'kode', value: (row: DraftMember) => row.code },
  { key: 'nama', value: (row: DraftMember) => row.name },
  { key: 'kecamatan', value: (row: DraftMember) => row.kecamatan },
  { key: 'asal', value: (row: DraftMember) => originWords[row.origin] },
  { key: 'alasan', value: (row: DraftMember) => row.reason },
  { key: 'peringkat', value: (row: DraftMember) => row.rank },
  { key: 'skor', value: (row: DraftMember) => (row.score6 === null ? null : row.score6 / 1e6) },
  { key: 'opd', value: (row: DraftMember) => row.agency },
];

// biome-ignore lint/suspicious/noExplicitAny: rows of every shape load and refuse alike
type Any = any;
const load = ({ app, actor, params }: { app: Services; actor: Actor; params: { id: number } }) =>
  findDraft(app.db, actor, params.id);

/** What every form of the draft shares: the loaded draft, and the page shown again after a refusal. */
const onDraft = (open: string) => ({
  method: 'post' as const,
  allow: 'lokus.draft' as const,
  params: Id,
  load,
  invalid: async (
    { app, loaded, typed }: Context<Any, Any, Any, unknown, List>,
    errors: Record<string, string>,
    problem: Error,
  ) => draftPage(await draftParts(app, loaded), typed, formErrors(errors, problem), open),
});

export const draftRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/lokus/draf/:id',
    allow: 'lokus.read',
    params: Id,
    load,
    subject: (list: List) => list,
    query: z.object({ format: formatChoice }),
    handle: async ({ app, loaded, query }) => {
      const parts = await draftParts(app, loaded);
      if (query.format === 'html') return draftPage(parts);
      return exportRows(`draf-lokus-${loaded.year}`, query.format, draftColumns, parts.members);
    },
  }),
  row({
    ...onDraft('tambah'),
    path: '/lokus/draf/:id/tambah',
    body: AddForm,
    handle: async ({ app, actor, loaded, body }) => {
      const name = await addMember(app.database, actor, loaded.id, {
        code: body.desa,
        reason: body.alasan,
        agencyId: body.opd,
      });
      return redirect(lokusPaths.draft(loaded.id), { title: `${name} ditambahkan.` });
    },
  }),
  row({
    ...onDraft('keluarkan'),
    path: '/lokus/draf/:id/keluarkan',
    body: RemoveForm,
    handle: async ({ app, actor, loaded, body }) => {
      const name = await removeMember(app.database, actor, loaded.id, body.keluar, body.sebab);
      return redirect(lokusPaths.draft(loaded.id), { title: `${name} dikeluarkan dari draf.` });
    },
  }),
  row({
    ...onDraft(''),
    path: '/lokus/draf/:id/kembalikan',
    body: z.object({ desa: text('Desa', 20) }),
    handle: async ({ app, actor, loaded, body }) => {
      const name = await restoreMember(app.database, actor, loaded.id, body.desa);
      return redirect(lokusPaths.draft(loaded.id), { title: `${name} dikembalikan ke draf.` });
    },
  }),
  row({
    ...onDraft(''),
    path: '/lokus/draf/:id/lanjutan',
    body: z.object({ semua: checkbox, kecamatan: manyStrings, desa: manyStrings }),
    handle: async ({ app, actor, loaded, body }) => {
      const carried = body.semua ? 'all' : { kecamatan: body.kecamatan, villages: body.desa };
      const count = await addContinuing(app.database, actor, loaded.id, carried);
      return redirect(lokusPaths.draft(loaded.id), { title: `${count} desa lanjutan ditambahkan.` });
    },
  }),
  row({
    ...onDraft('tahapan'),
    path: '/lokus/draf/:id/tahapan',
    body: z.record(z.string(), z.unknown()),
    handle: async ({ app, actor, loaded, body }) => {
      await setPhases(app.database, actor, loaded.id, readPhases(body));
      return redirect(lokusPaths.draft(loaded.id), { title: 'Tahapan disimpan.' });
    },
  }),
  row({
    ...onDraft('tetapkan'),
    allow: 'lokus.fix',
    path: '/lokus/draf/:id/tetapkan',
    body: FixForm,
    handle: async ({ app, actor, loaded, body }) => {
      if (body.tanggal > today(app.clock))
        throw invalid({ tanggal: 'Tanggal SK belum terjadi. Isi tanggal pada SK.' });
      if (body.tanggal.getUTCFullYear() < loaded.year - 1)
        throw invalid({ tanggal: `Tanggal SK terlalu lama untuk lokus ${loaded.year}. Periksa tahunnya.` });
      if (!body.yakin) throw invalid({ yakin: 'Centang bila daftar ini sudah sesuai dengan SK.' });
      const sk = { number: body.sk, date: body.tanggal };
      const list = await fixList(app.database, actor, loaded.id, sk, app.clock.now());
      return redirect(lokusPaths.year(list.year), {
        title: `Lokus ${list.year} ditetapkan.`,
        text:
          list.runId === null
            ? 'Daftar ini beku mulai sekarang.'
            : 'Daftar, hitungan, dan versi datanya beku mulai sekarang.',
      });
    },
  }),
  row({
    ...onDraft(''),
    path: '/lokus/draf/:id/hapus',
    body: z.object({ hapus: checkbox }),
    handle: async ({ app, actor, loaded, body }) => {
      if (!body.hapus)
        throw invalid({ hapus: 'Centang dahulu: draf yang dihapus tidak dapat dikembalikan.' });
      const year = await deleteDraft(app.database, actor, loaded.id);
      return redirect(lokusPaths.index, { title: `Draf lokus ${year} dihapus.` });
    },
  }),
];

const Year = z.coerce.number().int().min(2015).max(2100);

function readPhases(body: Record<string, unknown>): Map<string, number> {
  const years = new Map<string, number>();
  for (const [name, value] of Object.entries(body)) {
    if (!name.startsWith('tahun-')) continue;
    const year = Year.safeParse(value);
    if (!year.success) throw invalid({ [name]: 'Pilih tahun kecamatan ini mulai didampingi.' });
    years.set(name.slice('tahun-'.length), year.data);
  }
  return years;
}
