import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRow, queryRows, type Sql, sql } from '../database/query.js';
import {
  CountRow,
  countColumns,
  countsAs,
  JointRow,
  jointColumn,
  MoneyRow,
  moneyColumns,
  QuantityRow,
  quantityColumns,
  verifiedActivities,
} from './counting.js';
import { agencyLines, countsFor, wholeLines } from './shares.js';

/** Whose sums are asked for: which lines `l`, and which of them by a condition on activity `a`, village `v` and `l`. */
interface Within {
  lines: Sql;
  where: Sql;
}

/** A place counts a line whole, an OPD its part of it. */
export const within = {
  village: (code: string): Within => ({ lines: wholeLines, where: sql`a.village_code = ${code}` }),
  kecamatan: (code: string): Within => ({ lines: wholeLines, where: sql`v.kecamatan_code = ${code}` }),
  agency: (id: number): Within => ({ lines: agencyLines, where: sql`${countsFor} = ${id}` }),
};

const places = sql`${verifiedActivities} join village v on v.code = a.village_code`;

const Totals = CountRow.extend(MoneyRow.shape);
export type Totals = z.output<typeof Totals>;

/** Activities and rupiah, delivered and beside it planned and cancelled. */
export const totals = (db: Reader, { lines, where }: Within): Promise<Totals> =>
  queryRow(
    db,
    sql`select ${countColumns()}, ${moneyColumns()}
        ${places} left join ${lines} l on l.revision_id = w.id where ${where}`,
    Totals,
  );

const CategorySum = z
  .object({ name: z.string(), unit: z.string() })
  .extend({ ...CountRow.shape, ...JointRow.shape, ...QuantityRow.shape, ...MoneyRow.shape });
export type CategorySum = z.output<typeof CategorySum>;

/** The same by category with its quantities; units differ and are never summed. */
export const byCategory = (db: Reader, { lines, where }: Within): Promise<CategorySum[]> =>
  queryRows(
    db,
    sql`select c.name, c.unit, ${countColumns()}, ${jointColumn()}, ${quantityColumns()}, ${moneyColumns()}
        ${places} join ${lines} l on l.revision_id = w.id join category c on c.code = l.category_code
        where ${where} group by c.code order by c.position`,
    CategorySum,
  );

const FundingSum = z.object({ name: z.string(), spent: z.number() });
export type FundingSum = z.output<typeof FundingSum>;

/** Rupiah spent on what was delivered, by funder, largest first. */
export const byFunding = (db: Reader, { lines, where }: Within): Promise<FundingSum[]> =>
  queryRows(
    db,
    sql`select f.name, sum(l.spent_rupiah) as spent
        ${places} join ${lines} l on l.revision_id = w.id join funding_source f on f.code = l.funding_code
        where ${where} and ${countsAs.delivered(sql`w`)} and l.spent_rupiah > 0
        group by f.code order by spent desc, f.position`,
    FundingSum,
  );
