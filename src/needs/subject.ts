import { z } from 'zod';
import { type Lockable, lastChange, type Subject } from '../audit/act.js';
import type { Reader, Writer } from '../database/client.js';
import { queryRows, type Sql, sql } from '../database/query.js';
import { lockVillages } from '../database/villages.js';
import { ASSESSMENT } from '../kept/keep.js';
import type { Actor, NeedRef } from '../policy.js';
import { inRegion, scope } from '../scope.js';
import { inForce } from '../wilayah/in-force.js';

const Row = z.object({
  id: z.string(),
  name: z.string(),
  kecamatan: z.string(),
  lead_id: z.number().nullable(),
  newest: z.number(),
});
/** A village of which it is told what it needs, with its lead OPD of the day and the assessment that was told last. */
export type AssessedVillage = Lockable & {
  id: string;
  name: string;
  kecamatan: string;
  newest: number;
  ref: NeedRef;
};

/** The assessment that stood last on the page on which somebody wrote another; 0 where none did. */
export interface SeenNeeds {
  newest: number;
}

async function villagesWhere(db: Reader | Writer, day: Date, where: Sql): Promise<AssessedVillage[]> {
  const rows = await queryRows(
    db,
    sql`select v.code as id, v.name, k.name as kecamatan, s.agency_id as lead_id,
          coalesce((select max(e.id) from need_assessment e where e.village_code = v.code), 0) as newest
        from village v join kecamatan k on k.code = v.kecamatan_code
        left join assignment s on s.village_code = v.code and s.role = 'LEAD' and ${inForce(sql`s`, day)}
        where ${where} order by v.code`,
    Row,
  );
  return rows.map(({ lead_id, ...row }) => ({ ...row, ref: { villageCode: row.id, leadId: lead_id } }));
}

/** The villages whose needs this person reads. */
export const villagesOf = (db: Reader, actor: Actor, day: Date, where: Sql = sql`true`) =>
  villagesWhere(db, day, sql`${scope(actor, 'need.read')} and ${where}`);

/** Whoever assigns OPD locks villages as well, so the lead is that of the moment. */
export const assessedVillage = (day: Date): Subject<AssessedVillage, SeenNeeds> => ({
  type: ASSESSMENT,
  gone: 'Desa ini tidak ada.',
  lock: async (tx, actor, codes) => {
    await lockVillages(tx, codes);
    return villagesWhere(tx, day, sql`v.code = any(${codes}::text[]) and ${inRegion(sql`v`, actor)}`);
  },
  stale: async (tx, village, seen) =>
    village.newest === seen.newest
      ? ''
      : lastChange(tx, `Kebutuhan ${village.name}`, { type: ASSESSMENT, id: village.newest }),
});
