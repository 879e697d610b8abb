import { z } from 'zod';
import { findNik, nikRefusal } from '../core/nik.js';
import { invalid } from '../core/problem.js';
import { type Database, databaseWithin, type Writer } from '../database/client.js';
import { queryRows, rowsOf, type Sql, sql } from '../database/query.js';
import type { Prisma } from '../generated/prisma/client.js';
import { ACTIVITY, AGENCY, ASSESSMENT, CATEGORY, keepUp, UNDERTAKING } from '../kept/keep.js';
import type { Actor } from '../policy.js';
import { type NewsOf, tell } from './news.js';
import { stored, useUp } from './once.js';
import { refuseTaken } from './taken.js';
import type { ChangeKind } from './words.js';

/** What the trail says about one change: to what, in words, before and after. */
export interface Fact {
  subjectType: string;
  subjectId: string | number;
  summary: string;
  before?: Prisma.InputJsonValue;
  after?: Prisma.InputJsonValue;
  /** Where one change does several things: the kind of this one. */
  kind?: ChangeKind;
  /** What it makes new for those whom it concerns. */
  news?: NewsOf;
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
 * The one way to write. Runs `work` in a transaction, adds the audit entries its return type requires, keeps up the
 * figures of what they name, commits; only then the answer goes out. Whatever `work` throws leaves nothing behind.
 */
export function change<T>(
  database: Database,
  by: By,
  action: ChangeKind,
  work: (tx: Writer) => Promise<Outcome<T>>,
): Promise<T> {
  const written = database.transaction(async (tx) => {
    await useUp(tx);
    const { result, fact } = await work(tx);
    const facts = [fact].flat();
    await record(tx, by, action, facts);
    await keepUp(tx, {
      activities: namedIn(facts, ACTIVITY).map(Number),
      assessments: namedIn(facts, ASSESSMENT).map(Number),
      undertakings: namedIn(facts, UNDERTAKING).map(Number),
      agencies: namedIn(facts, AGENCY).map(Number),
      categories: namedIn(facts, CATEGORY),
    });
    return result;
  });
  return written.then((result) => {
    stored();
    return result;
  }, refuseTaken);
}

const namedIn = (facts: Fact[], type: string): string[] => [
  ...new Set(facts.flatMap((one) => (one.subjectType === type ? String(one.subjectId) : []))),
];

const Entry = z.object({ id: z.number() });
const columns = sql`action, subject_type, subject_id, summary, before, after`;
const ENTRY = sql`action text, subject_type text, subject_id text, summary text, before jsonb, after jsonb`;

/** Writes the entries of the trail, and what they make new for whom. */
async function record(tx: Writer, by: By, action: ChangeKind, facts: Fact[]): Promise<void> {
  for (const one of facts) refuseNik([one.summary, one.after]);
  const rows = facts.map((one) => ({
    action: one.kind ?? action,
    subject_type: one.subjectType,
    subject_id: String(one.subjectId),
    summary: one.summary,
    before: withoutNik(one.before),
    after: one.after,
  }));
  const entries = await queryRows(
    tx,
    sql`insert into audit_entry (region_code, actor_id, actor_name, actor_role, ${columns})
        select ${by.regionCode}, ${by.id}::int, ${by.name}, ${by.role}, ${columns} from ${rowsOf(rows, ENTRY)}
        returning id`,
    Entry,
  );
  const told = entries.flatMap(({ id }, index) => {
    const news = facts[index]?.news;
    return news ? [{ ...news, entryId: id }] : [];
  });
  await tell(tx, by.id, told);
}

/** Long work of many changes as one: all of them, each with its entry in the trail, or none. */
export function changeTogether<T>(database: Database, work: (database: Database) => Promise<T>): Promise<T> {
  return database.patient.transaction((tx) => work(databaseWithin(database, tx)));
}

/** A checksum is no number of a person, whatever its digits are. */
const SHA256 = /^[0-9a-f]{64}$/;
const nikIn = (text: string) => (SHA256.test(text) ? null : findNik(text));

/**
 * The last line of the NIK guard: what stands in the trail can never be taken out again. Each text is looked at by
 * itself, so that neighbouring fields are not read as one number.
 * @throws Problem `invalid` naming the number, masked.
 */
function refuseNik(value: unknown): void {
  if (typeof value === 'string') {
    const masked = nikIn(value);
    if (masked) throw invalid({ form: nikRefusal('Catatan perubahan ini', masked) });
  } else if (value !== null && typeof value === 'object')
    for (const one of Object.values(value)) refuseNik(one);
}

/** What was stored before the guard knew it is told masked, so that it can still be corrected. */
const withoutNik = (value: Prisma.InputJsonValue | undefined): Prisma.InputJsonValue | undefined =>
  value === undefined
    ? undefined
    : JSON.parse(JSON.stringify(value), (_key, one) => (typeof one === 'string' ? (nikIn(one) ?? one) : one));

/** Writes that leave no trail: sessions, lockout counters, staged uploads. A test names every caller. */
export function unaudited<T>(database: Database, work: (tx: Writer) => Promise<T>): Promise<T> {
  return database.transaction(work);
}

/** As `unaudited`, for one statement: without the cost of a transaction around it. */
export const unauditedStatement = (database: Database, statement: Sql): Promise<number> =>
  database.execute(statement);
