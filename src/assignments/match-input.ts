import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { Candidate, MatchInput, Need, Waiting } from '../matching/types.js';
import { isNeeded, left, needStandings } from '../needs/standing.js';
import type { Actor } from '../policy.js';
import { inRegion } from '../scope.js';
import { settingsOn } from '../settings/settings.js';
import { inForce, notOver, withdrawn } from '../wilayah/in-force.js';
import { membersOf, waiting } from './members.js';
import type { AssignmentParts } from './parts.js';

/** So many of a village's needs are looked at. */
const LARGEST = 3;

/** What is matched for the list that is assigned, on its day. */
export async function matchInput(
  { db, actor }: { db: Reader; actor: Actor },
  { list, day }: AssignmentParts,
  fixed: MatchInput['fixed'],
): Promise<MatchInput> {
  const [villages, agencies, set] = await Promise.all([
    list ? readWaiting(db, list.id, day) : [],
    readCandidates(db, actor, day),
    settingsOn(db, actor, day),
  ]);
  return {
    villages,
    agencies,
    points: {
      needs: [set.matchFirstNeed, set.matchSecondNeed, set.matchThirdNeed],
      decree: set.matchDecree,
      before: set.matchBefore,
      kecamatan: set.matchKecamatan,
      first: set.matchFirstVillage,
    },
    fixed: fixed.filter(
      ([code, id]) => villages.some((one) => one.code === code) && agencies.some((one) => one.id === id),
    ),
  };
}

const WaitingRow = z.object({
  code: z.string(),
  name: z.string(),
  kecamatanCode: z.string(),
  kecamatan: z.string(),
  assessed: z.boolean(),
  decree: z.number().nullable(),
  before: z.array(z.number()),
  barred: z.array(z.number()),
  supported: z.boolean(),
});

/** Who waits for a lead in an official list, with who accompanied it before and who works there today. */
async function readWaiting(db: Reader, listId: number, day: Date): Promise<Waiting[]> {
  const here = sql`assignment x join agency y on y.id = x.agency_id where x.village_code = m.village_code`;
  const [rows, needs] = await Promise.all([
    queryRows(
      db,
      sql`select m.village_code as code, m.name, k.code as "kecamatanCode", k.name as kecamatan,
            exists (select from need_assessment n where n.village_code = m.village_code) as assessed,
            case when o.valid_from <= ${day} and coalesce(o.valid_to >= ${day}, true) then o.id end as decree,
            array(select coalesce(case when y.valid_to < ${day} then y.successor_id end, y.id) from ${here}
              and not ${withdrawn(sql`x`)}) as before,
            array(select x.agency_id from ${here} and ${notOver(sql`x`, day)}) as barred,
            exists (select from ${here} and y.technical and x.role = 'SUPPORT' and ${inForce(sql`x`, day)}) as supported
          ${membersOf(listId, day)} where ${waiting(day).belum} order by m.village_code`,
      WaitingRow,
    ),
    largestNeeds(db, listId),
  ]);
  return rows.map(({ assessed, ...row }) => ({
    ...row,
    needs: assessed ? (needs.get(row.code) ?? []) : null,
  }));
}

const NeedOf = z.object({ village_code: z.string(), code: z.string(), name: z.string() });

/**
 * The largest open needs of each village of a list. Units differ, so a need is as large as it is beside the usual one:
 * what is left, divided by what villages of the list with such a need have left on average.
 */
async function largestNeeds(db: Reader, listId: number): Promise<Map<string, Need[]>> {
  const rows = await queryRows(
    db,
    sql`select village_code, code, name from (
          select village_code, code, name, position,
            row_number() over (partition by village_code order by size desc, position) as place
          from (select n.village_code, c.code, c.name, c.position,
              ${left} / avg(${left}) over (partition by c.code) as size
            from ${needStandings} join lokus_member m on m.village_code = n.village_code and m.list_id = ${listId}
            where ${isNeeded}) sized) placed
        where place <= ${LARGEST}::int order by village_code, place`,
    NeedOf,
  );
  const needs = new Map<string, Need[]>();
  for (const { village_code, ...need } of rows)
    needs.set(village_code, [...(needs.get(village_code) ?? []), need]);
  return needs;
}

const CandidateRow = z.object({
  id: z.number(),
  name: z.string(),
  leads: z.number(),
  capacity: z.number().nullable(),
  supports: z.number(),
  technical: z.boolean(),
  serves: z.array(z.string()),
  kecamatan: z.array(z.string()),
});

/** The OPD of the day with their load. The office of a kecamatan bears its name. */
function readCandidates(db: Reader, actor: Actor, day: Date): Promise<Candidate[]> {
  const now = sql`assignment s join village v on v.code = s.village_code
    where s.agency_id = g.id and ${inForce(sql`s`, day)}`;
  return queryRows(
    db,
    sql`select g.id, g.short_name as name, g.capacity, g.technical,
          (select count(*) from ${now} and s.role = 'LEAD') as leads,
          (select count(*) from ${now} and s.role = 'SUPPORT') as supports,
          array(select d.category_code from agency_field d where d.agency_id = g.id order by 1) as serves,
          array(select v.kecamatan_code from ${now} and s.role = 'LEAD'
            union select k.code from kecamatan k
              where ${inRegion(sql`k`, actor)} and g.kind = 'KECAMATAN' and g.name = 'Kecamatan ' || k.name
            order by 1) as kecamatan
        from agency g where ${inRegion(sql`g`, actor)} and g.valid_from <= ${day}
          and coalesce(g.valid_to >= ${day}, true) order by g.short_name, g.id`,
    CandidateRow,
  );
}
