import { z } from 'zod';
import { queryRows, sql } from '../database/query.js';
import { can } from '../policy.js';
import { exportListing, exportRows } from '../web/export.js';
import { optionalRowId, rowId, text } from '../web/form.js';
import { readPage, readState } from '../web/listing.js';
import { invalid } from '../web/problem.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, type Context, formErrors, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { searchVillages } from '../wilayah/search.js';
import { decideVillage, outcomeWords } from './decision.js';
import { amendList, draftFromRun, draftFromSheet } from './draft.js';
import { decisionForm, draftRows } from './draft-routes.js';
import { amendPage, decisionPage, makePage } from './form-view.js';
import { listsPage } from './index-view.js';
import { listPage } from './list-view.js';
import { memberListing, membersFrom } from './listing.js';
import { findOfficial, frozenParts, type Official } from './official.js';
import { lokusPaths } from './paths.js';
import { listsFor } from './queries.js';
import { readSheet, SHEET_LIMIT } from './sheet.js';

const Year = z.object({ tahun: z.coerce.number().int().min(2015).max(2100) });
const MakeForm = z.object({
  tahun: z.coerce
    .number('Isi tahun lokus, misalnya 2026.')
    .int()
    .min(2015, 'Tahun paling awal 2015.')
    .max(2100, 'Periksa tahunnya.'),
  hitungan: text('Dasar daftar', 20),
});
const edition = z.object({ edisi: optionalRowId });

export const lokusRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/lokus',
    allow: 'lokus.list',
    handle: async ({ app, actor, url }) => {
      const lists = await listsFor(app.db, actor);
      const format = z.enum(['csv', 'xlsx', 'json']).safeParse(url.searchParams.get('format'));
      return format.success ? exportRows('lokus', format.data, indexColumns, lists) : listsPage(actor, lists);
    },
  }),
  row({
    method: 'get',
    path: '/lokus/baru',
    allow: 'lokus.draft',
    handle: async ({ app, url }) =>
      makePage(await runsOf(app), {
        tahun: url.searchParams.get('tahun') ?? String(today(app.clock).getUTCFullYear()),
        hitungan: url.searchParams.get('hitungan') ?? '',
      }),
  }),
  row({
    method: 'post',
    path: '/lokus',
    allow: 'lokus.draft',
    files: { field: 'berkas', max: 1, bytes: SHEET_LIMIT },
    body: MakeForm,
    handle: async (context) => {
      const { app, actor, body, files, typed } = context;
      if (body.hitungan !== 'sk') {
        const id = await draftFromRun(app.database, actor, body.tahun, rowId.catch(0).parse(body.hitungan));
        return redirect(lokusPaths.draft(id), {
          title: 'Draf dibuat.',
          text: 'Periksa desa lanjutan dan tahapannya.',
        });
      }
      if (!files[0]) throw invalid({ berkas: 'Pilih berkas daftar SK.' });
      const { members, faults } = await readSheet(files[0].bytes, await placesOf(app));
      if (faults.length > 0) {
        const reply = makePage(await runsOf(app), typed, {}, faults);
        return reply.kind === 'page' ? { ...reply, status: 422 } : reply;
      }
      const id = await draftFromSheet(app.database, actor, body.tahun, members);
      return redirect(lokusPaths.draft(id), { title: 'Draf dibuat dari daftar SK.' });
    },
    invalid: async ({ app, typed }, errors, problem) =>
      makePage(await runsOf(app), typed, formErrors(errors, problem)),
  }),
  ...draftRows,
  row({
    method: 'get',
    path: '/lokus/:tahun',
    allow: 'lokus.read',
    params: Year,
    query: edition,
    load: ({ app, actor, params, query }) => findOfficial(app.db, actor, params.tahun, query.edisi),
    subject: ({ list }: Official) => list,
    handle: showList,
  }),
  row({
    method: 'get',
    path: '/lokus/:tahun/perubahan',
    allow: 'lokus.draft',
    params: Year,
    load: ({ app, actor, params }) => findOfficial(app.db, actor, params.tahun, null),
    handle: async ({ loaded }) => amendPage(loaded.list),
  }),
  row({
    method: 'post',
    path: '/lokus/:tahun/perubahan',
    allow: 'lokus.draft',
    params: Year,
    load: ({ app, actor, params }) => findOfficial(app.db, actor, params.tahun, null),
    body: z.object({ alasan: text('Alasan perubahan', 500) }),
    handle: async ({ app, actor, loaded, body }) => {
      const id = await amendList(app.database, actor, loaded.list.id, body.alasan);
      return redirect(lokusPaths.draft(id), { title: 'Draf perubahan dibuat.' });
    },
    invalid: ({ loaded, typed }, errors, problem) =>
      amendPage(loaded.list, typed, formErrors(errors, problem)),
  }),
  ...decisionRows(),
];

async function showList({
  app,
  actor,
  loaded: { list, all, agencies },
  url,
}: Context<'lokus.read', { tahun: number }, unknown, unknown, Official>) {
  const day = today(app.clock);
  const listing = memberListing(can(actor, 'poverty.read'), list.year);
  const whole = url.searchParams.has('cetak') ? { ...listing, pageSize: 5000 } : listing;
  const state = readState(whole, url);
  const { cari } = state.filters;
  const codes = cari === '' ? null : (await searchVillages(app.db, actor.regionCode, cari)).codes;
  const from = membersFrom(list.id, state.filters, { codes, year: day.getUTCFullYear() });
  if (state.format !== 'html') return exportListing(app.db, whole, state, from);
  const [members, frozen] = await Promise.all([
    readPage(app.db, whole, state, from),
    frozenParts(app.db, list),
  ]);
  return listPage(actor, { list, all, agencies, ...frozen, today: day }, whole, members);
}

const indexColumns = [
  { key: 'tahun', value: (row: { year: number }) => row.year },
  { key: 'edisi', value: (row: { edition: number }) => row.edition },
  { key: 'keadaan', value: (row: { status: string }) => (row.status === 'FIXED' ? 'ditetapkan' : 'draf') },
  { key: 'sk', value: (row: { sk_number: string | null }) => row.sk_number },
  { key: 'desa_kelurahan', value: (row: { members: number }) => row.members },
  { key: 'lanjutan', value: (row: { continuing: number }) => row.continuing },
  { key: 'kecamatan', value: (row: { kecamatan: number }) => row.kecamatan },
];

function runsOf(app: Services) {
  return queryRows(
    app.db,
    sql`select r.id, r.name, (select count(*) from ranking_result x where x.run_id = r.id and x.selected) as selected
        from ranking_run r where r.region_code = ${app.region.code} order by r.created_at desc, r.id desc`,
    z.object({ id: z.number(), name: z.string(), selected: z.number() }),
  );
}

async function placesOf(app: Services) {
  const where = { regionCode: app.region.code };
  const [villages, agencies] = await Promise.all([
    app.db.village.findMany({ where: { ...where, validTo: null }, include: { kecamatan: true } }),
    app.db.agency.findMany({ where }),
  ]);
  return {
    villages: villages.map((one) => ({ code: one.code, name: one.name, kecamatan: one.kecamatan.name })),
    agencies,
  };
}

function decisionRows(): AnyRow[] {
  const shared = {
    path: '/desa/:kode/keputusan',
    allow: 'village.decide' as const,
    params: z.object({ kode: z.string().max(20) }),
    load: ({ app, params }: { app: Services; params: { kode: string } }) =>
      app.db.village.findFirst({
        where: { code: params.kode, regionCode: app.region.code },
        include: { kecamatan: true },
      }) as Promise<DecisionVillage | null>,
  };
  return [
    row({
      ...shared,
      method: 'get',
      handle: async ({ app, loaded }) => decisionPage(loaded, today(app.clock)),
    }),
    row({
      ...shared,
      method: 'post',
      body: decisionForm,
      handle: async ({ app, actor, loaded, body }) => {
        if (body.tanggal > today(app.clock)) throw invalid({ tanggal: 'Tanggal itu belum terjadi.' });
        const decision = { outcome: body.keputusan, decidedOn: body.tanggal, reason: body.alasan };
        await decideVillage(app.database, actor, loaded, decision);
        return redirect(`/desa/${loaded.code}`, {
          title: `${loaded.name}: ${outcomeWords[body.keputusan].toLowerCase()}.`,
        });
      },
      invalid: ({ app, loaded, typed }, errors) => decisionPage(loaded, today(app.clock), typed, errors),
    }),
  ];
}

interface DecisionVillage {
  code: string;
  name: string;
  kecamatan: { name: string };
}
