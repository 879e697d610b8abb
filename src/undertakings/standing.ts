import { z } from 'zod';
import type { Reader, Writer } from '../database/client.js';
import { agencyNameOn, dayOf, verifiedOn } from '../database/former-names.js';
import { queryRows, type Sql, sql } from '../database/query.js';
import { CommitmentParty, ReferralAnswer, UndertakingKind } from '../generated/prisma/enums.js';
import { cameOf, isKept, isOpen } from '../kept/undertakings.js';

/** A referral that the asked OPD has not answered, and one that it declined. */
export const isOffered: Sql = sql`(u.answer = 'DITAWARKAN' and not u.withdrawn)`;
export const isDeclined: Sql = sql`(u.answer = 'DITOLAK')`;

/** Whether it is open and past its date. */
export const isLate = (day: Date): Sql => sql`(${isOpen} and u.due_on < ${day}::date)`;

/** Whether something was reported of it that nobody has confirmed or refused. */
export const isWaiting: Sql = sql`(d.waiting_since is not null)`;

/** Whether nothing, or only a part, of an open one was confirmed. */
export const isUntouched: Sql = sql`(${isOpen} and d.parts = 0 and u.answer is distinct from 'DITAWARKAN')`;
export const isPartly: Sql = sql`(${isOpen} and d.parts > 0)`;

export const STATES = [
  'DITARIK',
  'DITOLAK',
  'DITAWARKAN',
  'DIPENUHI',
  'MENUNGGU',
  'TERLAMBAT',
  'SEBAGIAN',
  'BELUM',
] as const;
export type State = (typeof STATES)[number];

/** The one word for where it stands: the first that holds. */
const state = (day: Date): Sql => sql`case when u.withdrawn then 'DITARIK' when ${isDeclined} then 'DITOLAK'
  when ${isOffered} then 'DITAWARKAN' when ${isKept} then 'DIPENUHI'
  when ${isWaiting} then 'MENUNGGU' when ${isLate(day)} then 'TERLAMBAT' when d.parts > 0 then 'SEBAGIAN'
  else 'BELUM' end`;

export const OwedRow = z.object({
  id: z.number(),
  kind: z.enum(UndertakingKind),
  activity_id: z.number().nullable(),
  village_code: z.string().nullable(),
  village: z.string().nullable(),
  kecamatan: z.string().nullable(),
  from_agency: z.number().nullable(),
  /** The agency it came from, as it was called when it was stated. */
  asker: z.string().nullable(),
  owed_by: z.number().nullable(),
  owner: z.string().nullable(),
  party: z.enum(CommitmentParty),
  party_name: z.string().nullable(),
  what: z.string(),
  quantity: z.number().nullable(),
  unit: z.string().nullable(),
  due_on: z.date().nullable(),
  born_at: z.date(),
  stated_in_id: z.number().nullable(),
  withdrawn: z.boolean(),
  answer: z.enum(ReferralAnswer).nullable(),
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
export type OwedRow = z.output<typeof OwedRow>;

export const UndertakingRow = OwedRow.extend({
  /** The title of the activity that it was stated in, and its agency as it was called when that was verified. */
  activity: z.string().nullable(),
  agency: z.string().nullable(),
});
/** The same with where it came from. */
export type UndertakingRow = z.output<typeof UndertakingRow>;

const born = dayOf(sql`u.born_at`);

/** What is told of an undertaking without its activity. */
export const owedColumns = (day: Date): Sql => sql`u.id, u.kind::text, u.activity_id, u.village_code,
  v.name as village, k.name as kecamatan, u.from_agency_id as from_agency,
  ${agencyNameOn(sql`g`, born)} as asker, u.agency_id as owed_by,
  ${agencyNameOn(sql`o`, born)} as owner, u.party::text,
  u.party_name, u.what, u.quantity, u.unit, u.due_on, u.born_at, u.stated_in_id, u.withdrawn, u.answer::text, d.confirmed, d.reported,
  d.parts, d.whole_reported, d.waiting_since, d.newest, ${isKept} as kept, coalesce(${isLate(day)}, false) as late,
  ${state(day)} as state`;
export const undertakingColumns = (day: Date): Sql => sql`${owedColumns(day)}, r.title as activity,
  ${agencyNameOn(sql`g`, sql`coalesce(${verifiedOn(sql`r`)}, ${born})`)} as agency`;

/**
 * FROM of undertakings `u` with their place `v` and `k`, the agency `g` they came from, `o` that owes them, their deliveries
 * `d`. It names no activity: what is kept of an answer outlives the reports that come.
 */
export const owedThings: Sql = sql`from undertaking u
  left join village v on v.code = u.village_code left join kecamatan k on k.code = v.kecamatan_code
  left join agency g on g.id = u.from_agency_id left join agency o on o.id = u.agency_id
  ${cameOf}`;
/** The same with the verified revision `r` of their activity. */
export const undertakings: Sql = sql`${owedThings} left join activity a on a.id = u.activity_id
  left join activity_revision r on r.id = a.verified_revision_id`;

/** Undertakings under a condition, those still open and due first on top. */
export const undertakingsWhere = (db: Reader | Writer, day: Date, where: Sql): Promise<UndertakingRow[]> =>
  queryRows(
    db,
    sql`select ${undertakingColumns(day)} ${undertakings} where ${where}
        order by u.withdrawn, kept, u.due_on nulls last, u.id`,
    UndertakingRow,
  );

/** Undertakings that came from these agencies or that they owe, on `u`. */
export const ofAgencies = (ids: number[]): Sql =>
  sql`(u.from_agency_id = any(${ids}::int[]) or u.agency_id = any(${ids}::int[]))`;

/** FROM and WHERE of the undertakings that are open. */
export const openUndertakings: Sql = sql`from undertaking u ${cameOf} where ${isOpen}`;

/** FROM and WHERE of the undertakings that are late on a day. */
export const lateUndertakings = (day: Date): Sql => sql`from undertaking u ${cameOf} where ${isLate(day)}`;
