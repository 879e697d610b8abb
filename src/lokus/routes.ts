import { z } from 'zod';
import { isoDate } from '../core/format.js';
import { can } from '../policy.js';
import { exportRows } from '../web/export.js';
import { optionalRowId, text } from '../web/form.js';
import { exportListing, readPage, readState } from '../web/listing.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, type Context, formErrors, row } from '../web/route.js';
import { today } from '../web/services.js';
import { searchedCodes } from '../wilayah/search.js';
import { decisionRows } from './decision-routes.js';
import { amendList } from './draft.js';
import { draftRows } from './draft-routes.js';
import { amendPage } from './form-view.js';
import { listsPage, stateOf } from './index-view.js';
import { listPage } from './list-view.js';
import { memberListing, membersFrom } from './listing.js';
import { makeRows } from './make-routes.js';
import { agenciesIn, findOfficial, frozenParts, type Official } from './official.js';
import { lokusPaths } from './paths.js';
import { type ListRow, listsFor } from './queries.js';

const Year = z.object({ tahun: z.coerce.number().int().min(2015).max(2100) });
const edition = z.object({ edisi: optionalRowId });

export const lokusRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/lokus',
    allow: 'lokus.list',
    handle: async ({ app, actor, url }) => {
      const lists = await listsFor(app.db, actor, today(app.clock));
      const format = z.enum(['csv', 'xlsx', 'json']).safeParse(url.searchParams.get('format'));
      return format.success ? exportRows('lokus', format.data, indexColumns, lists) : listsPage(actor, lists);
    },
  }),
  ...makeRows,
  ...draftRows,
  row({
    method: 'get',
    path: '/lokus/:tahun',
    allow: 'lokus.read',
    params: Year,
    query: edition,
    load: ({ app, actor, params, query }) =>
      findOfficial(app.db, actor, params.tahun, { edition: query.edisi, today: today(app.clock) }),
    subject: ({ list }: Official) => list,
    handle: showList,
  }),
  row({
    method: 'get',
    path: '/lokus/:tahun/perubahan',
    allow: 'lokus.draft',
    params: Year,
    load: ({ app, actor, params }) =>
      findOfficial(app.db, actor, params.tahun, { edition: null, today: today(app.clock) }),
    handle: async ({ loaded }) => amendPage(loaded.list),
  }),
  row({
    method: 'post',
    path: '/lokus/:tahun/perubahan',
    allow: 'lokus.draft',
    params: Year,
    load: ({ app, actor, params }) =>
      findOfficial(app.db, actor, params.tahun, { edition: null, today: today(app.clock) }),
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
  loaded: official,
  url,
}: Context<'lokus.read', { tahun: number }, unknown, unknown, Official>) {
  const { list, days } = official;
  const listing = memberListing(can(actor, 'poverty.read'), list.year, days);
  const state = readState(listing, url);
  const codes = await searchedCodes(app.db, actor.regionCode, state.filters.cari);
  const from = membersFrom(list.id, state.filters, { codes, ...days });
  if (state.format !== 'html') return exportListing(app.db, listing, state, from);
  const [members, frozen, agencies] = await Promise.all([
    readPage(app.db, listing, state, from),
    frozenParts(app.db, list),
    agenciesIn(app.db, list.id, days.day),
  ]);
  return listPage(actor, { ...official, agencies, ...frozen }, listing, members);
}

const indexColumns = [
  { key: 'tahun', value: (row: ListRow) => row.year },
  { key: 'edisi', value: (row: ListRow) => row.edition },
  { key: 'keadaan', value: (row: ListRow) => stateOf(row).label },
  { key: 'berlaku_dari', value: (row: ListRow) => isoDate(row.reign?.from) || null },
  { key: 'berlaku_sampai', value: (row: ListRow) => isoDate(row.reign?.until) || null },
  { key: 'sk', value: (row: ListRow) => row.sk_number },
  { key: 'desa_kelurahan', value: (row: ListRow) => row.members },
  { key: 'lanjutan', value: (row: ListRow) => row.continuing },
  { key: 'kecamatan', value: (row: ListRow) => row.kecamatan },
];
