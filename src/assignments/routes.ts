import { z } from 'zod';
import { queryRow, queryRows, sql } from '../database/query.js';
import { currentList } from '../lokus/queries.js';
import type { Actor } from '../policy.js';
import { exportListing } from '../web/export.js';
import { choice, dateField, manyStrings, optionalText, rowId, text } from '../web/form.js';
import { number } from '../web/format.js';
import { readPage, readState } from '../web/listing.js';
import { invalid } from '../web/problem.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, formErrors, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { searchVillages } from '../wilayah/search.js';
import { assign } from './assign.js';
import { type AssignmentFacts, endAssignment, handOver } from './end.js';
import { endPage, handOverPage } from './end-view.js';
import { assignedVillages, assignmentHistory, historyFrom, type Tab, villagesIn } from './listings.js';
import { agencyLoads } from './load.js';
import { assignmentPaths } from './paths.js';
import { type AssignmentParts, assignmentsPage, type Shown } from './views.js';

const Tabs = z.enum(['belum', 'sudah', 'nanti', 'riwayat']).catch('belum');
const Id = z.object({ id: rowId });
const AgencyId = (label: string) =>
  text(label, 10).transform(Number).pipe(z.number().int('Pilih OPD dari daftar.').positive());
const AssignForm = z.object({
  pilih: manyStrings.pipe(z.array(z.string().max(20)).min(1, 'Centang desa yang ditugaskan.').max(500)),
  opd: AgencyId('OPD'),
  peran: choice('Peran', ['LEAD', 'SUPPORT']),
  mulai: dateField('Tanggal mulai'),
  alasan: optionalText('Alasan', 300),
});
const EndForm = z.object({ tanggal: dateField('Tanggal'), alasan: text('Alasan', 500) });
const HandOverForm = EndForm.extend({
  opd: AgencyId('OPD pengganti'),
  kapasitas: optionalText('Alasan', 300),
});

const NO_LIST = -1;

const ending = {
  allow: 'assignment.end' as const,
  params: Id,
  load: ({ app, actor, params }: { app: Services; actor: Actor; params: { id: number } }) =>
    app.db.assignment.findFirst({
      where: { id: params.id, regionCode: actor.regionCode },
      include: { agency: true, village: true, endedBy: true },
    }) as Promise<AssignmentFacts | null>,
};
const at = (app: Services) => ({ now: app.clock.now(), today: today(app.clock) });
const loads = (app: Services, actor: Actor) => agencyLoads(app.db, actor.regionCode, today(app.clock));

const endRows: AnyRow[] = [
  row({
    ...ending,
    method: 'get',
    path: '/penugasan/:id/akhiri',
    handle: async ({ app, loaded }) => endPage(loaded, today(app.clock)),
  }),
  row({
    ...ending,
    method: 'post',
    path: '/penugasan/:id/akhiri',
    body: EndForm,
    handle: async ({ app, actor, loaded, body }) => {
      await endAssignment(
        app.database,
        actor,
        loaded.id,
        { endsOn: body.tanggal, reason: body.alasan },
        at(app),
      );
      return redirect(`/desa/${loaded.villageCode}`, { title: 'Penugasan diakhiri.' });
    },
    invalid: ({ app, loaded, typed }, errors, problem) =>
      endPage(loaded, today(app.clock), typed, formErrors(errors, problem)),
  }),
];

const handOverRows: AnyRow[] = [
  row({
    ...ending,
    method: 'get',
    path: '/penugasan/:id/alihkan',
    handle: async ({ app, actor, loaded }) => handOverPage(loaded, await loads(app, actor), today(app.clock)),
  }),
  row({
    ...ending,
    method: 'post',
    path: '/penugasan/:id/alihkan',
    body: HandOverForm,
    handle: async ({ app, actor, loaded, body }) => {
      const given = {
        endsOn: body.tanggal,
        reason: body.alasan,
        successorId: body.opd,
        capacityReason: body.kapasitas,
      };
      await handOver(app.database, actor, loaded.id, given, at(app));
      return redirect(`/desa/${loaded.villageCode}`, { title: 'Pendampingan dialihkan.' });
    },
    invalid: async ({ app, actor, loaded, typed }, errors, problem) =>
      handOverPage(loaded, await loads(app, actor), today(app.clock), typed, formErrors(errors, problem)),
  }),
];

export const assignmentRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/penugasan',
    allow: 'assignment.list',
    handle: async ({ app, actor, url }) => {
      const parts = await readParts(app, actor);
      const tab = Tabs.parse(url.searchParams.get('bagian') ?? undefined);
      if (readState(assignmentHistory, url).format !== 'html') return exported(app, actor, parts, tab, url);
      return assignmentsPage(actor, parts, await readShown(app, actor, parts, tab, url));
    },
  }),
  row({
    method: 'post',
    path: '/penugasan',
    allow: 'assignment.create',
    body: AssignForm,
    handle: async ({ app, actor, body }) => {
      await refuseOutsiders(app, actor, body.pilih);
      const wanted = {
        villageCodes: body.pilih,
        agencyId: body.opd,
        role: body.peran,
        startsOn: body.mulai,
        reason: body.alasan,
      };
      const count = await assign(app.database, actor, wanted, today(app.clock));
      const role = body.peran === 'LEAD' ? 'OPD utama' : 'OPD pendukung';
      return redirect(assignmentPaths.tab(body.peran === 'LEAD' ? 'belum' : 'sudah'), {
        title: `${number(count)} desa ditugaskan.`,
        text: `Petugas ${role} sekarang dapat mencatat kegiatan di sana.`,
      });
    },
    invalid: async ({ app, actor, typed }, errors, problem) => {
      const parts = await readParts(app, actor);
      const tab = Tabs.parse(typed.bagian);
      const url = new URL(assignmentPaths.tab(tab), 'http://portal');
      return assignmentsPage(
        actor,
        parts,
        await readShown(app, actor, parts, tab, url),
        typed,
        formErrors(errors, problem),
      );
    },
  }),
  row({
    method: 'post',
    path: '/penugasan/usulan',
    allow: 'assignment.create',
    handle: async ({ app, actor }) => {
      const count = await assignProposals(app, actor);
      return redirect(assignmentPaths.list, { title: `${number(count)} desa ditugaskan menurut usulan SK.` });
    },
    invalid: (_context, errors, problem) =>
      redirect(assignmentPaths.list, {
        title: 'Belum ditugaskan.',
        text: Object.values(errors)[0] ?? problem.message,
        tone: 'warn',
      }),
  }),
  ...endRows,
  ...handOverRows,
];

async function readParts(app: Services, actor: Actor): Promise<AssignmentParts> {
  const day = today(app.clock);
  const list = await currentList(app.db, actor.regionCode, day.getUTCFullYear());
  const [belum, sudah, nanti, loads, kecamatan, agencies] = await Promise.all([
    countOf(app, list?.id, 'belum', day),
    countOf(app, list?.id, 'sudah', day),
    countOf(app, list?.id, 'nanti', day),
    agencyLoads(app.db, actor.regionCode, day),
    app.db.kecamatan.findMany({ where: { regionCode: actor.regionCode }, orderBy: { name: 'asc' } }),
    app.db.agency.findMany({ where: { regionCode: actor.regionCode }, orderBy: { shortName: 'asc' } }),
  ]);
  return { list, counts: { belum, sudah, nanti }, loads, kecamatan, agencies, today: day };
}

async function countOf(app: Services, listId: number | undefined, tab: Tab, day: Date): Promise<number> {
  const from = villagesIn(
    listId ?? NO_LIST,
    tab,
    { cari: '', kecamatan: '', opd: '' },
    { codes: null, year: day.getUTCFullYear() },
  );
  return (await queryRow(app.db, sql`select count(*) as count ${from}`, z.object({ count: z.number() })))
    .count;
}

async function searched(app: Services, actor: Actor, text: string): Promise<string[] | null> {
  return text === '' ? null : (await searchVillages(app.db, actor.regionCode, text)).codes;
}

async function historyOf(app: Services, actor: Actor, url: URL) {
  const state = readState(assignmentHistory, url);
  const from = historyFrom(actor, state.filters, await searched(app, actor, state.filters.cari));
  return { state, from };
}

async function villagesOf(app: Services, actor: Actor, parts: AssignmentParts, tab: Tab, url: URL) {
  const state = readState(assignedVillages, url);
  const codes = await searched(app, actor, state.filters.cari);
  const context = { codes, year: parts.today.getUTCFullYear() };
  return { state, from: villagesIn(parts.list?.id ?? NO_LIST, tab, state.filters, context) };
}

async function readShown(
  app: Services,
  actor: Actor,
  parts: AssignmentParts,
  tab: Tab | 'riwayat',
  url: URL,
): Promise<Shown> {
  if (tab === 'riwayat') {
    const { state, from } = await historyOf(app, actor, url);
    return { tab, state: await readPage(app.db, assignmentHistory, state, from) };
  }
  const { state, from } = await villagesOf(app, actor, parts, tab, url);
  return { tab, state: await readPage(app.db, assignedVillages, state, from) };
}

async function exported(app: Services, actor: Actor, parts: AssignmentParts, tab: Tab | 'riwayat', url: URL) {
  if (tab === 'riwayat') {
    const { state, from } = await historyOf(app, actor, url);
    return exportListing(app.db, assignmentHistory, state, from);
  }
  const { state, from } = await villagesOf(app, actor, parts, tab, url);
  return exportListing(app.db, assignedVillages, state, from);
}

/** A list says who may be assigned: every village must stand in the current official one. */
async function refuseOutsiders(app: Services, actor: Actor, codes: string[]): Promise<void> {
  const list = await currentList(app.db, actor.regionCode, today(app.clock).getUTCFullYear());
  const members = await app.db.lokusMember.count({
    where: { listId: list?.id ?? NO_LIST, villageCode: { in: codes } },
  });
  if (members !== new Set(codes).size)
    throw invalid({ form: 'Ada desa yang tidak ada di daftar lokus yang berlaku. Muat ulang halaman ini.' });
}

/** Assigns every waiting village for which the SK names an OPD, OPD by OPD. */
async function assignProposals(app: Services, actor: Actor): Promise<number> {
  const day = today(app.clock);
  const list = await currentList(app.db, actor.regionCode, day.getUTCFullYear());
  const filters = { cari: '', kecamatan: '', opd: '' };
  const from = villagesIn(list?.id ?? NO_LIST, 'belum', filters, { codes: null, year: day.getUTCFullYear() });
  const rows = await queryRows(
    app.db,
    sql`select o.id, array_agg(m.village_code order by m.village_code) as codes ${from} and o.id is not null group by o.id`,
    z.object({ id: z.number(), codes: z.array(z.string()) }),
  );
  for (const { id, codes } of rows) {
    const wanted = {
      villageCodes: codes,
      agencyId: id,
      role: 'LEAD' as const,
      startsOn: day,
      reason: `Menurut SK lokus ${list?.year}`,
    };
    await assign(app.database, actor, wanted, day);
  }
  return rows.reduce((sum, one) => sum + one.codes.length, 0);
}
