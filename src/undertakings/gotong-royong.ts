import { z } from 'zod';
import { number, rupiah } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { queryRow, type Sql, sql } from '../database/query.js';
import { countsAs } from '../kept/counting.js';
import type { Days } from '../kept/years.js';
import { type Here, sameRegion } from '../scope.js';
import { settingInForce, settingTerms } from '../settings/settings.js';
import type { UndertakingRow } from './standing.js';

/*
 * Gotong royong: what residents gave to the work, days of work and goods. A day is worth the rate in force on the
 * first day of the activity. It stands beside the money of the activity and is in no sum of it.
 */

/** Where a rate is decided, said wherever days have no value. */
export const RATE_SET_IN = 'tarif hari kerja ditetapkan admin di Data acuan, Pengaturan';

/** Rupiah for a day of work in the kabupaten of `place` on a day; 0 where no rate was decided. */
const rateOn = (place: Sql, day: Sql): Sql => settingInForce('residentDay', sameRegion(sql`y`, place), day);

/** The rates of a kabupaten in a period, in rupiah; see `settingTerms`. */
export const ratesIn = (db: Reader, here: Here, period: Days) =>
  settingTerms(db, 'residentDay', here, period);

/** The columns `given_days`, `given_value` and `given_bare`, days without a rate, of activity `a` by its revision `w`. */
export const givenOf: Sql = sql`coalesce(w.work_days, 0) as given_days,
  coalesce(w.goods_rupiah, 0) + case when w.work_days > 0 then w.work_days * ${rateOn(sql`a`, sql`w.starts_on`)} else 0 end as given_value,
  case when w.work_days > 0 and ${rateOn(sql`a`, sql`w.starts_on`)} = 0 then w.work_days else 0 end as given_bare`;

export const GivenRow = z.object({ given_days: z.number(), given_value: z.number(), given_bare: z.number() });
/** Days of work, what they and goods are worth in rupiah, and how many days have no rate. */
export type GivenHelp = z.output<typeof GivenRow>;

/** The same, added up over the rows `d` under a condition. */
export const givenSums = (only: Sql): Sql => {
  const sum = (column: Sql) => sql`coalesce(sum(d.${column}) filter (where ${only}), 0)::bigint as ${column}`;
  return sql`${sum(sql`given_days`)}, ${sum(sql`given_value`)}, ${sum(sql`given_bare`)}`;
};

/** What residents gave to verified work in a village that goes on or is done. */
export const givenIn = (db: Reader, villageCode: string): Promise<GivenHelp> =>
  queryRow(
    db,
    sql`select ${givenSums(sql`true`)} from (select ${givenOf} from activity a
      join activity_revision w on w.id = a.verified_revision_id
      where a.village_code = ${villageCode} and ${countsAs.delivered(sql`w`)}
        and (w.work_days is not null or w.goods_rupiah is not null)) d`,
    GivenRow,
  );

/** What residents gave to one revision; null where it tells of nothing. */
export const givenTo = async (
  db: Reader,
  { id, workDays, goodsRupiah }: { id: number; workDays: number | null; goodsRupiah: bigint | null },
): Promise<GivenHelp | null> =>
  workDays || goodsRupiah
    ? queryRow(
        db,
        sql`select ${givenOf} from activity_revision w join activity a on a.id = w.activity_id where w.id = ${id}`,
        GivenRow,
      )
    : null;

/** Whether an undertaking is days of work that residents owe. */
export const isWork = ({ party, unit }: Pick<UndertakingRow, 'party' | 'unit'>): boolean =>
  party === 'WARGA' && /^(hari( orang)? kerja|hok)$/i.test(unit ?? '');

/** What was confirmed of such days, each delivery by the rate of its day. */
export const givenBy = (db: Reader, undertakingId: number): Promise<GivenHelp> =>
  queryRow(
    db,
    sql`select ${givenSums(sql`true`)} from (select given_days, given_days * rate as given_value,
        case when rate = 0 then given_days else 0 end as given_bare
      from (select x.quantity as given_days, ${rateOn(sql`u`, sql`x.delivered_on`)} as rate
        from undertaking_delivery x join undertaking u on u.id = x.undertaking_id
        where u.id = ${undertakingId} and x.state = 'DIKONFIRMASI' and x.quantity is not null) r) d`,
    GivenRow,
  );

/** "40 hari kerja, 12 di antaranya belum bernilai"; '' where nobody worked. */
export const daysWords = ({ given_days: days, given_bare: bare }: GivenHelp): string =>
  days === 0
    ? ''
    : `${number(days)} hari kerja${bare === 0 ? '' : bare === days ? ', belum bernilai' : `, ${number(bare)} belum bernilai`}`;

/** The same with what it is worth, for a page of one thing; '' where nothing was given. */
export function givenSentence(given: GivenHelp, goods: number | bigint | null = null): string {
  const worth = given.given_value > 0 ? `senilai ${rupiah(given.given_value)} di samping anggaran` : '';
  const parts = [daysWords(given), goods ? `barang ${rupiah(goods)}` : '', worth].filter(Boolean);
  return parts.join('; ') + (given.given_bare > 0 ? ` (${RATE_SET_IN})` : '');
}

/** What it is worth; the days alone where they have no rate, '' where nothing was given. */
export const givenWords = (given: GivenHelp): string =>
  given.given_value > 0 ? rupiah(given.given_value) : daysWords(given);
