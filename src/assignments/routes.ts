import { z } from 'zod';
import type { Acted } from '../audit/act.js';
import { list, number } from '../core/format.js';
import { invalid, type Problem } from '../core/problem.js';
import type { Actor } from '../policy.js';
import { choice, dateField, optionalText, readDate } from '../web/form.js';
import { typedText } from '../web/form-page.js';
import { showTab, tabbedRow } from '../web/list-row.js';
import { cameFrom } from '../web/list-state.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, formErrors, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { doingOf } from '../web/verb.js';
import { assign, type NewAssignment } from './assign.js';
import { type ConflictNotice, conflictNotice } from './conflict-view.js';
import { AgencyId, endRows, type Sent } from './end-routes.js';
import { assignmentLists } from './lists.js';
import { type AgencyLoad, agencyLoads } from './load.js';
import { matched } from './matched.js';
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
import { acceptProposals } from './proposals.js';
import { readFixed, Seen } from './proposals-address.js';
import { acceptedWords, proposalsPage } from './proposals-view.js';
import { countingDay, readTaken } from './taken.js';
import { Picked, ticked } from './ticked.js';
import { type AssignmentsShown, assignmentsPage, type Refused, titleOf } from './views.js';

const Tabs = z.enum(['belum', 'sudah', 'nanti', 'riwayat']).catch('belum');
const AssignForm = z.object({
  pilih: Picked.refine((codes) => codes.length > 0, 'Centang desa yang ditugaskan.'),
  kepada: AgencyId('OPD'),
  peran: choice('Peran', ['LEAD', 'SUPPORT']),
  mulai: dateField('Tanggal mulai'),
  alasan: optionalText('Alasan', 300),
  kembali: z.string().max(1000).catch(''),
});

/** The list that a form came from; what its address ticked is done by then. */
const listUrl = (query: string): URL => cameFrom(assignmentPaths.list, query, 'pilih', 'kepada');

/** `Pulosari, Gembyang, Lowa, dan 4 lainnya`. */
const someOf = (names: string[]) =>
  list(names.length > 3 ? [...names.slice(0, 3), `${number(names.length - 3)} lainnya`] : names);

/** What was done, and what was left because somebody was faster. */
function done({ done, left }: Acted<string, string>, agency: string, faster: ConflictNotice | null) {
  const title = `${agency} ditugaskan ke ${number(done.length)} desa.`;
  const told = `${someOf(done.map(({ result }) => result))}.`;
  if (left.length === 0) return { title, text: told };
  return {
    tone: 'warn' as const,
    title: `${title} ${number(left.length)} tidak.`,
    text: `${told} ${faster?.text ?? left.map(({ problem }) => problem.message).join(' ')}`,
    links: faster?.links ?? [],
  };
}

/** Who has what was left; null where nobody stands in the way. */
async function fasterThan(app: Services, wanted: NewAssignment, loads: AgencyLoad[]) {
  const agency = loads.find((one) => one.id === wanted.agencyId);
  const taken = agency ? await readTaken(app.db, wanted, today(app.clock)) : [];
  return agency && taken.length > 0 ? conflictNotice(taken, agency, app.clock.now()) : null;
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
      const lists = await assignableLists(app.db, actor, today(app.clock));
      await refuseOutside(app, listOf(lists, yearOf(back)), body.pilih, body.mulai);
      const wanted = {
        villageCodes: body.pilih,
        agencyId: body.kepada,
        role: body.peran,
        startsOn: body.mulai,
        reason: body.alasan,
      };
      const acted = await assign(doingOf({ app, actor }), wanted);
      const loads = await agencyLoads(app.db, actor, countingDay(body.mulai, today(app.clock)));
      const agency = loads.find((one) => one.id === wanted.agencyId)?.short_name ?? 'OPD';
      const villageCodes = acted.left.map(({ id }) => id);
      const faster = await fasterThan(app, { ...wanted, villageCodes }, loads);
      return redirect(back.pathname + back.search, done(acted, agency, faster));
    },
    invalid: async ({ app, actor, typed }, errors, problem) => {
      const url = listUrl(typedText(typed, 'kembali'));
      const shown = (await showTab(assignmentLists, {
        app,
        actor,
        url,
        loaded: undefined,
      })) as AssignmentsShown;
      const sent = await refusedForm({ app, actor }, shown.at.known, { typed, errors }, problem);
      const frame = { title: titleOf(shown.at.known), section: assignmentPaths.list };
      return assignmentsPage(shown, tabOf(url), frame, sent);
    },
  }),
];

/** The proposals of the list asked for, around what its address fixes. */
async function proposalsShown(
  asked: { app: Services; actor: Actor; url: URL },
  errors: Record<string, string> = {},
): Promise<Reply> {
  const parts = await partsFor(asked);
  const fixing = readFixed(asked.url);
  return proposalsPage(parts, await matched(asked, parts, fixing.fixed), fixing, errors);
}

const proposalRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/penugasan/usulan',
    allow: 'assignment.create',
    handle: (asked) => proposalsShown(asked),
  }),
  row({
    method: 'post',
    path: '/penugasan/usulan',
    allow: 'assignment.create',
    body: z.object({ pilih: Seen }),
    handle: async ({ app, actor, body, url }) => {
      const now = today(app.clock);
      const official = listOf(await assignableLists(app.db, actor, now), yearOf(url));
      if (!official) throw invalid({ form: 'Belum ada daftar lokus yang ditetapkan.' });
      const startsOn = firstDay(official.year, now);
      const codes = body.pilih.map((one) => one.villageCode);
      await refuseOutside(app, official, codes, startsOn);
      const { done, left } = await acceptProposals(doingOf({ app, actor }), body.pilih, startsOn);
      const back = assignmentPaths.year(yearOf(url));
      const told = left.map(({ problem }) => problem.message);
      return redirect(
        back,
        acceptedWords(
          done.map(({ result }) => result),
          told,
        ),
      );
    },
    invalid: (asked, errors, problem) => proposalsShown(asked, formErrors(errors, problem)),
  }),
];

export const assignmentRows: AnyRow[] = [...listRows, ...proposalRows, ...endRows];

const tabOf = (url: URL) => Tabs.parse(url.searchParams.get('bagian') ?? undefined);

/** The form as it was sent: every tick, and after a conflict who was faster. */
async function refusedForm(
  asking: { app: Services; actor: Actor },
  parts: AssignmentParts,
  { typed, errors }: Sent,
  problem: Problem,
): Promise<Refused> {
  const codes = Picked.catch([]).parse(typed.pilih);
  const wanted: NewAssignment = {
    villageCodes: codes,
    agencyId: Number(typed.kepada),
    role: typed.peran === 'SUPPORT' ? 'SUPPORT' : 'LEAD',
    startsOn: readDate(typedText(typed, 'mulai')) ?? parts.day,
    reason: null,
  };
  const conflict = problem.kind === 'conflict' ? await fasterThan(asking.app, wanted, parts.loads) : null;
  return {
    typed,
    errors: conflict ? errors : formErrors(errors, problem),
    ticked: await ticked(asking, codes),
    conflict,
  };
}
