import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import type { Ranking } from '../ranking/ranking.js';
import type { RankedUnit } from '../ranking/types.js';
import { scope } from '../scope.js';

/** What would change if this ranking became the list, against an official one. */
export interface ListDifference {
  year: number;
  enters: RankedUnit[];
  leaves: { code: string; name: string; kecamatan: string; rank: number | null }[];
}

const MemberRow = z.object({ code: z.string(), name: z.string(), kecamatan: z.string() });

const Year = z.object({ year: z.number() });

/** The years of the official lists, newest first. */
export async function officialYears(db: Reader, actor: Actor): Promise<number[]> {
  const lists = await queryRows(
    db,
    sql`select distinct l.year from lokus_list l where ${scope(actor, 'lokus.read')} and l.status = 'FIXED'
        order by l.year desc`,
    Year,
  );
  return lists.map((list) => list.year);
}

/** Against the official list of a year, in its newest edition; null while there is none. */
export async function againstOfficial(
  db: Reader,
  actor: Actor,
  ranking: Ranking,
  year: number | undefined,
): Promise<ListDifference | null> {
  if (year === undefined) return null;
  const members = await queryRows(
    db,
    sql`select m.village_code as code, m.name, k.name as kecamatan from lokus_member m
        join kecamatan k on k.code = m.kecamatan_code
        where m.list_id = (select l.id from lokus_list l
          where ${scope(actor, 'lokus.read')} and l.status = 'FIXED' and l.year = ${year}
          order by l.edition desc limit 1)
        order by m.village_code`,
    MemberRow,
  );
  const official = new Set(members.map((member) => member.code));
  const rows = ranking.rows();
  const ranks = new Map(rows.map((row) => [row.code, row]));
  return {
    year,
    enters: rows.filter((row) => row.selected && !official.has(row.code)),
    leaves: members
      .filter((member) => !ranks.get(member.code)?.selected)
      .map((member) => ({ ...member, rank: ranks.get(member.code)?.rank ?? null })),
  };
}
