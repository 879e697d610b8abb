import { z } from 'zod';
import { number, rupiah } from '../core/format.js';
import { type Sql, sql } from '../database/query.js';
import type { Asked, ListColumn } from '../web/list.js';

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
  activity: Sql;
  revision: Sql;
  line: Sql;
  only: Sql;
}
const usual: Source = { activity: sql`a.id`, revision: sql`w`, line: sql`l`, only: sql`true` };

const filter = (state: Counted, { revision, only }: Source) =>
  sql`filter (where ${only} and ${countsAs[state](revision)})`;

/** How many activities were delivered, are planned, were cancelled. */
export const countColumns = (from = usual): Sql => {
  const count = (state: Counted) => sql`count(distinct ${from.activity}) ${filter(state, from)}`;
  return sql`${count('delivered')} as activities, ${count('planned')} as plans, ${count('cancelled')} as cancelled`;
};
export const CountRow = z.object({ activities: z.number(), plans: z.number(), cancelled: z.number() });

/** How many of the delivered were done together with another OPD. */
export const jointColumn = (from = usual): Sql =>
  sql`count(distinct ${from.activity}) ${filter('delivered', { ...from, only: sql`${from.only} and ${from.line}.joint` })} as joint`;
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

type Beside = Pick<z.output<typeof CountRow>, 'plans' | 'cancelled'>;

/** What stands beside a count of verified activities: `9 direncanakan, 16 batal`; '' when there is nothing. */
export const besideWords = ({ plans, cancelled: ended }: Beside): string =>
  [plans > 0 ? `${number(plans)} direncanakan` : '', ended > 0 ? `${number(ended)} batal` : '']
    .filter(Boolean)
    .join(', ');

/** What was counted of each row, with what is planned and was cancelled beside it, for who may know. */
export const countedColumns = (
  label: string,
  shown: (at: Asked) => boolean,
): ListColumn<z.output<typeof CountRow>, 'kegiatan', Asked>[] => [
  {
    key: 'kegiatan_terverifikasi',
    label,
    kind: 'number',
    value: (row) => row.activities,
    cell: (row) => ({ text: number(row.activities), sub: besideWords(row) }),
    sort: 'kegiatan',
    shown,
  },
  {
    key: 'kegiatan_direncanakan',
    label: 'Kegiatan direncanakan',
    kind: 'number',
    value: (row) => row.plans,
    only: 'file',
    shown,
  },
  {
    key: 'kegiatan_batal',
    label: 'Kegiatan batal',
    kind: 'number',
    value: (row) => row.cancelled,
    only: 'file',
    shown,
  },
];

/** How many of a count were done together with others: `2 bersama`; '' when none was. */
export const jointWords = ({ joint }: z.output<typeof JointRow>): string =>
  joint > 0 ? `${number(joint)} bersama` : '';

/** What stands beside a sum of money: `direncanakan Rp 40.000.000, batal Rp 250.000`; '' when there is nothing. */
export const moneyBesideWords = (money: { plans_planned: number; cancelled_spent: number }): string =>
  [
    money.plans_planned > 0 ? `direncanakan ${rupiah(money.plans_planned)}` : '',
    money.cancelled_spent > 0 ? `terpakai pada yang batal ${rupiah(money.cancelled_spent)}` : '',
  ]
    .filter(Boolean)
    .join(', ');

/** What stands beside a quantity: `direncanakan 6`; '' when nothing is planned. */
export const plannedWords = ({ plans_target: target }: { plans_target: number }): string =>
  target > 0 ? `direncanakan ${number(target)}` : '';

/** The rule of every sum, under its table. */
export const countingNote =
  'Dihitung: kegiatan terverifikasi yang berjalan atau selesai. Yang direncanakan dan yang batal disebut tersendiri.';

/**
 * Whether revision `r` of activity `a` is a report of work that has begun by `today`: verified or submitted, and
 * neither a plan nor cancelled. A verified activity stays one while it is corrected.
 */
const isReport = (today: Date): Sql =>
  sql`((r.id = a.verified_revision_id or r.review_status = 'DIAJUKAN') and r.starts_on <= ${today}::date
    and ${countsAs.delivered(sql`r`)})`;

/** Laporan terakhir, over activities `a` and all their revisions `r`: the newest last day reported, never ahead. */
export const lastReport = (today: Date): Sql =>
  sql`max(least(r.ends_on, ${today}::date)) filter (where ${isReport(today)})`;

/** The counts of a table joined as `f`, 0 where there is no row. */
export const joinedCounts: Sql = sql`coalesce(f.activities, 0) as activities, coalesce(f.plans, 0) as plans,
    coalesce(f.cancelled, 0) as cancelled`;

/**
 * Verified activities and laporan terakhir (`newest`) of every village in which anything was logged, in one pass; told
 * of a day that is over, only what had begun by then.
 */
export const villageReports = (today: Date, begunBy: Date | null = null): Sql => sql`(select a.village_code,
    ${countColumns({
      ...usual,
      revision: sql`r`,
      only: sql`r.id = a.verified_revision_id
      and (${begunBy}::date is null or r.starts_on <= ${begunBy}::date)`,
    })},
    ${lastReport(today)} as newest
  from activity a join activity_revision r on r.activity_id = a.id group by a.village_code)`;
