import { type Sql, sql } from '../database/query.js';
import type { Status } from '../web/components.js';
import { listInForce } from '../wilayah/in-force.js';

/** A member's status in a list: the first that holds. */
export const memberStatuses = ['tuntas', 'mulai', 'belum', 'lanjutan', 'didampingi'] as const;
export type MemberStatus = (typeof memberStatuses)[number];

/** What decides the status of a member. */
export interface Standing {
  /** The newest decision for the year of the list calls it tuntas. */
  done: boolean;
  /** Year in which its kecamatan begins; null where none was set. */
  phase: number | null;
  /** Its lead OPD of the day. */
  lead: string | null;
  origin: 'HITUNGAN' | 'LANJUTAN' | 'TAMBAHAN' | 'SK';
}

const listYear = (villageCode: Sql, day: Date): Sql =>
  sql`(select o.year from ${listInForce(villageCode, sql`${day.getUTCFullYear()}::int`)} o)`;

/**
 * Whether the village in this column is tuntas in the list that is in force on the day: by the newest decision made for
 * that list, whenever it was made. One that is chosen anew is not tuntas in the new list.
 */
export const isDone = (villageCode: Sql, day: Date): Sql =>
  sql`coalesce((select decision.outcome = 'TUNTAS' from village_decision decision
    where decision.village_code = ${villageCode} and decision.list_year = ${listYear(villageCode, day)}
    order by decision.decided_on desc, decision.id desc limit 1), false)`;

/** Whether nothing was decided yet about the village in this column for the list that is in force on the day. */
export const isUndecided = (villageCode: Sql, day: Date): Sql =>
  sql`not exists (select from village_decision decision
    where decision.village_code = ${villageCode} and decision.list_year = ${listYear(villageCode, day)})`;

/**
 * The conditions of the statuses over a member `m` with its phase `p` and its lead `s` of the day, as `statusOf` over a
 * row that was read.
 */
export const statusConditions = (day: Date): Record<MemberStatus, Sql> => ({
  tuntas: isDone(sql`m.village_code`, day),
  mulai: sql`p.year > ${day.getUTCFullYear()}`,
  belum: sql`s.id is null`,
  lanjutan: sql`m.origin = 'LANJUTAN'`,
  didampingi: sql`true`,
});

/** The status of a member in a year. */
export function statusOf(member: Standing, year: number): MemberStatus {
  if (member.done) return 'tuntas';
  if (member.phase !== null && member.phase > year) return 'mulai';
  if (member.lead === null) return 'belum';
  return member.origin === 'LANJUTAN' ? 'lanjutan' : 'didampingi';
}

/** The status as icon and word. */
export function standingView(member: Standing, year: number): Status {
  const views: Record<MemberStatus, Status> = {
    tuntas: { icon: 'flag', label: 'Tuntas', tone: 'good' },
    mulai: { icon: 'calendar3', label: `Mulai ${member.phase}`, tone: '' },
    belum: { icon: 'person-dash', label: 'Belum ada OPD', tone: 'warn' },
    lanjutan: { icon: 'arrow-repeat', label: 'Lanjutan', tone: 'good' },
    didampingi: { icon: 'people-fill', label: 'Didampingi', tone: 'good' },
  };
  return views[statusOf(member, year)];
}
