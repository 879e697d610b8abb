import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { Ranking } from '../ranking/ranking.js';
import type { RankedUnit } from '../ranking/types.js';

/** What would change if this ranking became the list, against an official one. */
export interface Difference {
  year: number;
  enters: RankedUnit[];
  leaves: { code: string; name: string; kecamatan: string; rank: number | null }[];
}

const MemberRow = z.object({ code: z.string(), name: z.string(), kecamatan: z.string() });

/** The years of the official lists, newest first. */
export async function officialYears(db: Reader, regionCode: string): Promise<number[]> {
  const lists = await db.lokusList.findMany({
    where: { regionCode, status: 'FIXED' },
    distinct: ['year'],
    orderBy: { year: 'desc' },
    select: { year: true },
  });
  return lists.map((list) => list.year);
}

/** Against the official list of a year, in its newest edition; null while there is none. */
export async function againstOfficial(
  db: Reader,
  regionCode: string,
  ranking: Ranking,
  year: number | undefined,
): Promise<Difference | null> {
  if (year === undefined) return null;
  const list = await db.lokusList.findFirstOrThrow({
    where: { regionCode, status: 'FIXED', year },
    orderBy: { edition: 'desc' },
  });
  const members = await queryRows(
    db,
    sql`select m.village_code as code, m.name, k.name as kecamatan from lokus_member m
        join kecamatan k on k.code = m.kecamatan_code where m.list_id = ${list.id} order by m.village_code`,
    MemberRow,
  );
  const official = new Set(members.map((member) => member.code));
  const rows = ranking.rows();
  const ranks = new Map(rows.map((row) => [row.code, row]));
  return {
    year: list.year,
    enters: rows.filter((row) => row.selected && !official.has(row.code)),
    leaves: members
      .filter((member) => !ranks.get(member.code)?.selected)
      .map((member) => ({ ...member, rank: ranks.get(member.code)?.rank ?? null })),
  };
}
