import { z } from 'zod';
import { date, list, number } from '../core/format.js';
import { invalid, type Problem } from '../core/problem.js';
import { queryRow, queryRows, sql } from '../database/query.js';
import { currentList } from '../lokus/queries.js';
import type { Actor } from '../policy.js';
import { exportListing } from '../web/export.js';
import { choice, dateField, manyStrings, optionalText, readDate } from '../web/form.js';
import { typedText } from '../web/form-page.js';
import { readPage, readState } from '../web/listing.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, formErrors, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { searchVillages } from '../wilayah/search.js';
import { type Assigned, assign } from './assign.js';
import { conflictNotice } from './conflict-view.js';
import { AgencyId, at, endRows, handOverRows, withdrawRows } from './end-routes.js';
import {
  type AssignmentParts,
  assignedVillages,
  assignmentHistory,
  historyFrom,
  noFilters,
  type Tab,
  villagesIn,
} from './listings.js';
import { agencyLoads } from './load.js';
import { assignmentPaths } from './paths.js';
import { assignProposals, readProposals, skipped } from './proposals.js';
import { proposalsPage } from './proposals-view.js';
import { readTaken, ways } from './taken.js';
import { assignmentsPage, type Refused, type Shown } from './views.js';

const Tabs = z.enum(['belum', 'sudah', 'nanti', 'riwayat']).catch('belum');
const Picked = manyStrings
  .pipe(z.array(z.string().max(20)).max(500))
  .transform((codes) => [...new Set(codes)]);
const AssignForm = z.object({
  pilih: Picked.refine((codes) => codes.length > 0, 'Centang desa yang ditugaskan.'),
  kepada: AgencyId('OPD'),
  peran: choice('Peran', ['LEAD', 'SUPPORT']),
  mulai: dateField('Tanggal mulai'),
  alasan: optionalText('Alasan', 300),
  bentrok: z.enum(ways).catch(''),
  kembali: z.string().max(1000).catch(''),
});
const NO_LIST = -1;

/** The list's own address with what stood in its query; a form carries it as `kembali`. */
function listUrl(query: string): URL {
  const url = new URL(assignmentPaths.list, 'http://portal');
  for (const [name, value] of new URLSearchParams(query))
    if (name !== 'format') url.searchParams.set(name, value);
  return url;
}

/** `Pulosari, Gembyang, Lowa, dan 4 lainnya`. */
const someOf = (names: string[]) =>
  list(names.length > 3 ? [...names.slice(0, 3), `${number(names.length - 3)} lainnya`] : names);

function done({ agency, lead, support }: Assigned) {
  const told = [
    ...(lead.length > 0 ? [`OPD utama: ${someOf(lead)}.`] : []),
    ...(support.length > 0 ? [`Pendukung: ${someOf(support)}.`] : []),
  ];
  if (told.length === 0) return { title: 'Yang sudah ada tetap.', text: `${agency} tidak ditugaskan.` };
  return {
    title: `${agency} ditugaskan ke ${number(lead.length + support.length)} desa.`,
    text: told.join(' '),
  };
}

const listRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/penugasan',
    allow: 'assignment.list',
    handle: async ({ app, actor, url }) => {
      const parts = await readParts(app, actor);
      const tab = tabOf(url);
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
      await refuseBeyond(app, actor, body.pilih, body.mulai);
      const wanted = {
        villageCodes: body.pilih,
        agencyId: body.kepada,
        role: body.peran,
        startsOn: body.mulai,
        reason: body.alasan,
        way: body.bentrok,
      };
      const assigned = await assign(app.database, actor, wanted, at(app));
      const back = listUrl(body.kembali);
      return redirect(back.pathname + back.search, done(assigned));
    },
    invalid: async ({ app, actor, typed }, errors, problem) => {
      const parts = await readParts(app, actor);
      const url = listUrl(typedText(typed, 'kembali'));
      const shown = await readShown(app, actor, parts, tabOf(url), url);
      return assignmentsPage(actor, parts, shown, await refusedForm(app, parts, typed, errors, problem));
    },
  }),
];

const proposalRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/penugasan/usulan',
    allow: 'assignment.create',
    handle: async ({ app, actor }) => {
      const parts = await readParts(app, actor);
      return proposalsPage(parts, await proposalsOf(app, parts.list));
    },
  }),
  row({
    method: 'post',
    path: '/penugasan/usulan',
    allow: 'assignment.create',
    body: z.object({ alasan: optionalText('Alasan', 200) }),
    handle: async ({ app, actor, body }) => {
      const day = today(app.clock);
      const official = await currentList(app.db, actor.regionCode, day.getUTCFullYear());
      if (!official) throw invalid({ form: 'Belum ada daftar lokus yang ditetapkan.' });
      const { assigned, skipped } = await assignProposals(
        app.database,
        actor,
        official,
        body.alasan,
        at(app),
      );
      return redirect(assignmentPaths.list, {
        title: `${number(assigned)} desa ditugaskan menurut usulan SK.`,
        text: skipped.length > 0 ? `Dilewati: ${skipped.join('; ')}.` : '',
        tone: skipped.length > 0 ? 'warn' : 'done',
      });
    },
    invalid: async ({ app, actor, typed }, errors, problem) => {
      const parts = await readParts(app, actor);
      return proposalsPage(parts, await proposalsOf(app, parts.list), typed, formErrors(errors, problem));
    },
  }),
];

export const assignmentRows: AnyRow[] = [
  ...listRows,
  ...proposalRows,
  ...endRows,
  ...withdrawRows,
  ...handOverRows,
];

const tabOf = (url: URL) => Tabs.parse(url.searchParams.get('bagian') ?? undefined);
const proposalsOf = async (app: Services, official: AssignmentParts['list']) =>
  official ? readProposals(app.db, official.id, today(app.clock)) : [];

/** The form as it was sent: every tick, and after a conflict who was faster and the ways on. */
async function refusedForm(
  app: Services,
  parts: AssignmentParts,
  typed: Record<string, unknown>,
  errors: Record<string, string>,
  problem: Problem,
): Promise<Refused> {
  const codes = Picked.catch([]).parse(typed.pilih);
  const ticked = await app.db.village.findMany({
    where: { regionCode: app.region.code, code: { in: codes } },
    select: { code: true, name: true },
    orderBy: { code: 'asc' },
  });
  const agency = parts.loads.find((one) => String(one.id) === typed.kepada);
  if (problem.kind === 'conflict' && agency) {
    const role = typed.peran === 'SUPPORT' ? 'SUPPORT' : 'LEAD';
    const startsOn = readDate(typedText(typed, 'mulai')) ?? parts.today;
    const taken = await readTaken(
      app.db,
      { villageCodes: codes, agencyId: agency.id, role, startsOn },
      parts.today,
    );
    const chosen = { agencyId: agency.id, agency: agency.short_name, ticked: codes.length };
    if (taken.length > 0)
      return { typed, errors, ticked, conflict: conflictNotice(taken, chosen, app.clock.now()) };
  }
  return { typed, errors: formErrors(errors, problem), ticked, conflict: null };
}

async function readParts(app: Services, actor: Actor): Promise<AssignmentParts> {
  const day = today(app.clock);
  const list = await currentList(app.db, actor.regionCode, day.getUTCFullYear());
  const [belum, sudah, nanti, proposals, loads, kecamatan, agencies] = await Promise.all([
    countOf(app, list?.id, 'belum', day),
    countOf(app, list?.id, 'sudah', day),
    countOf(app, list?.id, 'nanti', day),
    proposalsOf(app, list),
    agencyLoads(app.db, actor.regionCode, day),
    app.db.kecamatan.findMany({ where: { regionCode: actor.regionCode }, orderBy: { name: 'asc' } }),
    app.db.agency.findMany({ where: { regionCode: actor.regionCode }, orderBy: { shortName: 'asc' } }),
  ]);
  const followed = proposals.filter((one) => skipped(one) === null).length;
  return {
    list,
    counts: { belum, sudah, nanti },
    proposals: followed,
    loads,
    kecamatan,
    agencies,
    today: day,
  };
}

async function countOf(app: Services, listId: number | undefined, tab: Tab, day: Date): Promise<number> {
  const from = villagesIn(listId ?? NO_LIST, tab, noFilters, { codes: null, day });
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
  const state = readState(assignedVillages(parts.today), url);
  const codes = await searched(app, actor, state.filters.cari);
  const context = { codes, day: parts.today };
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
  return { tab, state: await readPage(app.db, assignedVillages(parts.today), state, from) };
}

async function exported(app: Services, actor: Actor, parts: AssignmentParts, tab: Tab | 'riwayat', url: URL) {
  if (tab === 'riwayat') {
    const { state, from } = await historyOf(app, actor, url);
    return exportListing(app.db, assignmentHistory, state, from);
  }
  const { state, from } = await villagesOf(app, actor, parts, tab, url);
  return exportListing(app.db, assignedVillages(parts.today), state, from);
}

/**
 * A list says who may be assigned and until when: every village must stand in it, and its assignment begin by the end
 * of the year in which its kecamatan does, or of this one.
 */
async function refuseBeyond(app: Services, actor: Actor, codes: string[], startsOn: Date): Promise<void> {
  const year = today(app.clock).getUTCFullYear();
  const list = await currentList(app.db, actor.regionCode, year);
  const rows = await queryRows(
    app.db,
    sql`select greatest(p.year, ${Math.max(list?.year ?? 0, year)}::int) as year from lokus_member m
        left join lokus_phase p on p.list_id = m.list_id and p.kecamatan_code = m.kecamatan_code
        where m.list_id = ${list?.id ?? NO_LIST} and m.village_code = any(${codes}::text[])`,
    z.object({ year: z.number() }),
  );
  if (rows.length !== new Set(codes).size)
    throw invalid({ form: 'Ada desa yang tidak ada di daftar lokus yang berlaku. Muat ulang halaman ini.' });
  const latest = new Date(Date.UTC(Math.min(...rows.map((row) => row.year)), 11, 31));
  if (startsOn > latest)
    throw invalid({ mulai: `Mulai paling akhir ${date(latest)}, selama daftar lokus ini berlaku.` });
}
