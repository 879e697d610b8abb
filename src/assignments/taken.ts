import { z } from 'zod';
import { date, list, moment } from '../core/format.js';
import type { Reader, Writer } from '../database/client.js';
import { accountNameAt } from '../database/former-names.js';
import { queryRows, sql } from '../database/query.js';
import type { AssignmentRole } from '../generated/prisma/enums.js';
import { inForce, notOver } from '../wilayah/in-force.js';

export const roleWords: Record<AssignmentRole, string> = { LEAD: 'OPD utama', SUPPORT: 'OPD pendukung' };

const TakenRow = z.object({
  code: z.string(),
  name: z.string(),
  agency: z.string(),
  agency_id: z.number(),
  role: z.enum(['LEAD', 'SUPPORT']),
  starts_on: z.date(),
  by: z.string(),
  created_at: z.date(),
});
/** An assignment that stands in the way of a wanted one: who has it, from whom, since when. */
export type Taken = z.output<typeof TakenRow>;

interface Wanted {
  villageCodes: string[];
  agencyId: number;
  role: AssignmentRole;
  startsOn: Date;
}

/** The day for which loads and what is taken are looked at: the first one, or today where that has passed. */
export const countingDay = (startsOn: Date, today: Date): Date => (startsOn > today ? startsOn : today);

/**
 * What stands in the way: the same OPD already there or coming, or another lead. For a lead assigned ahead, the lead
 * and the own support that began before make room: they end the day before.
 */
export function readTaken(db: Reader | Writer, wanted: Wanted, today: Date): Promise<Taken[]> {
  const day = countingDay(wanted.startsOn, today);
  const makesRoom = sql`(${wanted.role} = 'LEAD' and ${wanted.startsOn}::date > ${today}::date
    and s.starts_on < ${wanted.startsOn}::date and (s.role = 'LEAD') <> (s.agency_id = ${wanted.agencyId}))`;
  return queryRows(
    db,
    sql`select v.code, v.name, g.short_name as agency, g.id as agency_id, s.role::text, s.starts_on,
          ${accountNameAt(sql`c`, sql`s.created_at`)} as by, s.created_at
        from assignment s join village v on v.code = s.village_code join agency g on g.id = s.agency_id
        join account c on c.id = s.assigned_by_id
        where s.village_code = any(${wanted.villageCodes}::text[])
          and ((s.agency_id = ${wanted.agencyId} and ${notOver(sql`s`, day)})
            or (s.role = 'LEAD' and ${wanted.role} = 'LEAD' and ${inForce(sql`s`, day)}))
          and not ${makesRoom}
        order by v.code, s.role`,
    TakenRow,
  );
}

/** Who stands in the way, since when and by whom; '' where nobody does. */
export function takenWords(taken: Taken[], today: Date): string {
  if (taken.length === 0) return '';
  const told = taken.map((one) => {
    const coming = one.starts_on > today ? ` mulai ${date(one.starts_on)}` : '';
    return `${one.name} sudah punya ${roleWords[one.role]} ${one.agency}${coming}, ditugaskan ${one.by} pada ${moment(one.created_at)}`;
  });
  return `${list(told)}.`;
}
