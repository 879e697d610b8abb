import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { LokusList } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { listScope } from '../scope.js';
import { type Reign, reignOf } from './in-force.js';

export type List = LokusList;

export function findDraft(db: Reader, actor: Actor, id: number): Promise<List | null> {
  return db.lokusList.findFirst({
    where: { regionCode: actor.regionCode, id, status: 'DRAFT' },
  });
}

/** The official list in force in a year: that of the newest year up to it, in its newest edition. */
export async function currentList(db: Reader, regionCode: string, year: number) {
  return db.lokusList.findFirst({
    where: { regionCode, status: 'FIXED', year: { lte: year } },
    orderBy: [{ year: 'desc' }, { edition: 'desc' }],
    select: { id: true, year: true },
  });
}

const ListRow = z.object({
  id: z.number(),
  year: z.number(),
  edition: z.number(),
  status: z.enum(['DRAFT', 'FIXED']),
  sk_number: z.string().nullable(),
  sk_date: z.date().nullable(),
  run_id: z.number().nullable(),
  members: z.number(),
  kecamatan: z.number(),
  continuing: z.number(),
  author: z.string(),
  newest: z.boolean(),
});
/** A list as it stands in the index; a draft has no days yet. */
export type ListRow = z.output<typeof ListRow> & { reign: Reign | null };

/** Every official list and draft that this person sees, newest year first. */
export async function listsFor(db: Reader, actor: Actor, today: Date): Promise<ListRow[]> {
  const rows = await queryRows(
    db,
    sql`select l.id, l.year, l.edition, l.status::text, l.sk_number, l.sk_date, l.run_id, c.name as author,
          count(m.village_code) as members, count(distinct m.kecamatan_code) as kecamatan,
          count(m.village_code) filter (where m.origin = 'LANJUTAN') as continuing,
          l.status = 'FIXED' and l.edition = max(l.edition) filter (where l.status = 'FIXED')
            over (partition by l.year) as newest
        from lokus_list l join account c on c.id = l.created_by_id left join lokus_member m on m.list_id = l.id
        where ${listScope(actor)} group by l.id, c.name order by l.year desc, l.edition desc`,
    ListRow,
  );
  const fixed = rows.flatMap((row) => (row.status === 'FIXED' ? [row.year] : []));
  return rows.map((row) => ({
    ...row,
    reign: row.status === 'FIXED' ? reignOf(row.year, fixed, today) : null,
  }));
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
