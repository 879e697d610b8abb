import { z } from 'zod';
import { queryRows, sql } from '../database/query.js';
import { exportRows } from '../web/export.js';
import { optionalText, rowId, text } from '../web/form.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, formErrors, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { draftFromRun, draftFromSheet } from './draft.js';
import { makePage } from './form-view.js';
import { lokusPaths } from './paths.js';
import { fileSheet, readSheet, SHEET_LIMIT, type SheetList, typedSheet } from './sheet.js';

const MakeForm = z.object({
  tahun: z.coerce
    .number('Isi tahun lokus, misalnya 2026.')
    .int()
    .min(2015, 'Tahun paling awal 2015.')
    .max(2100, 'Periksa tahunnya.'),
  hitungan: text('Dasar daftar', 20),
  daftar: optionalText('Daftar SK', 20_000),
});
const NOTHING: SheetList = { members: [], faults: [], notices: [] };

/** From a saved run, from the SK list that Bappeda already has, or empty: how the draft of a list begins. */
export const makeRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/lokus/templat.csv',
    allow: 'lokus.draft',
    handle: async ({ app }) => {
      const { villages } = await placesOf(app);
      return exportRows('templat-lokus', 'csv', templateColumns, villages);
    },
  }),
  row({
    method: 'get',
    path: '/lokus/baru',
    allow: 'lokus.draft',
    handle: async ({ app, url }) =>
      makePage(await runsOf(app), {
        tahun: url.searchParams.get('tahun') ?? String(await nextYear(app)),
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
      // As typed, so that lines are numbered as the person sees them.
      const pasted = body.daftar === null ? null : String(typed.daftar ?? '');
      const listed = files[0] ? fileSheet(files[0].bytes) : typedSheet(pasted);
      const { members, faults, notices } = listed ? await readSheet(listed, await placesOf(app)) : NOTHING;
      if (faults.length > 0) {
        const reply = makePage(await runsOf(app), typed, {}, faults);
        return reply.kind === 'page' ? { ...reply, status: 422 } : reply;
      }
      const id = await draftFromSheet(app.database, actor, body.tahun, members);
      return redirect(lokusPaths.draft(id), {
        title: members.length > 0 ? 'Draf dibuat dari daftar SK.' : 'Draf kosong dibuat.',
        text:
          members.length > 0
            ? notices.map((notice) => `Catatan: ${notice.text}.`).join(' ')
            : 'Tambahkan desanya satu per satu menurut SK.',
      });
    },
    invalid: async ({ app, typed }, errors, problem) =>
      makePage(await runsOf(app), typed, formErrors(errors, problem)),
  }),
];

type Place = Awaited<ReturnType<typeof placesOf>>['villages'][number];
const templateColumns = [
  { key: 'kode', value: (one: Place) => one.code },
  { key: 'desa', value: (one: Place) => one.name },
  { key: 'kecamatan', value: (one: Place) => one.kecamatan },
  { key: 'opd', value: () => null },
];

/** The first year from this one on that has neither an official list nor a draft. */
async function nextYear(app: Services): Promise<number> {
  const lists = await app.db.lokusList.findMany({ where: { regionCode: app.region.code } });
  let year = today(app.clock).getUTCFullYear();
  while (lists.some((list) => list.year === year)) year += 1;
  return year;
}

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
