import { z } from 'zod';
import type { Reader, Writer } from '../database/client.js';
import { nameNumberOn, verifiedOn } from '../database/former-names.js';
import { execute, join, listed, queryRow, queryRows, type Sql, sql } from '../database/query.js';
import { lockVillages } from '../database/villages.js';
import { Prisma } from '../generated/prisma/client.js';
import { countedNow } from './counted.js';
import { measures } from './counting.js';
import { reportedNow } from './months.js';
import { type CellsOnly, type Changed, cellsOf, everyCell, needsNow, theseCells } from './needs.js';
import { reportsNow } from './reports.js';
import { shownNow } from './shown.js';

/*
 * Kept figures: what pages ask for again and again stands in rows, written in the transaction that changes it. The rules
 * stand once, as the query that tells the rows of some activities; keeping, rebuilding and comparing are made from it.
 */

/** How the trail calls an activity, what a village needed on a day, and an undertaking. */
export const ACTIVITY = 'kegiatan';
export const ASSESSMENT = 'kebutuhan';
export const UNDERTAKING = 'komitmen';
/** How it calls those whose names activities bear. */
export const AGENCY = 'OPD';
export const CATEGORY = 'kategori';

/** To be raised with every change of the rules below: the next start then writes all rows anew. */
const RULES = 8;

interface Kept {
  table: string;
  key: string[];
  rest: string[];
}
interface KeptByActivity extends Kept {
  /** The rows as they should be, of the activities `a` under a condition. */
  now: (only: Sql) => Sql;
}

const shown: KeptByActivity = {
  table: 'shown_activity',
  key: ['activity_id', 'readers'],
  rest: [
    ...['revision_id', 'response_id', 'region_code', 'village_code', 'agency_id', 'author_id', 'starts_on'],
    ...['ends_on', 'review_status', 'work_status', 'submitted_at', 'waiting_since', 'disputed_since'],
  ],
  now: shownNow,
};
const reports: KeptByActivity = {
  table: 'activity_report',
  key: ['activity_id', 'revision_id'],
  rest: ['village_code', 'agency_id', 'starts_on', 'ends_on'],
  now: reportsNow,
};
const months: KeptByActivity = {
  table: 'reported_month',
  key: ['activity_id', 'month'],
  rest: ['village_code', 'agency_id', 'since'],
  now: reportedNow,
};
const counted: KeptByActivity = {
  table: 'counted_activity',
  key: ['activity_id', 'lines', 'agency_id', 'cut', 'code'],
  rest: ['agency_name_no', 'category_name_no', 'region_code', 'village_code', 'starts_on', ...measures],
  now: countedNow,
};
const byActivity = [shown, reports, months, counted];

/** Made from the counted rows, so it is kept after them. */
const needs: Kept = {
  table: 'need_standing',
  key: ['village_code', 'category_code'],
  rest: [
    ...['assessment_id', 'assessed_on', 'baseline', 'target', 'funded', 'delivered', 'planned'],
    ...['planners', 'servers', 'offered', 'accepted', 'asked', 'accepters'],
  ],
};

/** Names of tables, all from the constants of this file: SQL takes no name as a parameter. */
const raw = Prisma.raw;
const names = (columns: readonly string[], of = '') => listed(columns, (column) => of + column);
const summed = (what: (measure: string) => string) =>
  listed(measures, (one) => `sum(${what(one)})::bigint as ${one}`);

/** What tells sums apart: among others the year in which activities began, and under which names they count. */
const SUM_KEY = [
  ...['village_code', 'agency_id', 'lines', 'cut', 'code', 'year'],
  ...['agency_name_no', 'category_name_no'],
];

/**
 * Parts of one statement that make the rows `x` that stand under a condition what they should be. What should not stand is
 * looked up in the others whole, as the server takes them for a few and would hold each row against each.
 */
function kept({ table, key, rest }: Kept, now: Sql, { from, only }: { from: Sql; only: Sql }): Sql {
  const [name, fresh] = [raw(table), raw(`fresh_${table}`)];
  return sql`${fresh} as materialized (select ${names([...key, ...rest])} from (${now}) n),
    ${raw(`put_${table}`)} as (insert into ${name} as x (${names([...key, ...rest])}) select * from ${fresh}
      on conflict (${names(key)}) do update set (${names(rest)}) = (${names(rest, 'excluded.')})
      where (${names(rest, 'x.')}) is distinct from (${names(rest, 'excluded.')})),
    ${raw(`gone_${table}`)} as (delete from ${name} x ${from} where ${only}
      and (${names(key, 'x.')}) not in (select ${names(key)} from ${fresh}))`;
}

/** The sums as they come of counted rows; `what` is added of each measure. */
const sumsOf = (rows: Sql, what = (measure: string) => measure) => sql`
  select region_code, ${names(SUM_KEY)}, ${summed(what)}
  from (select *, extract(year from starts_on)::int as year from ${rows} c) d group by region_code, ${names(SUM_KEY)}`;

/** What is added to the sums: the rows as they should be less those that stood there. */
const moved = (only: Sql) =>
  sql`moved as (${sumsOf(
    sql`(select 1 as sign, f.* from fresh_counted_activity f
      union all select -1, ${names([...counted.key, ...counted.rest], 'x.')}
        from counted_activity x join activity a on a.id = x.activity_id where ${only})`,
    (one) => `sign * ${one}`,
  )})`;

const isNothing = listed(measures, (one) => `${one} = 0`, ' and ');

const ofActivities = (only: Sql) => ({
  from: sql`using activity a`,
  only: sql`a.id = x.activity_id and ${only}`,
});

/**
 * Makes the kept rows of the activities under a condition on `a` what they should be, and moves the sums with them. Each
 * activity is locked by whoever changes it; sums are met in the order of their keys, so that nobody waits in a circle.
 */
const keep = (tx: Writer, only: Sql): Promise<number> =>
  execute(
    tx,
    sql`with ${join(
      byActivity.map((one) => kept(one, one.now(only), ofActivities(only))),
      ', ',
    )}, ${moved(only)}
    insert into counted_sum as x (region_code, ${names(SUM_KEY)}, ${names(measures)})
    select * from moved where not (${isNothing}) order by ${names(SUM_KEY)}
    on conflict (${names(SUM_KEY)}) do update set ${listed(measures, (one) => `${one} = x.${one} + excluded.${one}`)}`,
  );

/** Makes the kept rows of needs what they should be. */
const keepNeeds = (tx: Writer, only: CellsOnly): Promise<number> => {
  const stands = { from: sql``, only: only(sql`x.village_code`, sql`x.category_code`) };
  return execute(tx, sql`with ${kept(needs, needsNow(only), stands)} select`);
};

const Renamed = z.object({ id: z.number() });

/**
 * Activities that count under another name since these OPD and kinds of help were changed, as a name may be told for days
 * that were. Who verifies meanwhile waits, so that none is left under the name of before.
 */
async function renamed(tx: Writer, agencies: number[], categories: string[]): Promise<number[]> {
  await execute(tx, sql`lock table counted_activity in share row exclusive mode`);
  const number = (of: 'agency' | 'category', key: Sql) => nameNumberOn(of, key, verifiedOn(sql`w`));
  const rows = await queryRows(
    tx,
    sql`select distinct c.activity_id as id from counted_activity c join activity a on a.id = c.activity_id
        join activity_revision w on w.id = a.verified_revision_id
        where c.agency_id = any(${agencies}::int[]) and c.agency_name_no <> ${number('agency', sql`c.agency_id`)}
          or c.cut = 'JENIS' and c.code = any(${categories}::text[])
            and c.category_name_no <> ${number('category', sql`c.code`)}`,
    Renamed,
  );
  return rows.map(({ id }) => id);
}

/**
 * The last thing of every change: the kept rows of what it was about are what they should be. Needs of a village are told
 * anew by one after the other, each with what the one before it stored.
 */
export async function keepUp(tx: Writer, changed: Changed): Promise<void> {
  if (Object.values(changed).flat().length === 0) return;
  const { activities = [], agencies = [], categories = [] } = changed;
  if (activities.length > 0) await keep(tx, sql`a.id = any(${activities}::int[])`);
  if (agencies.length + categories.length > 0) {
    const others = await renamed(tx, agencies, categories);
    if (others.length > 0) await keep(tx, sql`a.id = any(${others}::int[])`);
  }
  const cells = await cellsOf(tx, changed);
  if (cells.length === 0) return;
  const villages = cells.map(({ village_code }) => village_code);
  await lockVillages(tx, villages);
  await keepNeeds(tx, theseCells(cells));
}

/** Rows of a table as they should be. */
const fill = ({ table, key, rest }: Kept, now: Sql) =>
  sql`insert into ${raw(table)} (${names([...key, ...rest])}) select ${names([...key, ...rest])} from (${now}) n`;

/** Writes all kept rows anew; changes of activities wait meanwhile. */
export async function rebuild(tx: Writer): Promise<void> {
  const tables = ['counted_sum', ...[...byActivity, needs].map(({ table }) => table)].map(raw);
  await execute(tx, sql`lock table ${join(tables, ', ')} in share row exclusive mode`);
  for (const table of [...tables, raw('kept_rules')]) await execute(tx, sql`delete from ${table}`);
  for (const one of byActivity) await execute(tx, fill(one, one.now(sql`true`)));
  await execute(
    tx,
    sql`insert into counted_sum (region_code, ${names(SUM_KEY)}, ${names(measures)})
      select * from (${sumsOf(sql`counted_activity`)}) s where not (${isNothing})`,
  );
  await execute(tx, fill(needs, needsNow(everyCell)));
  await execute(tx, sql`insert into kept_rules (rules) values (${RULES}::int)`);
}

const Stale = z.object({ stale: z.boolean() });

/** Whether kept rows stand by older rules, as after the migration that brought them; they are to be rebuilt. */
export async function isStale(db: Reader): Promise<boolean> {
  const query = sql`select not exists (select from kept_rules where rules = ${RULES}) as stale`;
  return (await queryRow(db, query, Stale)).stale;
}

const Wrong = z.object({ table: z.string(), rows: z.number() });

/** How many kept rows are not what they should be, by table; none where all is well. */
export function differences(db: Reader | Writer) {
  const pair = ({ table, key, rest }: Kept, now: Sql) => ({
    table,
    stands: sql`select ${names([...key, ...rest])} from ${raw(table)}`,
    should: sql`select ${names([...key, ...rest])} from (${now}) n`,
  });
  const pairs = [
    ...byActivity.map((one) => pair(one, one.now(sql`true`))),
    pair(needs, needsNow(everyCell)),
    {
      table: 'counted_sum',
      stands: sql`select region_code, ${names(SUM_KEY)}, ${names(measures)} from counted_sum where not (${isNothing})`,
      should: sql`select * from (${sumsOf(sql`(${countedNow(sql`true`)})`)}) n where not (${isNothing})`,
    },
  ];
  const count = ({ table, stands, should }: ReturnType<typeof pair>) =>
    sql`select ${table} as "table", count(*) as rows from ((${stands} except all ${should}) union all
      (${should} except all ${stands})) d having count(*) > 0`;
  return queryRows(db, join(pairs.map(count), ' union all '), Wrong);
}
