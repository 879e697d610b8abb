import { z } from 'zod';
import { list, number } from '../core/format.js';
import { invalid, type Problem } from '../core/problem.js';
import { choice, dateField, manyStrings, optionalText, readDate } from '../web/form.js';
import { typedText } from '../web/form-page.js';
import { showTab, tabbedRow } from '../web/list-row.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, formErrors, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { type Assigned, assign } from './assign.js';
import { conflictNotice } from './conflict-view.js';
import { AgencyId, at, endRows, handOverRows, withdrawRows } from './end-routes.js';
import { assignmentLists } from './lists.js';
import {
  type AssignmentParts,
  assignableLists,
  firstDay,
  listOf,
  partsFor,
  refuseOutside,
  yearOf,
} from './parts.js';
import { assignmentPaths } from './paths.js';
import { assignProposals } from './proposals.js';
import { proposalsPage } from './proposals-view.js';
import { readTaken, ways } from './taken.js';
import { type AssignmentsShown, assignmentsPage, type Refused, titleOf } from './views.js';

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
  tabbedRow(assignmentLists),
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
      const shown = (await showTab(assignmentLists, {
        app,
        actor,
        url,
        loaded: undefined,
      })) as AssignmentsShown;
      const sent = await refusedForm(app, shown.at.known, typed, errors, problem);
      const frame = { title: titleOf(shown.at.known), section: assignmentPaths.list };
      return assignmentsPage(shown, tabOf(url), frame, sent);
    },
  }),
];

const proposalRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/penugasan/usulan',
    allow: 'assignment.create',
    handle: async (asked) => proposalsPage(await partsFor(asked)),
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
      proposalsPage(await partsFor({ app, actor, url }), typed, formErrors(errors, problem)),
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
