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
import { addedSums, SUM_KEY, summed } from './sums.js';

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
const RULES = 9;

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

const columnsOf = ({ key, rest }: Kept) => names([...key, ...rest]);
/** The part of a statement that tells the rows as they should be. */
const freshOf = (one: Kept, now: Sql) =>
  sql`${raw(`fresh_${one.table}`)} as materialized (select ${columnsOf(one)} from (${now}) n)`;

/**
 * Parts of one statement that make the rows `x` that stand under a condition what they should be. Which do not stand yet,
 * still should or should no more is looked up in the others whole (also by `is true`), as the server takes them for a few and would hold
 * each row against each. Whose rows they are is locked, so none comes meanwhile.
 */
function kept(one: Kept, now: Sql, standing: Sql): Sql {
  const { table, key, rest } = one;
  const [name, fresh, stood] = [raw(table), raw(`fresh_${table}`), raw(`stood_${table}`)];
  return sql`${freshOf(one, now)},
    ${stood} as materialized (select ${names([...key, ...rest], 'x.')} from ${name} x ${standing}),
    ${raw(`put_${table}`)} as (insert into ${name} (${columnsOf(one)}) select * from ${fresh} f
      where (${names(key, 'f.')}) not in (select ${names(key)} from ${stood})),
    ${raw(`changed_${table}`)} as (update ${name} x set (${names(rest)}) = (${names(rest, 'f.')}) from ${fresh} f
      where (${names(key, 'x.')}) = (${names(key, 'f.')}) and ((${names(key, 'f.')}) in (select ${names(key)} from ${stood})) is true
      and (${names(rest, 'x.')}) is distinct from (${names(rest, 'f.')})),
    ${raw(`gone_${table}`)} as (delete from ${name} x using ${stood} s where (${names(key, 'x.')}) = (${names(key, 's.')})
      and (${names(key, 's.')}) not in (select ${names(key)} from ${fresh}))`;
}

/** The rows of activities that the parts above tell, as they should be and as they stood. */
const fresh = { sign: 1, shown: sql`fresh_shown_activity`, counted: sql`fresh_counted_activity` } as const;
const stood = { sign: -1, shown: sql`stood_shown_activity`, counted: sql`stood_counted_activity` } as const;

const sumColumns = names(['region_code', ...SUM_KEY, ...summed]);
const isNothing = listed(summed, (one) => `${one} = 0`, ' and ');

/**
 * Makes the kept rows of the activities under a condition on `a` what they should be, and moves the sums with them. Each
 * activity is locked by whoever changes it; sums are met in the order of their keys, so that nobody waits in a circle.
 */
const keep = (tx: Writer, only: Sql): Promise<number> =>
  execute(
    tx,
    sql`with ${join(
      byActivity.map((one) =>
        kept(one, one.now(only), sql`join activity a on a.id = x.activity_id where ${only}`),
      ),
      ', ',
    )}
    insert into counted_sum as x (${sumColumns})
    select * from (${addedSums(fresh, stood)}) s where not (${isNothing}) order by ${names(SUM_KEY)}
    on conflict (${names(SUM_KEY)}) do update set ${listed(summed, (one) => `${one} = x.${one} + excluded.${one}`)}`,
  );

/** Makes the kept rows of needs what they should be. */
const keepNeeds = (tx: Writer, only: CellsOnly): Promise<number> => {
  const standing = sql`where ${only(sql`x.village_code`, sql`x.category_code`)}`;
  return execute(tx, sql`with ${kept(needs, needsNow(only), standing)} select`);
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
const fill = (one: Kept, now: Sql) =>
  sql`insert into ${raw(one.table)} (${columnsOf(one)}) select ${columnsOf(one)} from (${now}) n`;

/** Writes all kept rows anew; changes of activities wait meanwhile. */
export async function rebuild(tx: Writer): Promise<void> {
  const tables = ['counted_sum', ...[...byActivity, needs].map(({ table }) => table)].map(raw);
  await execute(tx, sql`lock table ${join(tables, ', ')} in share row exclusive mode`);
  for (const table of [...tables, raw('kept_rules')]) await execute(tx, sql`delete from ${table}`);
  for (const one of byActivity) await execute(tx, fill(one, one.now(sql`true`)));
  await execute(
    tx,
    sql`insert into counted_sum (${sumColumns})
      select * from (${addedSums({ sign: 1, shown: raw(shown.table), counted: raw(counted.table) })}) s where not (${isNothing})`,
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
  const pair = (one: Kept, should: Sql) => ({
    table: one.table,
    stands: sql`select ${columnsOf(one)} from ${raw(one.table)}`,
    should: sql`select ${columnsOf(one)} from ${should}`,
  });
  const pairs = [
    ...byActivity.map((one) => pair(one, raw(`fresh_${one.table}`))),
    pair(needs, sql`(${needsNow(everyCell)}) n`),
    {
      table: 'counted_sum',
      stands: sql`select ${sumColumns} from counted_sum where not (${isNothing})`,
      should: sql`select * from (${addedSums(fresh)}) n where not (${isNothing})`,
    },
  ];
  const count = ({ table, stands, should }: ReturnType<typeof pair>) =>
    sql`select ${table} as "table", count(*) as rows from ((${stands} except all ${should}) union all
      (${should} except all ${stands})) d having count(*) > 0`;
  const parts = join(
    byActivity.map((one) => freshOf(one, one.now(sql`true`))),
    ', ',
  );
  return queryRows(db, sql`with ${parts} ${join(pairs.map(count), ' union all ')}`, Wrong);
}
