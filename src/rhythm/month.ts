import { z } from 'zod';
import { calendarDay, date, month as inWords, monthOf, number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { agencyNameOn, nameAt } from '../database/former-names.js';
import { queryRow, type Sql, sql } from '../database/query.js';
import { type Actor, mayEver } from '../policy.js';
import { scope } from '../scope.js';
import type { PageHead, Status } from '../web/components.js';
import type { Asked, At, Entry, Filter } from '../web/list.js';
import { closingOf } from './closing.js';
import {
  MonthTyped,
  monthBefore,
  monthRead,
  monthTyped,
  plusMonths,
  type ReportMonth,
  reportMonths,
} from './months.js';
import { rhythmPaths } from './paths.js';
import { countsInWords, owedReports, type ReportCounts, reportCounts, reportState } from './states.js';

/** How many months back a list offers; older ones open by their address. */
const OFFERED = 24;

export const Counts = z.object({
  expected: z.number(),
  on_time: z.number(),
  late: z.number(),
  nil: z.number(),
  missing: z.number(),
});

interface Standing {
  month: ReportMonth;
  counts: ReportCounts;
}
interface Known extends Standing {
  closing: Awaited<ReturnType<typeof closingOf>>;
}
export type AtMonth = At<unknown, Known>;

/** Every report that is owed for a month, with its place, its lead by the name of the month's end, and its state. */
export const owed = (month: ReportMonth): Sql => sql`(select s.id, v.region_code, v.code, v.name as village,
    k.code as kecamatan_code, k.name as kecamatan, s.agency_id, ${agencyNameOn(sql`g`, sql`m.last_day`)} as agency,
    x.since, x.activities, n.reason, n.created_at as nil_at, ${reportState} as state
  ${owedReports([month])} join village v on v.code = s.village_code join kecamatan k on k.code = v.kecamatan_code
  join agency g on g.id = s.agency_id)`;

/** How the reports of a month stand, as far as this person sees them. */
export async function monthStanding(db: Reader, actor: Actor, first: Date): Promise<Standing> {
  const [month] = (await reportMonths(db, actor, [first])) as [ReportMonth];
  const query = sql`select ${reportCounts(sql`q.state`)} from ${owed(month)} q where ${scope(actor, 'rhythm.list')}`;
  return { month, counts: await queryRow(db, query, Counts) };
}

/** Of the month that was asked for, else of the last that is over. */
async function known({ app, actor, day, filters }: Asked): Promise<Known> {
  const first = filters.bulan ? monthRead(filters.bulan) : monthBefore(day);
  const [standing, closing] = await Promise.all([
    monthStanding(app.db, actor, first),
    closingOf(app.db, actor, first),
  ]);
  return { ...standing, closing };
}

export const monthFilter: Filter<AtMonth> = {
  label: 'Bulan',
  type: 'select',
  read: MonthTyped,
  all: 'Bulan lalu',
  entries: ({ day, known }) => {
    const recent = Array.from({ length: OFFERED }, (_, back) => plusMonths(monthOf(day), -back));
    const shown = known.month.month;
    const months = recent.some((one) => one.getTime() === shown.getTime()) ? recent : [...recent, shown];
    return months.map((one): Entry => [monthTyped(one), inWords(one)]);
  },
  where: () => null,
};

export const monthShared = {
  path: rhythmPaths.list,
  access: 'rhythm.list' as const,
  known,
  title: ({ known }: AtMonth) => `Laporan ${inWords(known.month.month)}`,
  head: ({ at }: { at: AtMonth }) => ({ lead: lead(at.known, at.day), ...closingHead(at) }),
  note: 'Yang melapor hanya OPD utama pada hari terakhir bulan itu. Tepat atau terlambat menurut pengajuan pertama; yang ditarik kembali tidak dihitung. Nihil dengan alasan tidak diperiksa.',
};

/** Whether the month is closed, and the way to close it or to open it again. */
function closingHead({ known: { month, closing }, actor, day }: AtMonth): Partial<PageHead> {
  const isClosed = closing !== null && closing.reopenedAt === null;
  const statuses: Status[] = closing
    ? [{ icon: isClosed ? 'lock-fill' : 'pencil', label: closingInWords(closing), tone: 'quiet' }]
    : [];
  const action = isClosed
    ? { label: 'Buka kembali', href: rhythmPaths.reopen(closing.id), icon: '', primary: false }
    : {
        label: 'Tutup bulan',
        href: rhythmPaths.close(monthTyped(month.month)),
        icon: 'lock-fill',
        primary: false,
      };
  const may = mayEver(actor, 'rhythm.close') && month.lastDay < day;
  return { statuses, actions: may ? [action] : [] };
}

function closingInWords(closing: NonNullable<Known['closing']>): string {
  const { closedBy, closedAt, reopenedBy, reopenedAt, reopenReason } = closing;
  if (!reopenedBy || !reopenedAt)
    return `Ditutup ${nameAt(closedBy, closedAt)}, ${date(calendarDay(closedAt))}`;
  return `Dibuka kembali ${nameAt(reopenedBy, reopenedAt)}, ${date(calendarDay(reopenedAt))}: ${reopenReason}`;
}

function lead({ month: { due }, counts }: Known, day: Date): string {
  if (counts.expected === 0) return 'Belum ada desa dengan OPD utama pada akhir bulan itu.';
  const { on_time, late, missing } = counts;
  return `${countsInWords(counts)} ${number(on_time)} tepat waktu, ${number(late)} terlambat, ${number(missing)} belum. ${
    day > due ? 'Batasnya' : 'Batas waktunya'
  } ${date(due)}.`;
}
