import { z } from 'zod';
import { type Sql, sql } from '../database/query.js';

/**
 * What a verified revision counts as. Sums, bars and public totals are of what was delivered; plans and what was
 * cancelled stand beside them under their own names, and their numbers are in no sum.
 */
export type Counted = 'delivered' | 'planned' | 'cancelled';

/** Whether a revision under this alias is work that was delivered, is planned, or was cancelled. */
export const countsAs: Record<Counted, (revision: Sql) => Sql> = {
  delivered: (revision) => sql`${revision}.work_status in ('BERJALAN', 'SELESAI')`,
  planned: (revision) => sql`${revision}.work_status = 'RENCANA'`,
  cancelled: (revision) => sql`${revision}.work_status = 'BATAL'`,
};

/** FROM of every verified activity `a` with the revision `w` that counts. */
export const verifiedActivities: Sql = sql`from activity a join activity_revision w on w.id = a.verified_revision_id`;

/** Where the columns of sums are read: the activity's id, aliases of its revision and its lines, which rows count. */
interface Source {
  /** Null where every group is of one activity: it need not be told from others, which costs a sort for each count. */
  activity: Sql | null;
  revision: Sql;
  line: Sql;
  only: Sql;
}
const usual: Source = { activity: sql`a.id`, revision: sql`w`, line: sql`l`, only: sql`true` };
export const ofOneActivity: Source = { ...usual, activity: null };

const filter = (state: Counted, { revision, only }: Source) =>
  sql`filter (where ${only} and ${countsAs[state](revision)})`;

const countOf = (state: Counted, from: Source) =>
  from.activity
    ? sql`count(distinct ${from.activity}) ${filter(state, from)}`
    : sql`coalesce(max(1) ${filter(state, from)}, 0)`;

/** How many activities were delivered, are planned, were cancelled. */
export const countColumns = (from = usual): Sql => {
  const count = (state: Counted) => countOf(state, from);
  return sql`${count('delivered')} as activities, ${count('planned')} as plans, ${count('cancelled')} as cancelled`;
};
export const CountRow = z.object({ activities: z.number(), plans: z.number(), cancelled: z.number() });

/** How many of the delivered were done together with another OPD. */
export const jointColumn = (from = usual): Sql =>
  sql`${countOf('delivered', { ...from, only: sql`${from.only} and ${from.line}.joint` })} as joint`;
export const JointRow = z.object({ joint: z.number() });

const sum = (column: Sql, state: Counted, from: Source) =>
  sql`coalesce(sum(${from.line}.${column}) ${filter(state, from)}, 0)`;

/** Rupiah of lines: budget and spending of what was delivered, and beside it that of the others. */
export const moneyColumns = (
  from = usual,
): Sql => sql`${sum(sql`planned_rupiah`, 'delivered', from)} as planned,
    ${sum(sql`spent_rupiah`, 'delivered', from)} as spent,
    ${sum(sql`planned_rupiah`, 'planned', from)} as plans_planned,
    ${sum(sql`spent_rupiah`, 'cancelled', from)} as cancelled_spent`;
export const MoneyRow = z.object({
  planned: z.number(),
  spent: z.number(),
  plans_planned: z.number(),
  cancelled_spent: z.number(),
});

/** Quantities of lines, to be grouped by category: funded, reached and who was helped, beside it what is planned. */
export const quantityColumns = (from = usual): Sql => sql`${sum(sql`target`, 'delivered', from)} as funded,
    ${sum(sql`realised`, 'delivered', from)} as realised,
    ${sum(sql`beneficiaries`, 'delivered', from)} as beneficiaries,
    ${sum(sql`target`, 'planned', from)} as plans_target`;
export const QuantityRow = z.object({
  funded: z.number(),
  realised: z.number(),
  beneficiaries: z.number(),
  plans_target: z.number(),
});

/**
 * What residents gave to work that was delivered, told of the OPD `agency` that logged it and of no other: days of work,
 * and goods in rupiah. It belongs to the activity as a whole, so a row of one activity holds it once.
 */
export const givenColumns = (agency: Sql): Sql => {
  const given = (column: Sql) =>
    sql`case when ${agency} = a.agency_id and ${countsAs.delivered(sql`w`)} then coalesce(w.${column}, 0) else 0 end::bigint`;
  return sql`${given(sql`work_days`)} as given_days, ${given(sql`goods_rupiah`)} as given_goods`;
};

/** The counts of a table joined as `f`, 0 where there is no row. */
export const joinedCounts: Sql = sql`coalesce(f.activities, 0) as activities, coalesce(f.plans, 0) as plans,
    coalesce(f.cancelled, 0) as cancelled`;

/** What is counted, by the names that the columns above give it. */
export const counts = ['activities', 'plans', 'cancelled'] as const;
export const quantities = ['funded', 'realised', 'beneficiaries', 'plans_target'] as const;
export const money = ['planned', 'spent', 'plans_planned', 'cancelled_spent'] as const;
export const given = ['given_days', 'given_goods'] as const;
export const measures = [...counts, 'joint', ...quantities, ...money, ...given] as const;
export type Measure = (typeof measures)[number];
