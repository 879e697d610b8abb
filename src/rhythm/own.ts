import { z } from 'zod';
import { monthOf } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { literal, queryRows, type Sql, sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import { inRegion } from '../scope.js';
import { isClosed } from './closing.js';
import { monthsFrom, plusMonths, type ReportMonth, reportMonths } from './months.js';
import { owedReports, type ReportState, reportState, reportStates } from './states.js';

/** How many months are looked back on, the last included. */
export const LOOKED_BACK = 6;

const Owed = z.object({
  agency_id: z.number(),
  code: z.string(),
  village: z.string(),
  kecamatan: z.string(),
  month: z.date(),
  due: z.date(),
  state: z.enum(reportStates),
  nil_id: z.number().nullable(),
  /** A coordinator has closed the month: what did not come is not taken any more. */
  closed: z.boolean(),
  reason: z.string().nullable(),
  like: z.number().nullable(),
});
export type OwedReport = z.output<typeof Owed>;

/** A village with what was owed for it in each of some months, oldest first; null where nothing was. */
export interface VillageMonths {
  code: string;
  village: string;
  kecamatan: string;
  months: { month: Date; state: ReportState | null; owed: OwedReport | null }[];
}

/** The six months that end with this one. */
export const monthsUntil = (db: Reader, actor: Actor, last: Date): Promise<ReportMonth[]> => {
  const month = monthOf(last);
  return reportMonths(db, actor, monthsFrom(plusMonths(month, 1 - LOOKED_BACK), month));
};

/** What is owed for these months in villages that `only` leaves, on `s` (the lead's assignment). */
export async function owedIn(
  db: Reader,
  actor: Actor,
  { months, only }: { months: ReportMonth[]; only: Sql },
): Promise<VillageMonths[]> {
  const rows = await queryRows(
    db,
    sql`select s.agency_id, v.code, v.name as village, k.name as kecamatan, m.month, m.due, ${reportState} as state,
        n.id as nil_id, n.reason, ${isClosed(actor, sql`m.month`)} as closed, (select o.activity_id from activity_report o where o.village_code = s.village_code
          and o.agency_id = s.agency_id order by o.ends_on desc limit ${literal(1)}) as like
      ${owedReports(months)} join village v on v.code = s.village_code join kecamatan k on k.code = v.kecamatan_code
      where ${inRegion(sql`v`, actor)} and ${only} order by v.name, v.code, m.month`,
    Owed,
  );
  const villages = new Map<string, OwedReport[]>();
  for (const row of rows) villages.set(row.code, [...(villages.get(row.code) ?? []), row]);
  return [...villages].map(([code, owed]) => {
    const { village, kecamatan } = owed[0] as OwedReport;
    return {
      ...{ code, village, kecamatan },
      months: months.map(({ month }) => {
        const one = owed.find((each) => each.month.getTime() === month.getTime()) ?? null;
        return { month, state: one?.state ?? null, owed: one };
      }),
    };
  });
}
