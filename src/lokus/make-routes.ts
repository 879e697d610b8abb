import { z } from 'zod';
import { queryRows, sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import { inScope, ofRegion, scope } from '../scope.js';
import { canAsk } from '../uploads/reading.js';
import { readRemembering, stage } from '../uploads/staged.js';
import { exportTemplate } from '../web/export.js';
import { optionalText, rowId, safeFileName, text } from '../web/form.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, formErrors, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import type { Upload } from '../web/upload.js';
import { doingOf } from '../web/verb.js';
import { draftFromRun, draftFromSheet } from './draft.js';
import { makePage } from './form-view.js';
import { lokusPaths } from './paths.js';
import { SHEET_LIMIT } from './sheet.js';
import { made, readList, type Source, villagesAndAgencies } from './uploads.js';

const MakeForm = z.object({
  tahun: z.coerce
    .number('Isi tahun lokus, misalnya 2026.')
    .int()
    .min(2015, 'Tahun paling awal 2015.')
    .max(2100, 'Periksa tahunnya.'),
  hitungan: text('Dasar daftar', 20),
  daftar: optionalText('Daftar SK', 20_000),
});

/** From a saved run, from the SK list that Bappeda already has, or empty: how the draft of a list begins. */
export const makeRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/lokus/templat.csv',
    allow: 'lokus.draft',
    handle: async ({ app, actor }) => {
      const { villages } = await villagesAndAgencies(app.db, actor);
      return exportTemplate('templat-lokus', 'csv', templateColumns, villages);
    },
  }),
  row({
    method: 'get',
    path: '/lokus/baru',
    allow: 'lokus.draft',
    handle: async ({ app, actor, url }) =>
      makePage(await runsOf(app, actor), {
        tahun: url.searchParams.get('tahun') ?? String(await nextYear(app, actor)),
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
      const pasted = body.daftar === null ? '' : String(typed.daftar ?? '');
      if (!files[0] && pasted.trim() === '')
        return made(await draftFromSheet(app.database, actor, body.tahun, []), { members: [], notices: [] });
      const upload = uploadOf(files[0], pasted, body.tahun);
      const { kind, source, bytes } = upload;
      const { checked, answers } = await readRemembering(
        app.db,
        { ...ofRegion(actor), kind, source },
        (given) => readList(app.db, { ...ofRegion(actor), source, bytes }, given),
      );
      if (canAsk(checked)) {
        const id = await stage(doingOf({ app, actor }), { ...upload, answers });
        return redirect(`${lokusPaths.uploads}/${id}`);
      }
      if (checked.faults.length > 0) {
        const reply = makePage(await runsOf(app, actor), typed, {}, checked.faults);
        return reply.kind === 'page' ? { ...reply, status: 422 } : reply;
      }
      return made(await draftFromSheet(app.database, actor, body.tahun, checked.members), checked);
    },
    invalid: async ({ app, actor, typed }, errors, problem) =>
      makePage(await runsOf(app, actor), typed, formErrors(errors, problem)),
  }),
];

type Place = Awaited<ReturnType<typeof villagesAndAgencies>>['villages'][number];
const templateColumns = [
  { key: 'kode', value: (one: Place) => one.code },
  { key: 'desa', value: (one: Place) => one.name },
  { key: 'kecamatan', value: (one: Place) => one.kecamatan },
  { key: 'opd', value: () => null },
];

/** The first year from this one on that has neither an official list nor a draft. */
async function nextYear(app: Services, actor: Actor): Promise<number> {
  const lists = await app.db.lokusList.findMany({
    where: await inScope({ db: app.db, actor }, 'lokus.draft'),
  });
  let year = today(app.clock).getUTCFullYear();
  while (lists.some((list) => list.year === year)) year += 1;
  return year;
}

const Run = z.object({ id: z.number(), name: z.string(), selected: z.number() });

function runsOf(app: Services, actor: Actor) {
  return queryRows(
    app.db,
    sql`select r.id, r.name, (select count(*) from ranking_result x where x.run_id = r.id and x.selected) as selected
        from ranking_run r where ${scope(actor, 'ranking.read')} order by r.created_at desc, r.id desc`,
    Run,
  );
}

/** What came, to be kept while it waits. */
function uploadOf(file: Upload | undefined, pasted: string, year: number) {
  const source: Source = file ? 'berkas' : 'ketikan';
  const bytes = new Uint8Array(file ? file.bytes : Buffer.from(pasted));
  const fileName = file ? safeFileName(file.fileName) : 'Daftar yang diketik';
  return { kind: 'LOKUS', source, year, fileName, bytes };
}
