import { change } from '../audit/change.js';
import { date, plusDays } from '../core/format.js';
import { conflict } from '../core/problem.js';
import type { Database, Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import { isComing } from '../wilayah/in-force.js';
import type { Assigner, At } from './assign.js';
import { type AssignmentFacts, factOf, lockedAssignment, refuseOver, writeEnd } from './end.js';
import { nextLeads } from './succession.js';
import { roleWords } from './taken.js';

/**
 * Withdraws an assignment that has not begun. It stays in the history, holding on no day; what was ended to make room
 * for it goes on, until the next one that is coming.
 * @throws Problem `conflict` when it has begun, or was withdrawn meanwhile.
 */
export function withdraw(
  database: Database,
  by: Assigner,
  id: number,
  reason: string,
  at: At,
): Promise<void> {
  return change(database, by, 'assignment.withdraw', async (tx) => {
    const coming = await lockedAssignment(tx, by, id);
    refuseOver(coming, at.today);
    if (!isComing(coming, at.today))
      throw conflict(
        `Penugasan ${coming.agency.shortName} di ${coming.village.name} sudah mulai ${date(coming.startsOn)}. Akhiri atau alihkan.`,
      );
    const ending = { on: plusDays(coming.startsOn, -1), reason };
    await writeEnd(tx, by, coming, { ...ending, now: at.now });
    await goOn(tx, coming, at.now);
    const summary = `${coming.agency.shortName} batal menjadi ${roleWords[coming.role]} ${coming.village.name} mulai ${date(coming.startsOn)}: ${reason}`;
    return { result: undefined, fact: factOf(coming, ending, summary) };
  });
}

/**
 * What was to end on the eve goes on: the lead, as long as no other one comes, and the own support. An end set ahead is
 * always for another one that comes; nobody ends an assignment ahead otherwise.
 */
async function goOn(tx: Writer, coming: AssignmentFacts, now: Date): Promise<void> {
  const { villageCode, startsOn, createdAt, agencyId, id } = coming;
  const next = (await nextLeads(tx, [villageCode], startsOn)).get(villageCode);
  const until = next ? plusDays(next.starts_on, -1) : null;
  await execute(
    tx,
    sql`update assignment set ended_at = ${now}::timestamptz,
          ends_on = case when role = 'LEAD' then ${until}::date end,
          end_reason = case when role = 'LEAD' then ${next ? `Dilanjutkan ${next.agency}` : null}::text end,
          ended_by_id = case when role = 'LEAD' and ${until}::date is not null then ended_by_id end
        where village_code = ${villageCode} and ends_on = ${plusDays(startsOn, -1)}::date and id <> ${id}
          and (role = 'LEAD' or agency_id = ${agencyId}) and starts_on <= ends_on
          and (ended_at = ${createdAt}::timestamptz or (ended_at at time zone 'Asia/Jakarta')::date < ends_on)`,
  );
}
