import { type RhythmMark, rhythmSquares } from '../charts/squares.js';
import { inSentence, month as inWords, isoDate, number } from '../core/format.js';
import { dayOf } from '../database/former-names.js';
import { rowsOf, type Sql, sql } from '../database/query.js';
import type { Status } from '../web/components.js';
import { inForce } from '../wilayah/in-force.js';
import type { ReportMonth } from './months.js';

/** What became of the report that a lead owes for a village and a month. */
export const reportStates = ['TEPAT', 'TERLAMBAT', 'NIHIL', 'BELUM'] as const;
export type ReportState = (typeof reportStates)[number];

export const reportViews: Record<ReportState, Status> = {
  TEPAT: { icon: 'check-circle-fill', label: 'Tepat waktu', tone: 'good' },
  TERLAMBAT: { icon: 'clock', label: 'Terlambat', tone: '' },
  NIHIL: { icon: 'dash-square-dotted', label: 'Nihil', tone: '' },
  BELUM: { icon: 'hourglass-split', label: 'Belum', tone: 'warn' },
};

/** How its square is drawn. */
export const reportMarks: Record<ReportState, RhythmMark> = {
  TEPAT: 'full',
  TERLAMBAT: 'half',
  NIHIL: 'dash',
  BELUM: 'dotted',
};

/** The agency and those it goes on with, whose reports of the same month are its own. */
const ownOf = (agency: Sql): Sql =>
  sql`(select h.id from agency h where h.id = ${agency} or h.successor_id = ${agency})`;

/**
 * FROM of what is owed for these months: assignment `s` of each lead on the last day, its month `m`, what was reported
 * as `x`, or else its nihil as `n`.
 */
export const owedReports = (months: ReportMonth[]): Sql => {
  const given = months.map(({ month, lastDay, due }) => ({
    month: isoDate(month),
    last_day: isoDate(lastDay),
    due: isoDate(due),
  }));
  return sql`from (select * from ${rowsOf(given, sql`month date, last_day date, due date`)}) m
    join assignment s on s.role = 'LEAD' and ${inForce(sql`s`, sql`m.last_day`)}
    left join lateral (select min(o.since) as since, count(*) as activities from reported_month o
      where o.village_code = s.village_code and o.month = m.month and o.agency_id in ${ownOf(sql`s.agency_id`)}) x on true
    left join nil_report n on n.village_code = s.village_code and n.month = m.month and n.agency_id = s.agency_id
      and x.since is null`;
};

/** The state of what is owed, over `owedReports`. */
export const reportState: Sql = sql`case when ${dayOf(sql`x.since`)} <= m.due then 'TEPAT'
  when x.since is not null then 'TERLAMBAT' when n.id is not null then 'NIHIL' else 'BELUM' end`;

/** How many reports are in each state. */
export interface ReportCounts {
  expected: number;
  on_time: number;
  late: number;
  nil: number;
  missing: number;
}

/** These counts over `owedReports`, or over what keeps its state in another column. */
export const reportCounts = (state = reportState): Sql => sql`count(*) as expected,
  count(*) filter (where ${state} = 'TEPAT') as on_time, count(*) filter (where ${state} = 'TERLAMBAT') as late,
  count(*) filter (where ${state} = 'NIHIL') as nil, count(*) filter (where ${state} = 'BELUM') as missing`;

/** "65 dari 79 desa sudah dilaporkan, termasuk 4 nihil dengan alasan." */
export const countsInWords = ({ expected, missing, nil }: ReportCounts): string =>
  `${number(expected - missing)} dari ${number(expected)} desa sudah dilaporkan${
    nil > 0 ? `, termasuk ${number(nil)} nihil dengan alasan` : ''
  }.`;

/** The squares of some months, oldest first, each with its state; null where nothing was owed. */
export const monthSquares = (months: { month: Date; state: ReportState | null }[]): string =>
  rhythmSquares(
    months.map(({ state }) => (state ? reportMarks[state] : 'none')),
    months
      .map(
        ({ month, state }) =>
          `${inWords(month)}: ${state ? inSentence(reportViews[state].label) : 'tidak wajib'}`,
      )
      .join(', '),
  );

/** What the squares mean. */
export const squareLegend: { svg: string; label: string }[] = reportStates.map((state) => ({
  svg: rhythmSquares([reportMarks[state]], ''),
  label: inSentence(reportViews[state].label),
}));
