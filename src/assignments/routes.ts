import { z } from 'zod';
import { list, number } from '../core/format.js';
import { invalid, type Problem } from '../core/problem.js';
import type { Actor } from '../policy.js';
import { choice, dateField, manyStrings, optionalText, readDate } from '../web/form.js';
import { typedText } from '../web/form-page.js';
import { exportListing, readPage, readState } from '../web/listing.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, formErrors, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { searchVillages } from '../wilayah/search.js';
import { type Assigned, assign } from './assign.js';
import { conflictNotice } from './conflict-view.js';
import { AgencyId, at, endRows, handOverRows, withdrawRows } from './end-routes.js';
import { assignedVillages, assignmentHistory, historyFrom, type Tab, villagesIn } from './listings.js';
import {
  type AssignmentParts,
  assignableLists,
  firstDay,
  idOf,
  listOf,
  readParts,
  refuseOutside,
} from './parts.js';
import { assignmentPaths } from './paths.js';
import { assignProposals } from './proposals.js';
import { proposalsPage } from './proposals-view.js';
import { readTaken, ways } from './taken.js';
import { assignmentsPage, type Refused, type Shown, unsent } from './views.js';

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
      const parts = await readParts(app, actor, yearOf(url));
      const tab = tabOf(url);
      if (readState(assignmentHistory, url).format !== 'html') return exported(app, actor, parts, tab, url);
      const shown = await readShown(app, actor, parts, tab, url);
      return assignmentsPage(actor, parts, shown, chosen(url));
    },
  }),
  row({
    method: 'post',
    path: '/penugasan',
    allow: 'assignment.create',
    body: AssignForm,
    handle: async ({ app, actor, body }) => {
      const back = listUrl(body.kembali);
      const lists = await assignableLists(app.db, actor.regionCode, today(app.clock));
      await refuseOutside(app, listOf(lists, yearOf(back)), body.pilih, body.mulai);
      const wanted = {
        villageCodes: body.pilih,
        agencyId: body.kepada,
        role: body.peran,
        startsOn: body.mulai,
        reason: body.alasan,
        way: body.bentrok,
      };
      const assigned = await assign(app.database, actor, wanted, at(app));
      return redirect(back.pathname + back.search, done(assigned));
    },
    invalid: async ({ app, actor, typed }, errors, problem) => {
      const url = listUrl(typedText(typed, 'kembali'));
      const parts = await readParts(app, actor, yearOf(url));
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
    handle: async ({ app, actor, url }) => proposalsPage(await readParts(app, actor, yearOf(url))),
  }),
  row({
    method: 'post',
    path: '/penugasan/usulan',
    allow: 'assignment.create',
    body: z.object({ alasan: optionalText('Alasan', 200) }),
    handle: async ({ app, actor, body, url }) => {
      const now = today(app.clock);
      const wanted = yearOf(url);
      const official = listOf(await assignableLists(app.db, actor.regionCode, now), wanted);
      if (!official) throw invalid({ form: 'Belum ada daftar lokus yang ditetapkan.' });
      const given = { reason: body.alasan, startsOn: firstDay(official.year, now), at: at(app) };
      const { assigned, skipped } = await assignProposals(app.database, actor, official, given);
      return redirect(assignmentPaths.year(wanted), {
        title: `${number(assigned)} desa ditugaskan menurut usulan SK.`,
        text: skipped.length > 0 ? `Dilewati: ${skipped.join('; ')}.` : '',
        tone: skipped.length > 0 ? 'warn' : 'done',
      });
    },
    invalid: async ({ app, actor, typed, url }, errors, problem) =>
      proposalsPage(await readParts(app, actor, yearOf(url)), typed, formErrors(errors, problem)),
  }),
];

export const assignmentRows: AnyRow[] = [
  ...listRows,
  ...proposalRows,
  ...endRows,
  ...withdrawRows,
  ...handOverRows,
];

const Year = z.coerce.number().int().min(2000).max(2100).nullable().catch(null);
/** The year whose list is assigned; null for the one in force. */
const yearOf = (url: URL) => Year.parse(url.searchParams.get('tahun'));
const tabOf = (url: URL) => Tabs.parse(url.searchParams.get('bagian') ?? undefined);
/** A village that an address names is ticked already. */
const chosen = (url: URL): Refused => ({ ...unsent, typed: { pilih: url.searchParams.getAll('pilih') } });

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
    const startsOn = readDate(typedText(typed, 'mulai')) ?? parts.day;
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

async function searched(app: Services, actor: Actor, text: string): Promise<string[] | null> {
  return text === '' ? null : (await searchVillages(app.db, actor.regionCode, text)).codes;
}

async function historyOf(app: Services, actor: Actor, url: URL) {
  const state = readState(assignmentHistory, url);
  const from = historyFrom(actor, state.filters, await searched(app, actor, state.filters.cari));
  return { state, from };
}

async function villagesOf(app: Services, actor: Actor, parts: AssignmentParts, tab: Tab, url: URL) {
  const state = readState(assignedVillages(parts.day), url);
  const codes = await searched(app, actor, state.filters.cari);
  const context = { codes, day: parts.day };
  return { state, from: villagesIn(idOf(parts.list), tab, state.filters, context) };
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
  return { tab, state: await readPage(app.db, assignedVillages(parts.day), state, from) };
}

async function exported(app: Services, actor: Actor, parts: AssignmentParts, tab: Tab | 'riwayat', url: URL) {
  if (tab === 'riwayat') {
    const { state, from } = await historyOf(app, actor, url);
    return exportListing(app.db, assignmentHistory, state, from);
  }
  const { state, from } = await villagesOf(app, actor, parts, tab, url);
  return exportListing(app.db, assignedVillages(parts.day), state, from);
}
