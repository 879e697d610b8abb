import { paired } from '../core/paired.js';
import type { Writer } from '../database/client.js';
import type { Activity, Commitment, Prisma, Undertaking } from '../generated/prisma/client.js';
import { ofRegion } from '../scope.js';

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

/**
 * Makes the promises of revisions that were just verified undertakings, in the transaction that verified them. Those that
 * an earlier revision promised already keep what came of them and take over how much and until when; those that are
 * promised no more are withdrawn by this revision.
 */
export async function bearUndertakings(
  tx: Writer,
  verified: { activityId: number; revisionId: number }[],
  now: Date,
): Promise<void> {
  const revisionIds = verified.map((one) => one.revisionId);
  const promises = await tx.commitment.findMany({
    where: { revisionId: { in: revisionIds } },
    orderBy: { position: 'asc' },
  });
  const standing = await tx.undertaking.findMany({
    where: { activityId: { in: verified.map((one) => one.activityId) } },
    orderBy: { id: 'asc' },
  });
  for (const { activityId, revisionId } of verified) {
    const told = promises.filter((one) => one.revisionId === revisionId);
    const before = standing.filter((one) => one.activityId === activityId);
    if (told.length > 0 || before.length > 0) await bearOf(tx, { activityId, revisionId, now }, before, told);
  }
}

async function bearOf(
  tx: Writer,
  { activityId, revisionId, now }: { activityId: number; revisionId: number; now: Date },
  before: Undertaking[],
  promises: Commitment[],
): Promise<void> {
  const activity = await tx.activity.findUniqueOrThrow({ where: { id: activityId } });
  const owes = await agencyFinder(tx, activity, promises);
  const { pairs, gone, come } = withUndertakings<Undertaking, Commitment>(before, promises);
  for (const [one, promise] of pairs)
    await tx.undertaking.update({
      where: { id: one.id },
      data: { ...terms(promise), agencyId: owes(promise), statedInId: revisionId, withdrawn: false },
    });
  for (const one of gone.filter((each) => !each.withdrawn))
    await tx.undertaking.update({ where: { id: one.id }, data: { statedInId: revisionId, withdrawn: true } });
  for (const promise of come) {
    const { position, party, what } = promise;
    const born = { revisionId, position, party, what, bornAt: now, statedInId: revisionId };
    const { id } = await tx.undertaking.create({
      data: { ...placeOf(activity), ...born, ...terms(promise), agencyId: owes(promise) },
    });
    await toldInReport(tx, id, promise, now);
  }
}

const placeOf = ({ id, regionCode, villageCode, agencyId }: Activity) =>
  ({ kind: 'JANJI', activityId: id, regionCode, villageCode, fromAgencyId: agencyId }) as const;

const terms = ({ partyName, quantity, unit, dueOn }: Commitment) => ({ partyName, quantity, unit, dueOn });

/** The agency that owes a promise of an OPD: the one of that name, or the one that logged it where none is named. */
async function agencyFinder(tx: Writer, activity: Activity, promises: Commitment[]) {
  if (!promises.some(({ party }) => party === 'OPD')) return () => null;
  const agencies = await tx.agency.findMany({ where: ofRegion(activity), orderBy: { id: 'asc' } });
  return ({ party, partyName }: Commitment): number | null => {
    if (party !== 'OPD') return null;
    if (partyName === null) return activity.agencyId;
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
