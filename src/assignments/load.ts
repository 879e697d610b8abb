import { z } from 'zod';
import type { Reader, Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';

const LoadRow = z.object({
  id: z.number(),
  name: z.string(),
  short_name: z.string(),
  capacity: z.number().nullable(),
  leads: z.number(),
});
/** An OPD of today with how many villages it leads. */
export type AgencyLoad = z.output<typeof LoadRow>;

/** Every OPD that exists on `day`, the fullest first. No capacity means no limit. */
export function agencyLoads(db: Reader | Writer, regionCode: string, day: Date): Promise<AgencyLoad[]> {
  return queryRows(
    db,
    sql`select g.id, g.name, g.short_name, g.capacity, count(s.id) as leads
        from agency g left join assignment s on s.agency_id = g.id and s.role = 'LEAD' and s.ends_on is null
        where g.region_code = ${regionCode} and g.valid_from <= ${day} and (g.valid_to is null or g.valid_to >= ${day})
        group by g.id
        order by count(s.id) > coalesce(g.capacity, 1000000) desc,
                 count(s.id)::float8 / coalesce(g.capacity, 1000) desc, g.short_name`,
    LoadRow,
  );
}

/** Whether one more `added` would be more than the OPD can lead. */
export const overCapacity = (load: Pick<AgencyLoad, 'capacity' | 'leads'>, added: number): boolean =>
  load.capacity !== null && load.leads + added > load.capacity;
