import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRow, queryRows, type Sql, sql } from '../database/query.js';
import { addedUp, inParts, whole } from '../kept/counted.js';
import { CountRow, counts, JointRow, MoneyRow, money, QuantityRow, quantities } from '../kept/counting.js';

/** Whose sums `a` are asked for: a place counts a line whole, an OPD its part of it. */
export const within = {
  village: (code: string): Sql => sql`${whole} and a.village_code = ${code}`,
  agency: (id: number): Sql => sql`${inParts} and a.agency_id = ${id}`,
};

const Totals = CountRow.extend(MoneyRow.shape);
export type Totals = z.output<typeof Totals>;

/** Activities and rupiah, delivered and beside it planned and cancelled. */
export const totals = (db: Reader, where: Sql): Promise<Totals> =>
  queryRow(
    db,
    sql`select ${addedUp(...counts, ...money)} from counted_sum a where a.cut = 'SEMUA' and ${where}`,
    Totals,
  );

const CategorySum = z
  .object({ name: z.string(), unit: z.string() })
  .extend({ ...CountRow.shape, ...JointRow.shape, ...QuantityRow.shape, ...MoneyRow.shape });
export type CategorySum = z.output<typeof CategorySum>;

/** The same by category with its quantities; units differ and are never summed. */
export const byCategory = (db: Reader, where: Sql): Promise<CategorySum[]> =>
  queryRows(
    db,
    sql`select c.name, c.unit, ${addedUp(...counts, 'joint', ...quantities, ...money)}
        from counted_sum a join category c on c.code = a.code
        where a.cut = 'JENIS' and ${where} group by c.code having sum(a.activities + a.plans + a.cancelled) > 0
        order by c.position`,
    CategorySum,
  );

const FundingSum = z.object({ name: z.string(), spent: z.number() });
export type FundingSum = z.output<typeof FundingSum>;

/** Rupiah spent on what was delivered, by funder, largest first. */
export const byFunding = (db: Reader, where: Sql): Promise<FundingSum[]> =>
  queryRows(
    db,
    sql`select f.name, sum(a.spent) as spent from counted_sum a join funding_source f on f.code = a.code
        where a.cut = 'DANA' and ${where} group by f.code having sum(a.spent) > 0 order by spent desc, f.position`,
    FundingSum,
  );
