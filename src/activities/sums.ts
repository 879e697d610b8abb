import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRow, queryRows, type Sql, sql } from '../database/query.js';
import {
  CountRow,
  countColumns,
  countsAs,
  MoneyRow,
  moneyColumns,
  QuantityRow,
  quantityColumns,
  verifiedActivities,
} from './counting.js';

/** Whose sums are asked for: a condition on activity `a` and village `v`. */
export const within = {
  village: (code: string): Sql => sql`a.village_code = ${code}`,
  kecamatan: (code: string): Sql => sql`v.kecamatan_code = ${code}`,
  agency: (id: number): Sql => sql`a.agency_id = ${id}`,
};

const lines = sql`${verifiedActivities} join village v on v.code = a.village_code`;

const Totals = CountRow.extend(MoneyRow.shape);
export type Totals = z.output<typeof Totals>;

/** Activities and rupiah, delivered and beside it planned and cancelled. */
export const totals = (db: Reader, where: Sql): Promise<Totals> =>
  queryRow(
    db,
    sql`select ${countColumns()}, ${moneyColumns()}
        ${lines} left join activity_line l on l.revision_id = w.id where ${where}`,
    Totals,
  );

const CategorySum = z
  .object({ name: z.string(), unit: z.string() })
  .extend({ ...CountRow.shape, ...QuantityRow.shape, ...MoneyRow.shape });
export type CategorySum = z.output<typeof CategorySum>;

/** The same by category with its quantities; units differ and are never summed. */
export const byCategory = (db: Reader, where: Sql): Promise<CategorySum[]> =>
  queryRows(
    db,
    sql`select c.name, c.unit, ${countColumns()}, ${quantityColumns()}, ${moneyColumns()}
        ${lines} join activity_line l on l.revision_id = w.id join category c on c.code = l.category_code
        where ${where} group by c.code order by c.position`,
    CategorySum,
  );

const FundingSum = z.object({ name: z.string(), spent: z.number() });
export type FundingSum = z.output<typeof FundingSum>;

/** Rupiah spent on what was delivered, by funder, largest first. */
export const byFunding = (db: Reader, where: Sql): Promise<FundingSum[]> =>
  queryRows(
    db,
    sql`select f.name, sum(l.spent_rupiah) as spent
        ${lines} join activity_line l on l.revision_id = w.id join funding_source f on f.code = l.funding_code
        where ${where} and ${countsAs.delivered(sql`w`)} and l.spent_rupiah > 0
        group by f.code order by spent desc, f.position`,
    FundingSum,
  );
