import { z } from 'zod';
import type { Lockable, Nothing, Subject } from '../audit/act.js';
import type { Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { lockVillages } from '../database/villages.js';
import { ASSESSMENT } from '../kept/keep.js';
import type { Actor, NeedRef } from '../policy.js';
import { inRegion } from '../scope.js';
import { inForce } from '../wilayah/in-force.js';

const Row = z.object({ id: z.string(), name: z.string(), lead_id: z.number().nullable() });
/** A village of which it is told what it needs, with its lead OPD of the day. */
export type Assessed = Lockable & { id: string; name: string; ref: NeedRef };

/** Whoever assigns OPD locks villages as well, so the lead is that of the moment. */
const lock = (day: Date) => async (tx: Writer, actor: Actor, codes: string[]) => {
  await lockVillages(tx, codes);
  const rows = await queryRows(
    tx,
    sql`select v.code as id, v.name, s.agency_id as lead_id from village v
        left join assignment s on s.village_code = v.code and s.role = 'LEAD' and ${inForce(sql`s`, day)}
        where v.code = any(${codes}::text[]) and ${inRegion(sql`v`, actor)}`,
    Row,
  );
  return rows.map(({ lead_id, ...row }) => ({ ...row, ref: { villageCode: row.id, leadId: lead_id } }));
};

/** Every assessment is kept beside the others, so no page of it is ever old. */
export const assessedVillage = (day: Date): Subject<Assessed, Nothing> => ({
  type: ASSESSMENT,
  gone: 'Desa ini tidak ada.',
  lock: lock(day),
  stale: async () => '',
});
