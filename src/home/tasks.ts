import { activityPaths } from '../activities/paths.js';
import { date, daysBetween, month as inWords, monthOf, number } from '../core/format.js';
import { sql } from '../database/query.js';
import { monthSheetPaths } from '../monthsheet/paths.js';
import type { Actor } from '../policy.js';
import { type Closed, closedMonths, whyClosed } from '../rhythm/closing.js';
import { monthReports } from '../rhythm/lists.js';
import { lastDayOf, monthTyped, plusMonths } from '../rhythm/months.js';
import { retract, usualReasons } from '../rhythm/nil.js';
import { monthsUntil, type OwedReport, owedIn, type VillageMonths } from '../rhythm/own.js';
import { rhythmPaths } from '../rhythm/paths.js';
import { monthSquares, reportViews, squareLegend } from '../rhythm/states.js';
import { type Link, type PageHead, pageHead, type Status } from '../web/components.js';
import type { TabLink } from '../web/list.js';
import { page, type Reply } from '../web/reply.js';
import { type Services, today } from '../web/services.js';
import { button } from './board.js';
import { draftSection, dueSection, returnedSection } from './boards.js';
import { lists, ofOwn } from './paths.js';
import { drafts, duePlans, latePromises, returned } from './queries.js';
import { promiseSection, type Section } from './tables.js';

declare module '../web/render.js' {
  interface Views {
    'home/tugas': TasksPage;
  }
}

/** A report that is owed for a village, and what can be done about it. */
interface Task {
  title: string;
  status: Status;
  sub: string;
  /** Where it is reported; '' where it came already. */
  reportHref: string;
  /** Asked where nothing was done; null while the month goes on, or where it came. */
  nil: { village: string; month: string; otherHref: string } | null;
  /** Where a nihil is taken back; '' where there is none. */
  retractHref: string;
}

interface TasksPage {
  head: PageHead;
  tabs: TabLink[];
  months: { before: Link; after: Link | null };
  villages: { name: string; href: string; kecamatan: string; squares: string; tasks: Task[] }[];
  legend: typeof squareLegend;
  reasons: readonly string[];
  words: { report: string; nil: string; retract: string };
  nilAction: string;
  sections: Section[];
}

/** What an officer owes in a month: reports of the month and of those before that did not come, and what else waits. */
export async function tasksPage(app: Services, actor: Actor, asked: Date | null): Promise<Reply> {
  const day = today(app.clock);
  const current = monthOf(day);
  const month = asked && asked < current ? asked : current;
  const months = await monthsUntil(app.db, actor, month);
  const [villages, back, mine, due, promises, closed] = await Promise.all([
    owedIn(app.db, actor, { months, only: sql`s.agency_id = any(${actor.agencyIds}::int[])` }),
    returned(app.db, actor),
    drafts(app.db, actor),
    duePlans(app.db, actor, day),
    latePromises(app.db, actor, day),
    closedMonths(app.db, actor),
  ]);
  const isNow = month.getTime() === current.getTime();
  const title = isNow ? 'Tugas saya bulan ini' : `Tugas saya, ${inWords(month)}`;
  const model: TasksPage = {
    head: headOf(title, month, { lead: leadOf(villages, day), closed }),
    tabs: tabsFor(month, isNow),
    months: monthsAround(month, isNow),
    villages: villages.map((one) => ({
      name: one.village,
      href: `/desa/${one.code}`,
      kecamatan: one.kecamatan,
      squares: monthSquares(one.months),
      tasks: tasksOf(one, month, day),
    })),
    legend: squareLegend,
    reasons: usualReasons,
    words: { report: 'Laporkan', nil: 'Tidak ada kegiatan?', retract: retract.label },
    nilAction: rhythmPaths.nil,
    sections: [
      returnedSection(back, day),
      draftSection(mine, day),
      dueSection(due, day, closed),
      promiseSection(promises, day, ofOwn(lists.latePromises)),
    ],
  };
  return page('home/tugas', model, { title, section: rhythmPaths.list });
}

/** Into a closed month nothing is pasted; who closed it and who may open it again is said instead. */
function headOf(title: string, month: Date, { lead, closed }: { lead: string; closed: Closed[] }): PageHead {
  const why = whyClosed(closed, { startsOn: month, endsOn: month });
  const paste = button('Impor dari Excel', monthSheetPaths.create(monthTyped(month)), 'upload');
  return pageHead({
    ...{ title, subtitle: inWords(month), lead: [lead, why].filter(Boolean).join(' ') },
    actions: [...(why === '' ? [paste] : []), button('Catat kegiatan', activityPaths.create, 'plus-lg')],
  });
}

const monthsAround = (month: Date, isNow: boolean): TasksPage['months'] => ({
  before: monthLink(plusMonths(month, -1)),
  after: isNow ? null : monthLink(plusMonths(month, 1)),
});

const monthLink = (month: Date): Link => ({
  label: inWords(month),
  href: `${rhythmPaths.list}?bulan=${monthTyped(month)}`,
});

function tabsFor(month: Date, isNow: boolean): TabLink[] {
  const own = { label: 'Tugas saya', href: rhythmPaths.list, current: true };
  const kept = isNow ? '' : `&bulan=${monthTyped(month)}`;
  const others = Object.entries(monthReports.tabs).map(([key, { label }]) => ({
    label,
    href: `${rhythmPaths.list}?bagian=${key}${kept}`,
    current: false,
  }));
  return [own, ...others];
}

/** It did not come, and would still be taken. */
const isMissing = (owed: OwedReport | null) => owed?.state === 'BELUM' && !owed.closed;

function leadOf(villages: VillageMonths[], day: Date): string {
  if (villages.length === 0)
    return 'OPD Anda belum menjadi OPD utama sebuah desa, jadi tidak ada laporan bulanan. Koordinator di Bappeda yang menugaskan.';
  const missing = villages.flatMap(({ months }) =>
    months.flatMap(({ owed }) => (owed && isMissing(owed) ? [owed] : [])),
  );
  const late = missing.filter(({ due }) => due < day).length;
  if (missing.length === 0) return 'Semua laporan sudah masuk.';
  return `${number(missing.length)} laporan belum masuk${late > 0 ? `, ${number(late)} di antaranya lewat batas` : ''}.`;
}

/** The report of the month itself, and those before it that did not come; the oldest first. */
const tasksOf = ({ months }: VillageMonths, month: Date, day: Date): Task[] =>
  months.flatMap(({ owed }) =>
    owed && (owed.month.getTime() === month.getTime() || isMissing(owed)) ? [taskOf(owed, day)] : [],
  );

function taskOf(owed: OwedReport, day: Date): Task {
  const { code, month, due, like } = owed;
  const typed = monthTyped(month);
  const missing = isMissing(owed);
  const isOver = lastDayOf(month) <= day;
  return {
    title: `Laporan ${inWords(month)}`,
    status:
      missing && due < day
        ? { icon: 'exclamation-triangle', label: 'Lewat batas', tone: 'warn' }
        : calm(owed),
    sub: missing
      ? dueInWords(due, day)
      : owed.closed && owed.state === 'BELUM'
        ? CLOSED
        : (owed.reason ?? ''),
    reportHref: missing ? activityPaths.report(code, typed, like) : '',
    nil:
      missing && isOver
        ? { village: code, month: typed, otherHref: rhythmPaths.otherReason(code, typed) }
        : null,
    retractHref: owed.nil_id === null || owed.closed ? '' : rhythmPaths.retract(owed.nil_id, retract),
  };
}

const CLOSED = 'Bulan ini sudah ditutup koordinator, jadi tidak dilaporkan lagi.';

const calm = ({ state }: OwedReport): Status => ({
  ...reportViews[state],
  tone: state === 'TEPAT' ? 'good' : '',
});

function dueInWords(due: Date, day: Date): string {
  const days = daysBetween(due, day);
  const when =
    days > 0 ? `lewat ${number(days)} hari` : days === 0 ? 'hari ini' : `${number(-days)} hari lagi`;
  return `Batas ${date(due)}, ${when}`;
}
