import { z } from 'zod';
import type { Reader, Writer } from '../database/client.js';
import { agencyNameOn, verifiedOn } from '../database/former-names.js';
import { queryRows, type Sql, sql } from '../database/query.js';
import { CommitmentParty } from '../generated/prisma/enums.js';

/** What came of undertaking `u`, as `d`: only what was confirmed counts, what was reported waits. */
const delivered = sql`left join lateral (
  select coalesce(sum(x.quantity) filter (where x.state = 'DIKONFIRMASI'), 0) as confirmed,
         coalesce(sum(x.quantity) filter (where x.state = 'DILAPORKAN'), 0) as reported,
         count(*) filter (where x.state = 'DIKONFIRMASI') as parts,
         coalesce(bool_or(x.whole) filter (where x.state = 'DIKONFIRMASI'), false) as whole,
         coalesce(bool_or(x.whole) filter (where x.state = 'DILAPORKAN'), false) as whole_reported,
         min(x.marked_at) filter (where x.state = 'DILAPORKAN') as waiting_since,
         coalesce(max(x.id), 0) as newest
  from undertaking_delivery x where x.undertaking_id = u.id) d on true`;

/**
 * Whether an undertaking was kept. Where a quantity was promised, the quantity that came and was confirmed decides:
 * forty sacks are not kept by a word. Where none was, a confirmed delivery in full does.
 */
export const isKept: Sql = sql`(case when u.quantity is null then d.whole else d.confirmed >= u.quantity end)`;

/** Whether it still stands and is not kept. */
export const isOpen: Sql = sql`(not u.withdrawn and not ${isKept})`;

/** Whether it is open and past its date. */
export const isLate = (day: Date): Sql => sql`(${isOpen} and u.due_on < ${day}::date)`;

/** Whether something was reported of it that nobody has confirmed or refused. */
export const isWaiting: Sql = sql`(d.waiting_since is not null)`;

/** Whether nothing, or only a part, of an open one was confirmed. */
export const isUntouched: Sql = sql`(${isOpen} and d.parts = 0)`;
export const isPartly: Sql = sql`(${isOpen} and d.parts > 0)`;

export const STATES = ['DITARIK', 'DIPENUHI', 'MENUNGGU', 'TERLAMBAT', 'SEBAGIAN', 'BELUM'] as const;
export type State = (typeof STATES)[number];

/** The one word for where it stands: the first that holds. */
const state = (day: Date): Sql => sql`case when u.withdrawn then 'DITARIK' when ${isKept} then 'DIPENUHI'
  when ${isWaiting} then 'MENUNGGU' when ${isLate(day)} then 'TERLAMBAT' when d.parts > 0 then 'SEBAGIAN'
  else 'BELUM' end`;

export const UndertakingRow = z.object({
  id: z.number(),
  activity_id: z.number(),
  activity: z.string(),
  village_code: z.string(),
  village: z.string(),
  kecamatan: z.string(),
  agency_id: z.number(),
  agency: z.string(),
  owed_by: z.number().nullable(),
  party: z.enum(CommitmentParty),
  party_name: z.string().nullable(),
  what: z.string(),
  quantity: z.number().nullable(),
  unit: z.string().nullable(),
  due_on: z.date().nullable(),
  born_at: z.date(),
  stated_in_id: z.number(),
  withdrawn: z.boolean(),
  confirmed: z.number(),
  reported: z.number(),
  parts: z.number(),
  whole_reported: z.boolean(),
  waiting_since: z.date().nullable(),
  newest: z.number(),
  kept: z.boolean(),
  late: z.boolean(),
  state: z.enum(STATES),
});
/** An undertaking with its place and how far it was kept. Quantities in its own unit. */
export type UndertakingRow = z.output<typeof UndertakingRow>;

/** What is told of an undertaking wherever it stands. */
export const undertakingColumns = (
  day: Date,
): Sql => sql`u.id, a.id as activity_id, r.title as activity, a.village_code,
  v.name as village, k.name as kecamatan, a.agency_id,
  ${agencyNameOn(sql`g`, verifiedOn(sql`r`))} as agency, u.agency_id as owed_by, u.party::text,
  u.party_name, u.what, u.quantity, u.unit, u.due_on, u.born_at, u.stated_in_id, u.withdrawn, d.confirmed, d.reported,
  d.parts, d.whole_reported, d.waiting_since, d.newest, ${isKept} as kept, coalesce(${isLate(day)}, false) as late,
  ${state(day)} as state`;

/** FROM of undertakings `u` with activity `a`, its verified revision `r`, place `v` and `k`, agency `g`, deliveries `d`. */
export const undertakings: Sql = sql`from undertaking u join activity a on a.id = u.activity_id
  join activity_revision r on r.id = a.verified_revision_id
  join village v on v.code = a.village_code join kecamatan k on k.code = v.kecamatan_code
  join agency g on g.id = a.agency_id ${delivered}`;

/** Undertakings under a condition, those still open and due first on top. */
export const undertakingsWhere = (db: Reader | Writer, day: Date, where: Sql): Promise<UndertakingRow[]> =>
  queryRows(
    db,
    sql`select ${undertakingColumns(day)} ${undertakings} where ${where}
        order by u.withdrawn, kept, u.due_on nulls last, u.id`,
    UndertakingRow,
  );

/** Undertakings that these agencies logged or owe, on `a` and `u`. */
export const ofAgencies = (ids: number[]): Sql =>
  sql`(a.agency_id = any(${ids}::int[]) or u.agency_id = any(${ids}::int[]))`;

/** FROM and WHERE of the undertakings that are late on a day. */
export const lateUndertakings = (day: Date): Sql => sql`from undertaking u ${delivered} where ${isLate(day)}`;
