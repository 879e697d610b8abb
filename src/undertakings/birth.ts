import { z } from 'zod';
import { paired } from '../core/paired.js';
import type { Writer } from '../database/client.js';
import { queryRows, rowsOf, sql } from '../database/query.js';
import type { Commitment, Prisma } from '../generated/prisma/client.js';
import { type Here, ofRegion } from '../scope.js';

/** The same promise again: by who and what, whatever else was corrected. */
type Named = Pick<Commitment, 'party' | 'partyName' | 'what'>;
const plain = (text: string | null) => (text ?? '').trim().replace(/\s+/g, ' ').toLowerCase();
const sameness = [
  (one: Named) => JSON.stringify([one.party, plain(one.partyName), plain(one.what)]),
  (one: Named) => JSON.stringify([one.party, plain(one.what)]),
];

/** Promises of a revision beside the undertakings of its activity. */
export const withUndertakings = <U extends Named, C extends Named>(undertakings: U[], promises: C[]) =>
  paired<Named, U, C>(undertakings, promises, sameness);

/** A revision that was verified, and the OPD that logged its activity. */
interface Verified {
  activityId: number;
  agencyId: number;
  revisionId: number;
}

/**
 * Makes the promises of revisions that were just verified undertakings, in the transaction that verified them. Those that
 * an earlier revision promised already keep what came of them and take over how much and until when; those that are
 * promised no more are withdrawn by this revision.
 */
export async function bearUndertakings(
  tx: Writer,
  here: Here,
  verified: Verified[],
  now: Date,
): Promise<void> {
  const promises = await tx.commitment.findMany({
    where: { revisionId: { in: verified.map(({ revisionId }) => revisionId) } },
    orderBy: { position: 'asc' },
  });
  const standing = await tx.undertaking.findMany({
    where: { activityId: { in: verified.map(({ activityId }) => activityId) } },
    orderBy: { id: 'asc' },
  });
  const owes = await agencyFinder(tx, here, promises);
  const born: Born[] = [];
  for (const { activityId, agencyId, revisionId: statedInId } of verified) {
    const said = (promise: Commitment) => ({
      ...terms(promise),
      ...{ statedInId, agencyId: owes(promise, agencyId), withdrawn: false },
    });
    const { pairs, gone, come } = withUndertakings(
      standing.filter((one) => one.activityId === activityId),
      promises.filter(({ revisionId }) => revisionId === statedInId),
    );
    for (const [{ id }, promise] of pairs)
      await tx.undertaking.update({ where: { id }, data: said(promise) });
    for (const { id } of gone.filter(({ withdrawn }) => !withdrawn))
      await tx.undertaking.update({ where: { id }, data: { statedInId, withdrawn: true } });
    born.push(...come.map((promise) => ({ promise, agencyId: owes(promise, agencyId) })));
  }
  await bear(tx, born, now);
}

/** A promise that becomes an undertaking, and the agency that owes it. */
interface Born {
  promise: Commitment;
  agencyId: number | null;
}
const Made = z.object({ id: z.number(), promise: z.number() });

/** Makes undertakings of promises, with what their reports told of them. */
async function bear(tx: Writer, born: Born[], now: Date): Promise<void> {
  if (born.length === 0) return;
  const rows = born.map(({ promise, agencyId }) => ({ promise: promise.id, owes: agencyId }));
  const made = await queryRows(
    tx,
    sql`with made as (insert into undertaking (kind, activity_id, region_code, village_code, from_agency_id, revision_id,
            stated_in_id, position, party, what, party_name, quantity, unit, due_on, agency_id, born_at)
          select 'JANJI', a.id, a.region_code, a.village_code, a.agency_id, c.revision_id, c.revision_id, c.position,
            c.party, c.what, c.party_name, c.quantity, c.unit, c.due_on, given.owes, ${now}::timestamptz
          from ${rowsOf(rows, sql`promise int, owes int`)} join commitment c on c.id = given.promise
          join activity_revision r on r.id = c.revision_id join activity a on a.id = r.activity_id
          order by c.revision_id, c.position returning id, revision_id, position)
        select made.id, c.id as promise from made
        join commitment c on c.revision_id = made.revision_id and c.position = made.position`,
    Made,
  );
  const told = new Map(born.map(({ promise }) => [promise.id, promise]));
  for (const { id, promise } of made) await toldInReport(tx, id, told.get(promise) as Commitment, now);
}

const terms = ({ partyName, quantity, unit, dueOn }: Commitment) => ({ partyName, quantity, unit, dueOn });

/** The agency that owes a promise of an OPD: the one of that name, or the one that logged it where none is named. */
async function agencyFinder(tx: Writer, here: Here, promises: Commitment[]) {
  const agencies = promises.some(({ party, partyName }) => party === 'OPD' && partyName)
    ? await tx.agency.findMany({ where: ofRegion(here), orderBy: { id: 'asc' } })
    : [];
  return ({ party, partyName }: Commitment, agencyId: number): number | null => {
    if (party !== 'OPD') return null;
    if (partyName === null) return agencyId;
    const called = plain(partyName);
    return agencies.find((one) => plain(one.name) === called || plain(one.shortName) === called)?.id ?? null;
  };
}

/** What a report written before deliveries were marked by themselves told of its own promise. */
async function toldInReport(tx: Writer, undertakingId: number, told: Commitment, now: Date): Promise<void> {
  const { quantity, delivered, deliveredOn, revisionId } = told;
  if (!delivered && (quantity !== null || deliveredOn === null)) return;
  const { authorId, endsOn } = await tx.activityRevision.findUniqueOrThrow({ where: { id: revisionId } });
  const data: Prisma.UndertakingDeliveryUncheckedCreateInput = {
    undertakingId,
    quantity: delivered || null,
    whole: quantity === null ? deliveredOn !== null : (delivered ?? 0) >= quantity,
    deliveredOn: deliveredOn ?? endsOn,
    note: 'tercatat pada laporan',
    markedById: authorId,
    markedAt: now,
    state: 'DIKONFIRMASI',
    decidedAt: now,
  };
  await tx.undertakingDelivery.create({ data });
}
