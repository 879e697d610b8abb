import { z } from 'zod';
import { openDispute, standingResponse } from '../activities/queries.js';
import type { Reader } from '../database/client.js';
import { queryRow, queryRows, type Sql, sql } from '../database/query.js';
import { CommitmentParty, ReviewStatus } from '../generated/prisma/enums.js';
import { isDone } from '../lokus/standing.js';
import type { Actor } from '../policy.js';

const ActivityRow = z.object({
  id: z.number(),
  title: z.string(),
  village: z.string(),
  kecamatan: z.string(),
  agency: z.string(),
  review_status: z.enum(ReviewStatus),
  line: z.string().nullable(),
  spent: z.number().nullable(),
  /** The moment since which it waits. */
  since: z.date(),
  note: z.string().nullable(),
});
export type WaitingActivity = z.output<typeof ActivityRow>;

const firstLine = sql`(select coalesce(l.realised, l.target) || ' ' || c.unit || ', ' || c.name from activity_line l
  join category c on c.code = l.category_code where l.revision_id = s.id order by l.position limit 1) as line,
  (select sum(l.spent_rupiah) from activity_line l where l.revision_id = s.id) as spent`;
const joined = sql`from activity a join activity_revision s on s.id = a.current_revision_id
  join village v on v.code = a.village_code join kecamatan k on k.code = v.kecamatan_code
  join agency g on g.id = a.agency_id ${standingResponse}`;

function waiting(db: Reader, since: Sql, note: Sql, where: Sql): Promise<WaitingActivity[]> {
  return queryRows(
    db,
    sql`select a.id, s.title, v.name as village, k.name as kecamatan, g.short_name as agency, s.review_status::text,
          ${firstLine}, ${since} as since, ${note} as note ${joined} where ${where} order by since, a.id limit 200`,
    ActivityRow,
  );
}

const nothing = sql`null::text`;

/** Submitted and not yet reviewed, oldest first; not what this person wrote. */
export const toReview = (db: Reader, actor: Actor) =>
  waiting(
    db,
    sql`s.submitted_at`,
    nothing,
    sql`a.region_code = ${actor.regionCode} and s.review_status = 'DIAJUKAN' and s.author_id <> ${actor.id}`,
  );

/** Disputed by the village and not answered yet. */
export const disputed = (db: Reader, actor: Actor, agencyIds: number[] | null = null) =>
  waiting(
    db,
    sql`p.created_at`,
    sql`p.reason`,
    sql`a.region_code = ${actor.regionCode} and (${agencyIds}::int[] is null or a.agency_id = any(${agencyIds}::int[]))
      and ${openDispute}`,
  );

/** Sent back to the officer's agency. */
export const returned = (db: Reader, actor: Actor) =>
  waiting(
    db,
    sql`s.reviewed_at`,
    sql`s.review_note`,
    sql`a.agency_id = any(${actor.agencyIds}::int[]) and s.review_status = 'DIKEMBALIKAN'`,
  );

/** Drafts of the officer's agency. */
export const drafts = (db: Reader, actor: Actor) =>
  waiting(
    db,
    sql`s.updated_at`,
    nothing,
    sql`a.agency_id = any(${actor.agencyIds}::int[]) and s.review_status = 'DRAF'`,
  );

/** What happened in the village of this account and has no word of it yet. */
export const toConfirm = (db: Reader, actor: Actor) =>
  waiting(
    db,
    sql`s.submitted_at`,
    nothing,
    sql`a.village_code = ${actor.villageCode} and s.review_status in ('DIAJUKAN', 'DIVERIFIKASI')
      and p.id is null`,
  );

const SilentRow = z.object({
  agency_id: z.number(),
  agency: z.string(),
  code: z.string(),
  village: z.string(),
  kecamatan: z.string(),
  since: z.date(),
});
export type Silent = z.output<typeof SilentRow>;

/** Days without a report after which a village counts as silent. */
export const DAYS_SILENT = 30;

/** Leads whose village has had no submitted or verified activity of theirs for more than 30 days, longest first. */
export function silent(
  db: Reader,
  actor: Actor,
  today: Date,
  agencyId: number | null = null,
): Promise<Silent[]> {
  return queryRows(
    db,
    sql`select * from (
          select g.id as agency_id, g.short_name as agency, v.code, v.name as village, k.name as kecamatan,
            greatest(s.starts_on, coalesce((select max(r.starts_on) from activity a
              join activity_revision r on r.id = a.current_revision_id
              where a.village_code = v.code and a.agency_id = g.id
                and r.review_status in ('DIAJUKAN', 'DIVERIFIKASI')), s.starts_on)) as since
          from assignment s join agency g on g.id = s.agency_id join village v on v.code = s.village_code
          join kecamatan k on k.code = v.kecamatan_code
          where s.region_code = ${actor.regionCode} and s.role = 'LEAD' and s.ends_on is null
            and (${agencyId}::int is null or g.id = ${agencyId}::int)) q
        where ${today}::date - q.since > ${DAYS_SILENT}::int order by q.since, q.code`,
    SilentRow,
  );
}

const PromiseRow = z.object({
  id: z.number(),
  what: z.string(),
  party: z.enum(CommitmentParty),
  party_name: z.string().nullable(),
  village: z.string(),
  due_on: z.date(),
  quantity: z.number().nullable(),
  delivered: z.number().nullable(),
  unit: z.string().nullable(),
});
export type LatePromise = z.output<typeof PromiseRow>;

/** Promises past their date and not kept in full, of an agency or of a village. */
export function latePromises(
  db: Reader,
  of: { agencyIds?: number[]; villageCode?: string },
  today: Date,
): Promise<LatePromise[]> {
  return queryRows(
    db,
    sql`select a.id, c.what, c.party, c.party_name, v.name as village, c.due_on, c.quantity,
               c.delivered, c.unit
        from activity a join commitment c on c.revision_id = a.verified_revision_id
        join village v on v.code = a.village_code
        where c.due_on < ${today} and c.delivered_on is null
          and (${of.agencyIds ?? null}::int[] is null or a.agency_id = any(${of.agencyIds ?? null}::int[]))
          and (${of.villageCode ?? null}::text is null or a.village_code = ${of.villageCode ?? null}::text)
        order by c.due_on, c.id limit 100`,
    PromiseRow,
  );
}

const CountRow = z.object({ review: z.number(), leads: z.number() });

/** The two counts in a coordinator's navigation. */
export function coordinatorCounts(db: Reader, actor: Actor, listId: number | null, year: number) {
  return queryRow(
    db,
    sql`select (select count(*) from activity_revision r join activity a on a.current_revision_id = r.id
                where r.review_status = 'DIAJUKAN' and a.region_code = ${actor.regionCode}
                  and r.author_id <> ${actor.id}) as review,
               (select count(*) from lokus_member m
                left join lokus_phase p on p.list_id = m.list_id and p.kecamatan_code = m.kecamatan_code
                where m.list_id = ${listId}::int and coalesce(p.year, 0) <= ${year}
                  and not exists (select from assignment s where s.village_code = m.village_code and s.role = 'LEAD'
                    and s.ends_on is null)
                  and not ${isDone(sql`m.village_code`)}) as leads`,
    CountRow,
  );
}

const one = z.object({ count: z.number() });

/** What waits at an officer's desk: returned activities. */
export async function officerCount(db: Reader, actor: Actor): Promise<number> {
  const query = sql`select count(*) as count ${joined}
    where a.agency_id = any(${actor.agencyIds}::int[]) and s.review_status = 'DIKEMBALIKAN'`;
  return (await queryRow(db, query, one)).count;
}

/** What a village has not said a word about. */
export async function villageCount(db: Reader, actor: Actor): Promise<number> {
  const query = sql`select count(*) as count ${joined}
    where a.village_code = ${actor.villageCode} and s.review_status in ('DIAJUKAN', 'DIVERIFIKASI')
      and p.id is null`;
  return (await queryRow(db, query, one)).count;
}
