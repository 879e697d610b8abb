import type { Database, Writer } from '../database/client.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import type { ChangeKind } from './words.js';

/** What the trail says about one change: to what, in words, before and after. */
export interface Fact {
  subjectType: string;
  subjectId: string | number;
  summary: string;
  before?: Prisma.InputJsonValue;
  after?: Prisma.InputJsonValue;
}

/** Work done by the command line or at start, by no account. */
export interface System {
  id: null;
  name: string;
  role: 'SISTEM';
  regionCode: string;
}

export type By = Pick<Actor, 'id' | 'name' | 'role' | 'regionCode'> | System;
type Outcome<T> = { result: T; fact: Fact | Fact[] };

/** The actor of the command line, for a region. */
export const system = (regionCode: string, name = 'Baris perintah'): System => ({
  id: null,
  name,
  role: 'SISTEM',
  regionCode,
});

/**
 * The one way to write. Runs `work` in a transaction, adds the audit entries its return type requires, commits;
 * only then the answer goes out. Whatever `work` throws leaves nothing behind.
 */
export function change<T>(
  database: Database,
  by: By,
  action: ChangeKind,
  work: (tx: Writer) => Promise<Outcome<T>>,
): Promise<T> {
  return database.transaction(async (tx) => {
    const { result, fact } = await work(tx);
    const facts = Array.isArray(fact) ? fact : [fact];
    await tx.auditEntry.createMany({
      data: facts.map((one) => ({
        regionCode: by.regionCode,
        actorId: by.id,
        actorName: by.name,
        actorRole: by.role,
        action,
        subjectType: one.subjectType,
        subjectId: String(one.subjectId),
        summary: one.summary,
        before: one.before,
        after: one.after,
      })),
    });
    return result;
  });
}

/** Writes that leave no trail: sessions, lockout counters, staged uploads. A test names every caller. */
export function unaudited<T>(database: Database, work: (tx: Writer) => Promise<T>): Promise<T> {
  return database.transaction(work);
}
