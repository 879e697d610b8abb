import { z } from 'zod';
import { list, moment } from '../core/format.js';
import type { Reader, Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { AssignmentRole } from '../generated/prisma/enums.js';

export const roleWords: Record<AssignmentRole, string> = { LEAD: 'OPD utama', SUPPORT: 'OPD pendukung' };

/** What becomes of villages that somebody else assigned meanwhile: leave them, or support their lead. */
export const ways = ['', 'biarkan', 'pendukung'] as const;
export type Way = (typeof ways)[number];

const TakenRow = z.object({
  code: z.string(),
  name: z.string(),
  agency: z.string(),
  agency_id: z.number(),
  role: z.enum(['LEAD', 'SUPPORT']),
  by: z.string(),
  created_at: z.date(),
});
/** An open assignment that stands in the way of a wanted one: who has it, from whom, since when. */
export type Taken = z.output<typeof TakenRow>;

interface Wanted {
  villageCodes: string[];
  agencyId: number;
  role: AssignmentRole;
}

/** What stands in the way: another lead, or the same OPD already there. */
export function readTaken(db: Reader | Writer, wanted: Wanted): Promise<Taken[]> {
  return queryRows(
    db,
    sql`select v.code, v.name, g.short_name as agency, g.id as agency_id, s.role::text, c.name as by, s.created_at
        from assignment s join village v on v.code = s.village_code join agency g on g.id = s.agency_id
        join account c on c.id = s.assigned_by_id
        where s.ends_on is null and s.village_code = any(${wanted.villageCodes}::text[])
          and (s.agency_id = ${wanted.agencyId} or (s.role = 'LEAD' and ${wanted.role} = 'LEAD'))
        order by v.code, s.role`,
    TakenRow,
  );
}

export function takenWords(taken: Taken[]): string {
  const told = taken.map(
    (one) =>
      `${one.name} sudah punya ${roleWords[one.role]} ${one.agency}, ditugaskan ${one.by} pada ${moment(one.created_at)}`,
  );
  return `${list(told)}. Pilihan Anda belum disimpan.`;
}

/** Where the OPD still goes, by the way that was chosen. */
export function placesBeside(taken: Taken[], wanted: Wanted, way: Way) {
  const own = new Set(taken.filter((one) => one.agency_id === wanted.agencyId).map((one) => one.code));
  const all = new Set(taken.map((one) => one.code));
  const free = wanted.villageCodes.filter((code) => !all.has(code));
  const beside = way === 'pendukung' ? [...all].filter((code) => !own.has(code)) : [];
  return { [wanted.role]: free, ...(beside.length > 0 && { SUPPORT: beside }) } as Partial<
    Record<AssignmentRole, string[]>
  >;
}
