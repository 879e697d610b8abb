import { type Sql, sql } from '../database/query.js';
import { isDone } from '../lokus/standing.js';
import { inForce } from '../wilayah/in-force.js';

/** What a village of a list waits for on a day: a lead, nothing, its own year. */
export type MemberTab = 'belum' | 'sudah' | 'nanti';

/** Who waits for a lead: not done, begun by the year of the day, no lead on it. On the aliases of `membersOf`. */
export function waiting(day: Date): Record<MemberTab, Sql> {
  const undone = sql`s.id is null and not ${isDone(sql`m.village_code`, day)}`;
  return {
    belum: sql`${undone} and coalesce(p.year, 0) <= ${day.getUTCFullYear()}`,
    sudah: sql`s.id is not null`,
    nanti: sql`${undone} and p.year > ${day.getUTCFullYear()}`,
  };
}

/**
 * FROM of the members `m` of official list `l`: village `v`, kecamatan `k`, year of its phase `p`, lead of the day `s`
 * with its OPD `g`, and the OPD `o` that the SK names.
 */
export const membersOf = (listId: number, day: Date): Sql =>
  sql`from lokus_member m join lokus_list l on l.id = m.list_id and l.id = ${listId}
    join village v on v.code = m.village_code join kecamatan k on k.code = m.kecamatan_code
    left join lokus_phase p on p.list_id = m.list_id and p.kecamatan_code = m.kecamatan_code
    left join assignment s on s.village_code = m.village_code and s.role = 'LEAD' and ${inForce(sql`s`, day)}
    left join agency g on g.id = s.agency_id left join agency o on o.id = m.agency_id`;
