import { z } from 'zod';
import type { Reader, Writer } from '../database/client.js';
import { queryRow, queryRows, sql } from '../database/query.js';
import { countColumns, countsAs, moneyColumns } from '../kept/counting.js';
import { currentList } from '../lokus/queries.js';
import { type Here, inRegion } from '../scope.js';
import { inForce } from '../wilayah/in-force.js';
import type { Figures } from './steps.js';

/** A moment and its calendar day in Jakarta. */
export interface Moment {
  at: Date;
  day: Date;
}

const CellRow = z.object({
  kecamatan: z.string(),
  category: z.string(),
  funding: z.string().nullable(),
  activities: z.number(),
  funded: z.number(),
  realised: z.number(),
  planned: z.number(),
  spent: z.number(),
});

/** FROM of the revisions `w` that counted at a moment, with their village `v`. */
const verifiedUntil = (at: Date, here: Here) => sql`
  from (select distinct on (r.activity_id) r.* from activity_revision r
        where r.review_status = 'DIVERIFIKASI' and r.reviewed_at <= ${at}
        order by r.activity_id, r.number desc) w
  join activity a on a.id = w.activity_id and ${inRegion(sql`a`, here)}
  join village v on v.code = a.village_code`;

/**
 * What was verified and delivered until a moment, by kecamatan and category (`cellKey`). An activity is counted once,
 * with the kind of its first line; its quantities and its money stand with the kind of each line.
 */
export async function trueFigures(
  db: Reader | Writer,
  here: Here,
  { at }: Moment,
): Promise<Map<string, Figures>> {
  const rows = await queryRows(
    db,
    sql`select v.kecamatan_code as kecamatan, l.category_code as category, l.funding_code as funding,
               count(*) filter (where l.position = 0) as activities,
               coalesce(sum(l.target), 0) as funded, coalesce(sum(l.realised), 0) as realised,
               coalesce(sum(l.planned_rupiah), 0) as planned, coalesce(sum(l.spent_rupiah), 0) as spent
        ${verifiedUntil(at, here)} join activity_line l on l.revision_id = w.id
        where ${countsAs.delivered(sql`w`)}
        group by 1, 2, 3`,
    CellRow,
  );
  const cells = new Map<string, Figures>();
  for (const row of rows) add(cells, row);
  return cells;
}

export const cellKey = (kecamatan: string, category: string) => `${kecamatan} ${category}`;

function add(cells: Map<string, Figures>, row: z.output<typeof CellRow>): void {
  const key = cellKey(row.kecamatan, row.category);
  const { activities, funded, realised, planned, spent } = row;
  const known = cells.get(key);
  const funding = row.funding && spent > 0 ? [{ code: row.funding, spent }] : [];
  cells.set(key, {
    activities: activities + (known?.activities ?? 0),
    funded: funded + (known?.funded ?? 0),
    realised: realised + (known?.realised ?? 0),
    planned: planned + (known?.planned ?? 0),
    spent: spent + (known?.spent ?? 0),
    funding: [...(known?.funding ?? []), ...funding],
  });
}

const Movement = z.object({ agencies: z.number(), funders: z.number() });

const PlaceRow = z.object({
  code: z.string(),
  accompanied: z.number(),
  plans: z.number(),
  cancelled: z.number(),
  plans_planned: z.number(),
  cancelled_spent: z.number(),
});
export type PlaceRow = z.output<typeof PlaceRow>;

/**
 * Every kecamatan of a day, how many villages of the list have a lead OPD on it, and what is planned or was cancelled
 * and its money; fewest villages first.
 */
export async function kecamatanOfDay(
  db: Reader | Writer,
  here: Here,
  { at, day }: Moment,
): Promise<PlaceRow[]> {
  const list = await currentList(db, here, day.getUTCFullYear());
  return queryRows(
    db,
    sql`select k.code, coalesce(f.plans, 0) as plans, coalesce(f.cancelled, 0) as cancelled,
               coalesce(f.plans_planned, 0) as plans_planned, coalesce(f.cancelled_spent, 0) as cancelled_spent,
               (select count(distinct m.village_code) from lokus_member m
                join assignment s on s.village_code = m.village_code and s.role = 'LEAD'
                  and ${inForce(sql`s`, day)}
                where m.list_id = ${list?.id ?? null}::int and m.kecamatan_code = k.code) as accompanied
        from kecamatan k
        left join (select v.kecamatan_code, ${countColumns()}, ${moneyColumns()} ${verifiedUntil(at, here)}
                   left join activity_line l on l.revision_id = w.id group by v.kecamatan_code) f on f.kecamatan_code = k.code
        where ${inRegion(sql`k`, here)} and k.valid_from <= ${day}
          and (k.valid_to is null or k.valid_to >= ${day})
        order by accompanied, k.code`,
    PlaceRow,
  );
}

/** Of the whole kabupaten: perangkat daerah that accompany on that day, and who paid for what was delivered until then. */
export function helpersOf(db: Reader | Writer, here: Here, { at, day }: Moment) {
  return queryRow(
    db,
    sql`select (select count(distinct s.agency_id) from assignment s
                where ${inRegion(sql`s`, here)} and ${inForce(sql`s`, day)}) as agencies,
               (select count(distinct l.funding_code) ${verifiedUntil(at, here)}
                join activity_line l on l.revision_id = w.id
                where l.spent_rupiah > 0 and ${countsAs.delivered(sql`w`)}) as funders`,
    Movement,
  );
}
