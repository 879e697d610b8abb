import { z } from 'zod';
import { number } from '../core/format.js';
import type { Reader, Writer } from '../database/client.js';
import { execute, queryRows, sql } from '../database/query.js';
import { type Here, inRegion } from '../scope.js';
import { inForce } from '../wilayah/in-force.js';

const LoadRow = z.object({
  id: z.number(),
  name: z.string(),
  short_name: z.string(),
  capacity: z.number().nullable(),
  leads: z.number(),
});
/** An OPD of today with how many villages it leads. */
export type AgencyLoad = z.output<typeof LoadRow>;
type Load = Pick<AgencyLoad, 'capacity' | 'leads'>;

/** Every OPD that exists on `day`, the fullest first. No capacity means no limit. */
export function agencyLoads(db: Reader | Writer, here: Here, day: Date): Promise<AgencyLoad[]> {
  return queryRows(
    db,
    sql`select g.id, g.name, g.short_name, g.capacity, count(s.id) as leads
        from agency g left join assignment s on s.agency_id = g.id and s.role = 'LEAD' and ${inForce(sql`s`, day)}
        where ${inRegion(sql`g`, here)} and g.valid_from <= ${day} and (g.valid_to is null or g.valid_to >= ${day})
        group by g.id
        order by count(s.id) > coalesce(g.capacity, 1000000) desc,
                 count(s.id)::float8 / coalesce(g.capacity, 1000) desc, g.short_name`,
    LoadRow,
  );
}

/**
 * The loads by OPD, for a transaction that adds to those of `ids`: their rows are locked first, so that two
 * coordinators do not both take the last place.
 */
export async function lockedLoads(
  tx: Writer,
  here: Here,
  day: Date,
  ids: number[],
): Promise<Map<number, AgencyLoad>> {
  await execute(tx, sql`select id from agency where id = any(${ids}::int[]) order by id for no key update`);
  return new Map((await agencyLoads(tx, here, day)).map((load) => [load.id, load]));
}

/** Whether one more `added` would be more than the OPD can lead. */
export const overCapacity = (load: Load, added: number): boolean =>
  load.capacity !== null && load.leads + added > load.capacity;

/** Villages led, of those it can lead: `3 dari 4`; without a capacity `3`. */
export const loadWords = ({ leads, capacity }: Load): string =>
  capacity === null ? number(leads) : `${number(leads)} dari ${number(capacity)}`;

/** What a reason is asked for. */
export const overCapacityWords = (load: Load & { short_name: string }, added: number): string =>
  `${load.short_name} akan mendampingi ${number(load.leads + added)} desa, kapasitasnya ${number(load.capacity)}.`;
