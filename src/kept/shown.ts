import { type Sql, sql } from '../database/query.js';
import type { Actor } from '../policy.js';

/** Whether everybody reads the current revision `r` of activity `a`: it has left its author's desk, or is the only one. */
const isForAll = sql`(r.review_status = 'DIVERIFIKASI' or r.review_status <> 'DRAF' and r.submitted_at is not null
  or a.verified_revision_id is null)`;

/**
 * Activities as they are read, of those that `only` leaves by a condition on `a`: the newest revision, except that a
 * correction nobody has submitted yet, or that was taken back, is read by its own agency alone; everybody else goes on
 * reading the verified one. With each the village's standing word, the newest since the content was last changed, since
 * when it waits for an answer as a dispute, and since when its paper waits at the desk where it is; verified, it waits for
 * nobody.
 */
export const shownNow = (only: Sql): Sql => sql`
  select a.id as activity_id, d.readers::readers, s.id as revision_id, p.id as response_id, a.region_code, a.village_code,
    a.agency_id, s.author_id, s.starts_on, s.ends_on, s.review_status, s.work_status, s.submitted_at,
    case s.review_status when 'DIAJUKAN' then s.submitted_at when 'DIKEMBALIKAN' then s.reviewed_at
      when 'DRAF' then s.updated_at end as waiting_since, p.disputed_since
  from activity a join activity_revision r on r.id = a.current_revision_id
  cross join lateral (
    select 'SEMUA' as readers, r.id as revision_id where ${isForAll}
    union all select 'SENDIRI', r.id where not ${isForAll}
    union all select 'LAIN', a.verified_revision_id where not ${isForAll}) d
  join activity_revision s on s.id = d.revision_id
  left join lateral (select p.id, case when p.kind = 'SANGGAHAN' and p.answered_at is null then p.created_at end as disputed_since
    from village_response p where p.revision_id = s.id and p.created_at >= s.updated_at
    order by p.id desc limit 1) p on true
  where ${only}`;

/** Which of the kept rows `x` of shown activities this person reads. */
export const readBy = ({ agencyIds }: Actor): Sql =>
  agencyIds.length === 0
    ? sql`x.readers <> 'SENDIRI'`
    : sql`x.readers <> case when x.agency_id = any(${agencyIds}::int[]) then 'LAIN' else 'SENDIRI' end::readers`;
