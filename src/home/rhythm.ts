import { type RhythmMark, rhythmGrid } from '../charts/squares.js';
import { date, month as inWords, monthOf, number, plusDays } from '../core/format.js';
import { sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import { monthStanding } from '../rhythm/month.js';
import { monthBefore, monthTyped } from '../rhythm/months.js';
import { monthsUntil, owedIn } from '../rhythm/own.js';
import { rhythmPaths } from '../rhythm/paths.js';
import { countsInWords, monthSquares, reportMarks, squareLegend } from '../rhythm/states.js';
import type { Services } from '../web/services.js';

/** How the reports of the last month stand: in words, and one square for each village. */
export interface MonthStanding {
  title: string;
  href: string;
  text: string;
  figures: { value: string; label: string }[];
  squares: string;
  legend: typeof squareLegend;
}

/** Null where nothing was owed for it. */
export async function lastMonth({ db }: Services, actor: Actor, day: Date): Promise<MonthStanding | null> {
  const { month, counts } = await monthStanding(db, actor, monthBefore(day));
  if (counts.expected === 0) return null;
  const told = [counts.on_time, counts.late, counts.nil, counts.missing];
  const marks = Object.values(reportMarks).flatMap((mark, at) => Array<RhythmMark>(told[at] ?? 0).fill(mark));
  const text = countsInWords(counts);
  return {
    title: `Laporan ${inWords(month.month)}`,
    href: `${rhythmPaths.list}?bulan=${monthTyped(month.month)}`,
    text: `${text} Batasnya ${date(month.due)}.`,
    figures: squareLegend.map(({ label }, at) => ({ value: number(told[at]), label })),
    squares: rhythmGrid(marks, text),
    legend: squareLegend,
  };
}

/** The squares of the last six months of these villages, by code. */
export async function squaresOf(
  { db }: Services,
  actor: Actor,
  { villages, day }: { villages: { code: string }[]; day: Date },
): Promise<Map<string, string>> {
  const codes = villages.map(({ code }) => code);
  if (codes.length === 0) return new Map();
  const months = await monthsUntil(db, actor, plusDays(monthOf(day), -1));
  const rows = await owedIn(db, actor, { months, only: sql`s.village_code = any(${codes}::text[])` });
  return new Map(rows.map((one) => [one.code, monthSquares(one.months)]));
}
