import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { LokusList } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { type Here, ofRegion, sees } from '../scope.js';

/** A draft that this person may read. */
export async function findDraft(db: Reader, actor: Actor, id: number): Promise<LokusList | null> {
  if (!(await sees({ db, actor }, 'lokus.read', id))) return null;
  return db.lokusList.findFirst({ where: { id, status: 'DRAF' } });
}

/** The official list in force in a year: that of the newest year up to it, in its newest edition. */
export async function currentList(db: Reader, here: Here, year: number) {
  return db.lokusList.findFirst({
    where: { ...ofRegion(here), status: 'FIXED', year: { lte: year } },
    orderBy: [{ year: 'desc' }, { edition: 'desc' }],
    select: { id: true, year: true },
  });
}

const PhaseRow = z.object({
  code: z.string(),
  name: z.string(),
  year: z.number(),
  members: z.number(),
  continuing: z.number(),
});
export type PhaseRow = z.output<typeof PhaseRow>;

/** The phases of a list: each kecamatan with its year and how many units it has. */
export function phasesOf(db: Reader, listId: number): Promise<PhaseRow[]> {
  return queryRows(
    db,
    sql`select k.code, k.name, p.year, count(m.village_code) as members,
               count(m.village_code) filter (where m.origin = 'LANJUTAN') as continuing
        from lokus_phase p join kecamatan k on k.code = p.kecamatan_code
        left join lokus_member m on m.list_id = p.list_id and m.kecamatan_code = p.kecamatan_code
        where p.list_id = ${listId} group by k.code, p.year order by p.year, k.code`,
    PhaseRow,
  );
}
