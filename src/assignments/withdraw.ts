import { type Acted, act, type Doing, oneByOne, type Target } from '../audit/act.js';
import { date, plusDays } from '../core/format.js';
import type { Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import { factOf, writeEnd } from './end.js';
import type { AssignmentFacts } from './subject.js';
import { nextLeads } from './succession.js';
import { roleWords } from './taken.js';
import { withdraw } from './verbs.js';

/**
 * Withdraws assignments that have not begun. Each stays in the history, holding on no day; what was ended to make room
 * for it goes on, until the next one that is coming.
 * @throws Problem as `act`.
 */
export function withdrawAssignments(
  doing: Doing,
  targets: Target<Date>[],
  reason: string,
): Promise<Acted<undefined>> {
  return act(
    doing,
    withdraw,
    targets,
    oneByOne(async (tx, coming) => {
      const ending = { on: plusDays(coming.startsOn, -1), reason };
      await writeEnd(tx, doing, coming, ending);
      await goOn(tx, coming, doing.now);
      const summary = `${coming.agency.shortName} batal menjadi ${roleWords[coming.role]} ${coming.village.name} mulai ${date(coming.startsOn)}: ${reason}`;
      return { result: undefined, fact: factOf(coming, ending, summary) };
    }),
  );
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
