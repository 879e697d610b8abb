import { z } from 'zod';
import type { Nothing } from '../audit/act.js';
import { invalid } from '../core/problem.js';
import type { LokusList } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { aboutTable, exportTable, formatChoice } from '../web/export.js';
import { checkbox, dateField, manyStrings, optionalRowId, optionalText, rowId, text } from '../web/form.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, formErrors, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { type Given, verbRow } from '../web/verb.js';
import { draftParts } from './draft-parts.js';
import { type DraftMember, draftPage } from './draft-view.js';
import {
  addContinuing,
  addMember,
  deleteDraftList,
  fixList,
  removeMember,
  restoreMember,
  setPhases,
} from './edit.js';
import { lokusPaths } from './paths.js';
import { findDraft } from './queries.js';
import * as verbs from './verbs.js';
import { originWords } from './words.js';

const AddForm = z.object({
  desa: text('Desa', 20),
  alasan: optionalText('Alasan', 300),
  opd: optionalRowId,
});
const RemoveForm = z.object({ keluar: text('Desa', 20) });
const VillageForm = z.object({ desa: text('Desa', 20) });
const CarryForm = z.object({ semua: checkbox, kecamatan: manyStrings, desa: manyStrings });
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

const params = z.object({ id: rowId });
const load = ({ app, actor, params }: { app: Services; actor: Actor; params: { id: number } }) =>
  findDraft(app.db, actor, params.id);

type Told = { title: string; text?: string };
type DraftVerb = (typeof verbs.draftVerbs)[number];
type Done<B> = (given: Given<Nothing, B>, list: LokusList, now: Date) => Promise<Told>;

/** The route of something that is done to a draft; it leads back to it, or to the page shown again after a refusal. */
const onDraft = <B>(
  verb: DraftVerb,
  body: z.ZodType<B>,
  run: Done<B>,
  to: (list: LokusList) => string = ({ id }) => lokusPaths.draft(id),
): AnyRow =>
  verbRow(verb, {
    path: '/lokus/draf/:id',
    params,
    load,
    body,
    handle: async ({ app, loaded }, given) => {
      const told = await run(given, loaded, today(app.clock));
      return redirect(to(loaded), told);
    },
    invalid: async ({ app, actor, loaded, typed }, errors, problem) =>
      draftPage(await draftParts({ app, actor }, loaded), {
        typed,
        errors: formErrors(errors, problem),
        open: verb.address,
      }),
  });

export const draftRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/lokus/draf/:id',
    allow: 'lokus.read',
    params,
    load,
    subject: (list: LokusList) => list,
    query: z.object({ format: formatChoice }),
    handle: async ({ app, actor, loaded, query }) => {
      const parts = await draftParts({ app, actor }, loaded);
      if (query.format === 'html') return draftPage(parts);
      const about = aboutTable(app, {
        what: `Draf daftar lokus ${loaded.year}, belum ditetapkan`,
        filter: 'Semua.',
      });
      const asked = { name: `draf-lokus-${loaded.year}`, format: query.format, about };
      return exportTable(asked, draftColumns, parts.members);
    },
  }),
  onDraft(verbs.add, AddForm, async ({ doing, target, body }) => {
    const added = { code: body.desa, reason: body.alasan, agencyId: body.opd };
    return { title: `${await addMember(doing, target.id, added)} ditambahkan.` };
  }),
  onDraft(verbs.remove, RemoveForm, async ({ doing, target, note, body }) => {
    const name = await removeMember(doing, target.id, body.keluar, note);
    return { title: `${name} dikeluarkan dari draf.` };
  }),
  onDraft(verbs.restore, VillageForm, async ({ doing, target, body }) => {
    const name = await restoreMember(doing, target.id, body.desa);
    return { title: `${name} dikembalikan ke draf.` };
  }),
  onDraft(verbs.carry, CarryForm, async ({ doing, target, body }) => {
    const carried = body.semua ? 'all' : { kecamatan: body.kecamatan, villages: body.desa };
    return { title: `${await addContinuing(doing, target.id, carried)} desa lanjutan ditambahkan.` };
  }),
  onDraft(verbs.setYears, z.record(z.string(), z.unknown()), async ({ doing, target, body }) => {
    await setPhases(doing, target.id, readPhases(body));
    return verbs.setYears.done;
  }),
  onDraft(verbs.fix, FixForm, fixed, ({ year }) => lokusPaths.year(year)),
  onDraft(
    verbs.discard,
    z.object({ hapus: checkbox }),
    async ({ doing, target, body }) => {
      if (!body.hapus)
        throw invalid({ hapus: 'Centang dahulu: draf yang dihapus tidak dapat dikembalikan.' });
      return { title: `Draf lokus ${await deleteDraftList(doing, target.id)} dihapus.` };
    },
    () => lokusPaths.index,
  ),
];

/** Fixes a draft whose SK is told, by somebody who says that it is the same. */
async function fixed(
  { doing, target, body }: Given<Nothing, z.output<typeof FixForm>>,
  { year, runId }: LokusList,
  now: Date,
): Promise<Told> {
  if (body.tanggal > now) throw invalid({ tanggal: 'Tanggal SK belum terjadi. Isi tanggal pada SK.' });
  if (body.tanggal.getUTCFullYear() < year - 1)
    throw invalid({ tanggal: `Tanggal SK terlalu lama untuk lokus ${year}. Periksa tahunnya.` });
  if (!body.yakin) throw invalid({ yakin: 'Centang bila daftar ini sudah sesuai dengan SK.' });
  await fixList(doing, target.id, { number: body.sk, date: body.tanggal });
  return {
    title: `Lokus ${year} ditetapkan.`,
    text:
      runId === null
        ? 'Daftar ini beku mulai sekarang.'
        : 'Daftar, hitungan, dan versi datanya beku mulai sekarang.',
  };
}

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
