import type { Subject } from '../audit/act.js';
import { date, moment } from '../core/format.js';
import type { Writer } from '../database/client.js';
import { nameAt, withFormerNames } from '../database/former-names.js';
import { execute, sql } from '../database/query.js';
import { lockVillages } from '../database/villages.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { ofRegion } from '../scope.js';
import { isComing, isOver, isWithdrawn } from '../wilayah/in-force.js';

/** How the trail calls an assignment. */
export const SUBJECT = 'penugasan';

export const include = {
  agency: true,
  village: true,
  endedBy: withFormerNames,
} satisfies Prisma.AssignmentInclude;
export type AssignmentFacts = Prisma.AssignmentGetPayload<{ include: typeof include }>;

/** Locks assignments with their villages: whoever changes who works there waits for the others. */
async function lock(tx: Writer, actor: Actor, ids: number[]): Promise<AssignmentFacts[]> {
  const where = { ...ofRegion(actor), id: { in: ids } };
  const found = await tx.assignment.findMany({ where });
  await lockVillages(
    tx,
    found.map((one) => one.villageCode),
  );
  const known = found.map(({ id }) => id);
  await execute(tx, sql`select id from assignment where id = any(${known}::int[]) order by id for update`);
  const rows = await tx.assignment.findMany({ where, include, orderBy: { id: 'asc' } });
  return rows as AssignmentFacts[];
}

const common = { type: SUBJECT, gone: 'Penugasan itu tidak ada.', lock };
const named = ({ agency, village }: AssignmentFacts) => `Penugasan ${agency.shortName} di ${village.name}`;

/** Says that an assignment was withdrawn or was over before the day, and by whom; '' when it was not. */
export function endedWords(one: AssignmentFacts, day: Date): string {
  if (!isOver(one, day)) return '';
  const when = one.endedAt ? ` pada ${moment(one.endedAt)}` : '';
  const what = isWithdrawn(one) ? 'dibatalkan' : 'diakhiri';
  const who = one.endedBy && one.endedAt ? nameAt(one.endedBy, one.endedAt) : '';
  return `${named(one)} sudah ${what} ${who}${when}.`;
}

/** An assignment that holds on the day on which it is looked at. */
export const running: Subject<AssignmentFacts, Date> = {
  ...common,
  stale: async (_tx, one, day) =>
    isComing(one, day)
      ? `${named(one)} baru mulai ${date(one.startsOn)}. Batalkan saja penugasan itu.`
      : endedWords(one, day),
};

/** One that has not begun on the day on which it is looked at. */
export const coming: Subject<AssignmentFacts, Date> = {
  ...common,
  stale: async (_tx, one, day) =>
    isComing(one, day)
      ? ''
      : endedWords(one, day) || `${named(one)} sudah mulai ${date(one.startsOn)}. Akhiri atau alihkan.`,
};
