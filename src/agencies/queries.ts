import { z } from 'zod';
import {
  type ActivityFilters,
  type ActivityRow,
  activitiesFrom,
  activityListing,
} from '../activities/listing.js';
import { activityPaths } from '../activities/paths.js';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { Prisma } from '../generated/prisma/client.js';
import { type Actor, can } from '../policy.js';
import { activityScope, shownRevision } from '../scope.js';
import { type ListingPage, readPage, readState } from '../web/listing.js';

const include = { successor: true, predecessors: { orderBy: { id: 'asc' } } } satisfies Prisma.AgencyInclude;
export type AgencyFacts = Prisma.AgencyGetPayload<{ include: typeof include }>;

export function findAgency(db: Reader, regionCode: string, id: number): Promise<AgencyFacts | null> {
  return db.agency.findFirst({ where: { id, regionCode }, include }) as Promise<AgencyFacts | null>;
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

/**
 * Every village the OPD accompanies or accompanied, leads first, then by code; with the day of its last report there
 * that the reader may see.
 */
export function villagesOf(db: Reader, actor: Actor, agencyId: number): Promise<AgencyVillage[]> {
  return queryRows(
    db,
    sql`select v.code, v.name, k.name as kecamatan, s.role::text, s.starts_on, s.ends_on, s.end_reason,
          ${seesWork(actor) ? lastReport(actor) : sql`null::date`} as last_report
        from assignment s join village v on v.code = s.village_code join kecamatan k on k.code = v.kecamatan_code
        where s.agency_id = ${agencyId} order by s.role, v.code, s.starts_on`,
    VillageRow,
  );
}

/** Who reads what an OPD does: a village reads only its own activities, an admin none. */
export const seesWork = (actor: Actor): boolean => can(actor, 'recap.read');

const lastReport = (actor: Actor) => sql`(select max(x.ends_on) from activity a
    join activity_revision r on r.id = a.current_revision_id
    join activity_revision x on x.id = ${shownRevision(actor)}
    where a.agency_id = s.agency_id and a.village_code = s.village_code and x.review_status <> 'DRAF'
      and ${activityScope(actor)})`;

const NEWEST = 8;
export type AgencyWork = ListingPage<ActivityFilters, ActivityRow>;

/** The newest activities of the OPD; their address is the list of all of them. */
export function workOf(db: Reader, actor: Actor, agencyId: number, day: Date): Promise<AgencyWork> {
  const url = new URL(`${activityPaths.list}?opd=${agencyId}`, 'http://portal');
  const state = readState(activityListing, url);
  const from = activitiesFrom(actor, state.filters, { codes: null, day });
  return readPage(db, { ...activityListing, pageSize: NEWEST }, state, from);
}

const CategoryRow = z.object({
  name: z.string(),
  unit: z.string(),
  activities: z.number(),
  funded: z.number(),
  realised: z.number(),
  spent: z.number(),
});
const FundingRow = z.object({ name: z.string(), spent: z.number() });

export interface AgencyResults {
  categories: z.output<typeof CategoryRow>[];
  funding: z.output<typeof FundingRow>[];
}

/** Verified quantities and rupiah of an OPD; units differ and are never summed. */
export async function resultsOf(db: Reader, agencyId: number): Promise<AgencyResults> {
  const verified = sql`from activity a join activity_line l on l.revision_id = a.verified_revision_id`;
  const [categories, funding] = await Promise.all([
    queryRows(
      db,
      sql`select c.name, c.unit, count(distinct a.id) as activities, coalesce(sum(l.target), 0) as funded,
            coalesce(sum(l.realised), 0) as realised, coalesce(sum(l.spent_rupiah), 0) as spent
          ${verified} join category c on c.code = l.category_code
          where a.agency_id = ${agencyId} group by c.code order by c.position`,
      CategoryRow,
    ),
    queryRows(
      db,
      sql`select s.name, sum(l.spent_rupiah) as spent ${verified} join funding_source s on s.code = l.funding_code
          where a.agency_id = ${agencyId} and l.spent_rupiah > 0 group by s.code order by spent desc, s.position`,
      FundingRow,
    ),
  ]);
  return { categories, funding };
}
