import type { Writer } from '../database/client.js';
import { execute, literal, type Sql, sql } from '../database/query.js';
import type { NewsTopic } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';
import { inRegion, sameRegion } from '../scope.js';

/**
 * A thing about which something is new: an activity, an assignment, an OPD that ends, a referral, a case of a spot check,
 * or a village that was called tuntas a year ago.
 */
export interface NewsOf {
  topic: NewsTopic;
  id: number;
}

/** Whom each thing concerns, one row each: the officers of an OPD, the account of a village, a role of a kabupaten. */
const things = sql`(select 'LAPORAN'::news_topic as topic, a.id, a.agency_id, null::text as village_code,
    null::text as role, null::text as region_code from activity a
  union all select 'SANGGAHAN', a.id, a.agency_id, a.village_code, null, null from activity a
  union all select 'PENUGASAN', s.id, s.agency_id, s.village_code, null, null from assignment s
  union all select 'PENGGABUNGAN', g.id, unnest(array[g.id, g.successor_id]), null, null, null from agency g
  union all select 'PENGGABUNGAN', g.id, null, s.village_code, null, null from agency g
    join assignment s on s.agency_id = g.id and coalesce(s.ends_on, g.valid_to) >= g.valid_to
  union all select 'RUJUKAN', u.id, u.from_agency_id, null, null, null from undertaking u
  union all select 'RUJUKAN', u.id, null, null, 'KOORDINATOR', u.region_code from undertaking u
  union all select 'UJI_PETIK', q.id, w.agency_id, null, null, null from spot_case q
    join spot_frame w on w.check_id = q.check_id and w.activity_id = q.activity_id
  union all select 'PASCA', d.id, (select s.agency_id from assignment s where s.village_code = d.village_code
      and s.role = 'LEAD' and s.starts_on <= d.decided_on and coalesce(s.ends_on, s.starts_on) >= s.starts_on
      order by s.starts_on desc limit 1), null, null, null from village_decision d)`;

/**
 * What is new for this person, as FROM and as WHERE on `n` (news) and `e` (the change that told it): told to their
 * account, and still about the OPD or village that the account has today.
 */
export const newsFor = (actor: Actor): [from: Sql, where: Sql] => [
  sql`from news n join audit_entry e on e.id = n.entry_id`,
  sql`where n.account_id = ${actor.id} and exists (select from ${things} t where t.topic = n.topic and t.id = n.subject_id
    and (t.agency_id = any(${actor.agencyIds}::int[]) or t.village_code = ${actor.villageCode}::text
      or (t.role = ${actor.role}::text and ${inRegion(sql`t`, actor)})))`,
];

/**
 * Tells whom they concern about things, in the transaction that changes them: every account of the OPD, of the one that
 * goes on with its work, and of the village, but not who did it. What is newer about a thing takes the place of the older.
 */
export async function tell(
  tx: Writer,
  byId: number | null,
  told: (NewsOf & { entryId: number })[],
): Promise<void> {
  for (const topic of new Set(told.map((one) => one.topic))) {
    const ofTopic = told.filter((one) => one.topic === topic);
    await execute(
      tx,
      sql`with recursive t as materialized (select t.*, w.entry_id
            from unnest(${ofTopic.map((one) => one.id)}::int[], ${ofTopic.map((one) => one.entryId)}::int[]) as w (id, entry_id)
            join ${things} t on t.topic = ${literal(topic)} and t.id = w.id),
          ${GOES_ON},
          told as (select c.id as account_id, t.topic, t.id, t.entry_id
              from t join goes_on o on o.of = t.agency_id join account c on c.agency_id = o.id where ${isTold(byId)}
            union all select c.id, t.topic, t.id, t.entry_id
              from t join account c on c.village_code = t.village_code where ${isTold(byId)}
            union all select c.id, t.topic, t.id, t.entry_id
              from t join account c on c.role::text = t.role and ${sameRegion(sql`c`, sql`t`)} where ${isTold(byId)})
          insert into news (account_id, topic, subject_id, entry_id)
          select distinct on (account_id, id) * from told order by account_id, id, entry_id desc
          on conflict (account_id, topic, subject_id) do update set entry_id = excluded.entry_id`,
    );
  }
}

/** Who made it new knows it already. */
const isTold = (byId: number | null) => sql`c.disabled_at is null and c.id is distinct from ${byId}::int`;

/** Each OPD of `t` and those that go on with its work. */
const GOES_ON = sql`goes_on as (select distinct t.agency_id as of, t.agency_id as id from t where t.agency_id is not null
    union select o.of, g.successor_id from goes_on o join agency g on g.id = o.id where g.successor_id is not null)`;
