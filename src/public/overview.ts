import { z } from 'zod';
import {
  CountRow,
  countColumns,
  countsAs,
  joinedCounts,
  MoneyRow,
  moneyColumns,
  verifiedActivities,
} from '../activities/counting.js';
import type { Reader } from '../database/client.js';
import { queryRow, queryRows, sql } from '../database/query.js';
import { currentList } from '../lokus/queries.js';
import { type Services, today } from '../web/services.js';
import { inForce } from '../wilayah/in-force.js';
import { type PublicSums, publicSums } from './sums.js';

const KecamatanRow = z.object({
  code: z.string(),
  name: z.string(),
  units: z.number(),
  members: z.number(),
  accompanied: z.number(),
  phase: z.number().nullable(),
  ...CountRow.shape,
  ...MoneyRow.shape,
});
/** One kecamatan in aggregates: villages, members of the current list, verified activities and rupiah. */
export type KecamatanOverview = z.output<typeof KecamatanRow>;

export interface Overview {
  /** Year of the official list that holds now; null before the first. */
  year: number | null;
  listId: number | null;
  kecamatan: KecamatanOverview[];
  sums: PublicSums;
  agencies: number;
  fundingSources: number;
  since: number | null;
}

const KEPT_MS = 60_000;
const kept = new WeakMap<Services, { newest: number; at: number; overview: Promise<Overview> }>();

/**
 * The movement in aggregates that anybody may read. Sums count what was delivered and verified only. Villages that are only planned
 * for a later year are members, not yet accompanied. Kept for a minute, or until something changed: every change adds
 * to the audit trail.
 */
export async function overview(services: Services): Promise<Overview> {
  const { newest } = await queryRow(
    services.db,
    sql`select coalesce(max(id), 0) as newest from audit_entry`,
    z.object({ newest: z.number() }),
  );
  const at = services.clock.now().getTime();
  const known = kept.get(services);
  if (known?.newest === newest && Math.abs(at - known.at) < KEPT_MS) return known.overview;
  const fresh = readOverview(services);
  kept.set(services, { newest, at, overview: fresh });
  fresh.catch(() => kept.delete(services));
  return fresh;
}

async function readOverview(services: Services): Promise<Overview> {
  const { db, region } = services;
  const day = today(services.clock);
  const list = await currentList(db, region.code, day.getUTCFullYear());
  const [kecamatan, sums, totals] = await Promise.all([
    kecamatanRows(db, region.code, list?.id ?? null, day),
    publicSums(db, region.code),
    totalRow(db, region.code, day),
  ]);
  return {
    year: list?.year ?? null,
    listId: list?.id ?? null,
    kecamatan,
    sums,
    agencies: totals.agencies,
    fundingSources: totals.sources,
    since: totals.since,
  };
}

function kecamatanRows(db: Reader, regionCode: string, listId: number | null, day: Date) {
  return queryRows(
    db,
    sql`select k.code, k.name, p.year as phase,
               (select count(*) from village v where v.kecamatan_code = k.code
                  and v.valid_from <= ${day} and (v.valid_to is null or v.valid_to >= ${day})) as units,
               (select count(*) from lokus_member m where m.list_id = ${listId}::int and m.kecamatan_code = k.code) as members,
               (select count(*) from lokus_member m join assignment s on s.village_code = m.village_code
                  and s.role = 'LEAD' and ${inForce(sql`s`, day)}
                where m.list_id = ${listId}::int and m.kecamatan_code = k.code) as accompanied,
               ${joinedCounts}, coalesce(f.planned, 0) as planned, coalesce(f.spent, 0) as spent,
               coalesce(f.plans_planned, 0) as plans_planned, coalesce(f.cancelled_spent, 0) as cancelled_spent
        from kecamatan k
        left join lokus_phase p on p.list_id = ${listId}::int and p.kecamatan_code = k.code
        left join (
          select v.kecamatan_code, ${countColumns()}, ${moneyColumns()}
          ${verifiedActivities} join village v on v.code = a.village_code
          left join activity_line l on l.revision_id = w.id where a.region_code = ${regionCode}
          group by v.kecamatan_code) f on f.kecamatan_code = k.code
        where k.region_code = ${regionCode} and (k.valid_to is null or k.valid_to >= ${day})
        order by k.name, k.code`,
    KecamatanRow,
  );
}

const delivered = countsAs.delivered(sql`w`);

function totalRow(db: Reader, regionCode: string, day: Date) {
  return queryRow(
    db,
    sql`select (select count(distinct s.agency_id) from assignment s
                where s.region_code = ${regionCode} and ${inForce(sql`s`, day)}) as agencies,
               (select count(distinct l.funding_code) ${verifiedActivities} join activity_line l on l.revision_id = w.id
                where a.region_code = ${regionCode} and ${delivered} and l.spent_rupiah > 0) as sources,
               (select extract(year from min(w.starts_on))::int ${verifiedActivities}
                where a.region_code = ${regionCode} and ${delivered}) as since`,
    z.object({ agencies: z.number(), sources: z.number(), since: z.number().nullable() }),
  );
}
