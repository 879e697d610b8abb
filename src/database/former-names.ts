import { calendarDay, date, plusDays } from '../core/format.js';
import { invalid } from '../core/problem.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { Writer } from './client.js';
import { type Sql, sql } from './query.js';

/*
 * An OPD, the person behind an account and a category bear dated names. Today's stands with its bearer; what was borne
 * before stands in `former_name` with its last day. So nothing is rewritten, and before the first known change today's
 * name holds. Each question is asked as SQL and, of what Prisma read, as a function.
 */

/** The column of `former_name` that tells whose it was, and the key that it holds. */
const owner = {
  agency: { column: sql`agency_id`, key: sql`id` },
  account: { column: sql`account_id`, key: sql`id` },
  category: { column: sql`category_code`, key: sql`code` },
};
type Owner = keyof typeof owner;

const isOf = (of: Owner, alias: Sql): Sql => sql`f.${owner[of].column} = ${alias}.${owner[of].key}`;

/** Whether it ever bore another name: told by a set that is read once for a whole query, as few ever did. */
const hadAnother = (of: Owner, alias: Sql): Sql => hasFormer(of, sql`${alias}.${owner[of].key}`);
const hasFormer = (of: Owner, key: Sql): Sql =>
  sql`${key} in (select f.${owner[of].column} from former_name f where f.${owner[of].column} is not null)`;

const thenOf = (of: Owner, alias: Sql, column: Sql, day: Sql): Sql =>
  sql`(select f.${column} from former_name f where ${isOf(of, alias)} and f.until >= ${day} order by f.until limit 1)`;

/** A name as it was on a day, with today's beside it where it differs; without a day (null) today's. */
const onDay = (of: Owner, alias: Sql, column: Sql, day: Sql): Sql =>
  sql`case when ${hadAnother(of, alias)} then
    (select case when borne.name <> ${alias}.${column} then borne.name || ' (kini ' || ${alias}.${column} || ')'
      else ${alias}.${column} end from (select ${thenOf(of, alias, column, day)} as name) borne)
    else ${alias}.${column} end`;

/** `Dinas Kesehatan (kini Dinkes PP)`: what an OPD was called in short on a day, an expression that may be null. */
export const agencyNameOn = (alias: Sql, day: Sql): Sql => onDay('agency', alias, sql`short_name`, day);
export const agencyFullNameOn = (alias: Sql, day: Sql): Sql => onDay('agency', alias, sql`name`, day);
export const categoryNameOn = (alias: Sql, day: Sql): Sql => onDay('category', alias, sql`name`, day);

/** What it was called on a day (null: today) where that was something else than today. */
const formerOn = (of: Owner, alias: Sql, day: Sql): Sql =>
  sql`case when ${hadAnother(of, alias)} then nullif(${thenOf(of, alias, sql`name`, day)}, ${alias}.name) end`;
export const formerAgencyNameOn = (alias: Sql, day: Sql): Sql => formerOn('agency', alias, day);
export const formerCategoryNameOn = (alias: Sql, day: Sql): Sql => formerOn('category', alias, day);

/** Which of its names somebody with this key bore on a day: how many had ended by then, of most bearers none. */
export const nameNumberOn = (of: 'agency' | 'category', key: Sql, day: Sql): Sql =>
  sql`case when ${hasFormer(of, key)}
    then (select count(*)::int from former_name f where f.${owner[of].column} = ${key} and f.until < ${day}) else 0 end`;

/** The name of that number where it was another than today's; null, as for no number, where it was not. */
export const formerNameNumbered = (of: 'agency' | 'category', alias: Sql, number: Sql): Sql =>
  sql`case when ${number} is not null and ${hadAnother(of, alias)} then nullif((select f.name from former_name f
    where ${isOf(of, alias)} order by f.until offset ${number} limit 1), ${alias}.name) end`;

/** One name for what is summed over many days: `Dinas A, Dinas B (kini Dinas C)`; an aggregate of the former names. */
export const namesTogether = (former: Sql, now: Sql): Sql =>
  sql`coalesce(string_agg(distinct ${former}, ', ') || ' (kini ' || max(${now}) || ')', max(${now}))`;

/** In words, wherever files and sums bear such names. */
export const namesNote =
  'Yang diverifikasi menyebut OPD dan jenis bantuan, juga strateginya, seperti pada hari verifikasi; nama yang kini lain menyusul dalam kurung.';

/** The strategy to which a category belonged on a day; it may have belonged to none. */
export const strategyOn = (alias: Sql, day: Sql): Sql =>
  sql`case when ${hadAnother('category', alias)} then
    (select case when borne.id is null then ${alias}.strategy else borne.strategy end from (select 1) one
    left join lateral (select f.id, f.strategy from former_name f where ${isOf('category', alias)} and f.until >= ${day}
      order by f.until limit 1) borne on true)
    else ${alias}.strategy end`;

/** The calendar day of a moment in Jakarta. */
export const dayOf = (moment: Sql): Sql => sql`(${moment} at time zone 'Asia/Jakarta')::date`;

/** What the person behind an account was called at the moment at which they did something. */
export const accountNameAt = (alias: Sql, moment: Sql): Sql =>
  onDay('account', alias, sql`name`, dayOf(moment));

/** The day for whose names a revision asks: that of its verification, null before. */
export const verifiedOn = (revision: Sql): Sql =>
  sql`case when ${revision}.review_status = 'DIVERIFIKASI' then ${dayOf(sql`${revision}.reviewed_at`)} end`;

/** What Prisma reads of a bearer, here of an account, so that its name of a day is known. */
export const withFormerNames = { select: { name: true, formerNames: true } } as const;
export interface Bearer {
  name: string;
  shortName?: string;
  formerNames: { name: string; shortName: string | null; until: Date }[];
}

const borne = (one: Bearer, day: Date | null) =>
  day === null
    ? undefined
    : [...one.formerNames]
        .sort((a, b) => a.until.getTime() - b.until.getTime())
        .find((former) => former.until >= day);

const both = (then: string | null | undefined, now: string): string =>
  then && then !== now ? `${then} (kini ${now})` : now;

/** The full name of a day with today's beside it, as `agencyFullNameOn`; null for today's alone. */
export const nameOn = (one: Bearer, day: Date | null): string => both(borne(one, day)?.name, one.name);
/** The same at the moment at which somebody did something. */
export const nameAt = (one: Bearer, moment: Date): string => nameOn(one, calendarDay(moment));

type Of = { agencyId: number } | { accountId: number } | { categoryCode: string };
type Old = Pick<Prisma.FormerNameUncheckedCreateInput, 'name' | 'shortName' | 'strategy'>;

/**
 * Keeps a name that is borne no more since a day. A name that held for no day, as another one came since the same day,
 * is not kept.
 * @throws Problem `invalid` at `sejak` for a day that has not come, or before the last change.
 */
export async function keepFormerName(
  tx: Writer,
  of: Of,
  old: Old,
  { since, today }: { since: Date; today: Date },
): Promise<void> {
  if (since > today) throw invalid({ sejak: 'Tanggal itu belum terjadi. Pilih hari ini atau sebelumnya.' });
  const until = plusDays(since, -1);
  const last = await tx.formerName.findFirst({ where: of, orderBy: { until: 'desc' } });
  if (last && until < last.until)
    throw invalid({
      sejak: `Nama sebelumnya berlaku sampai ${date(last.until)}. Pilih tanggal sesudahnya.`,
    });
  if (last && until.getTime() === last.until.getTime()) return;
  await tx.formerName.create({ data: { ...of, ...old, until } });
}
