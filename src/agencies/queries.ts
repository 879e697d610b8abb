import { z } from 'zod';
import { type ActivityRow, activityList } from '../activities/lists.js';
import { activityPaths } from '../activities/paths.js';
import { byCategory, byFunding, type CategorySum, type FundingSum, within } from '../activities/sums.js';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { Prisma } from '../generated/prisma/client.js';
import { lastReport } from '../kept/reports.js';
import { type Actor, can } from '../policy.js';
import { scope, sees } from '../scope.js';
import { atOf } from '../web/list-row.js';
import { type ListPage, readPage } from '../web/list-rows.js';
import { readState } from '../web/list-state.js';
import type { Services } from '../web/services.js';

const include = {
  formerNames: { orderBy: { until: 'desc' } },
  fields: { include: { category: true }, orderBy: { category: { position: 'asc' } } },
  successor: true,
  predecessors: { orderBy: { id: 'asc' } },
} satisfies Prisma.AgencyInclude;
export type AgencyFacts = Prisma.AgencyGetPayload<{ include: typeof include }>;

export async function findAgency(
  who: { db: Reader; actor: Actor },
  action: 'agency.list' | 'agency.edit',
  id: number,
): Promise<AgencyFacts | null> {
  if (!(await sees(who, action, id))) return null;
  return who.db.agency.findUnique({ where: { id }, include }) as Promise<AgencyFacts | null>;
}

const VillageRow = z.object({
  code: z.string(),
  name: z.string(),
  kecamatan: z.string(),
  role: z.enum(['LEAD', 'SUPPORT']),
  starts_on: z.date(),
  ends_on: z.date().nullable(),
  end_reason: z.string().nullable(),
  last_report: z.date().nullable(),
});
export type AgencyVillage = z.output<typeof VillageRow>;

/** The villages a person sees that the OPD accompanies or accompanied, leads first, then by code; with its laporan terakhir there. */
export function villagesOf(db: Reader, actor: Actor, agencyId: number, day: Date): Promise<AgencyVillage[]> {
  return queryRows(
    db,
    sql`select v.code, v.name, k.name as kecamatan, s.role::text, s.starts_on, s.ends_on, s.end_reason,
          ${seesWork(actor) ? lastReportHere(day) : sql`null::date`} as last_report
        from assignment s join village v on v.code = s.village_code join kecamatan k on k.code = v.kecamatan_code
        where s.agency_id = ${agencyId} and ${scope(actor, 'village.list')} order by s.role, v.code, s.starts_on`,
    VillageRow,
  );
}

/** Who reads what an OPD does: a village reads only its own activities, an admin none. */
export const seesWork = (actor: Actor): boolean => can(actor, 'recap.read');

const lastReportHere = (day: Date) =>
  lastReport(sql`o.village_code = s.village_code and o.agency_id = s.agency_id`, day);

const NEWEST = 8;
export type AgencyWork = ListPage<ActivityRow> & { url: URL };

/** The newest activities of the OPD; their address is the list of all of them. */
export async function workOf(app: Services, actor: Actor, agencyId: number): Promise<AgencyWork> {
  const url = new URL(`${activityPaths.list}?opd=${agencyId}`, 'http://portal');
  const newest = { ...activityList, pageSize: NEWEST };
  const at = await atOf(newest, { app, actor, url, loaded: undefined });
  return { ...(await readPage(newest, at, readState(newest, at))), url };
}

export interface AgencyResults {
  categories: CategorySum[];
  funding: FundingSum[];
}

/** Verified quantities and rupiah of an OPD, of the activities that a person reads in sums; units differ and are never summed. */
export async function resultsOf(db: Reader, actor: Actor, agencyId: number): Promise<AgencyResults> {
  const where = sql`${within.agency(agencyId)} and ${scope(actor, 'recap.read')}`;
  const [categories, funding] = await Promise.all([byCategory(db, where), byFunding(db, where)]);
  return { categories, funding };
}
