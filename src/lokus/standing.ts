import { type Sql, sql } from '../database/query.js';
import type { Status } from '../web/components.js';

/** A member's status in a list: the first that holds. */
export const memberStatuses = ['tuntas', 'mulai', 'belum', 'lanjutan', 'didampingi'] as const;
export type MemberStatus = (typeof memberStatuses)[number];

/** What decides the status of a member. */
export interface Standing {
  /** The newest decision calls it tuntas. */
  done: boolean;
  /** Year in which its kecamatan begins; null where none was set. */
  phase: number | null;
  /** Its lead OPD of today. */
  lead: string | null;
  origin: 'HITUNGAN' | 'LANJUTAN' | 'TAMBAHAN' | 'SK';
}

/** Whether the newest decision about the village in this column calls it tuntas. */
export const isDone = (villageCode: Sql): Sql =>
  sql`coalesce((select decision.outcome = 'TUNTAS' from village_decision decision
    where decision.village_code = ${villageCode} order by decision.decided_on desc, decision.id desc limit 1), false)`;

/** Whether the village in this column waits for this year's decision; one that is tuntas waits for none. */
export const isUndecided = (villageCode: Sql, today: Date): Sql =>
  sql`(not ${isDone(villageCode)} and not exists (select from village_decision decision
    where decision.village_code = ${villageCode} and decision.decided_on >= date_trunc('year', ${today}::date)))`;

/**
 * The conditions of the statuses over a member `m` with its phase `p` and its open lead `s`, as `statusOf` over a row
 * that was read; `year` is this year.
 */
export const statusConditions = (year: number): Record<MemberStatus, Sql> => ({
  tuntas: isDone(sql`m.village_code`),
  mulai: sql`p.year > ${year}`,
  belum: sql`s.id is null`,
  lanjutan: sql`m.origin = 'LANJUTAN'`,
  didampingi: sql`true`,
});

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
