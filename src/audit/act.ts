import { moment } from '../core/format.js';
import { conflict, forbidden, notFound, Problem } from '../core/problem.js';
import type { Database, Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import type { Account } from '../generated/prisma/client.js';
import { type Action, type Actor, can, type PlainAction, type SubjectOf } from '../policy.js';
import { change, type Fact } from './change.js';
import type { ChangeKind } from './words.js';

/** Who does something, when, and where it is written: the one thing that every verb is given. */
export interface Doing {
  database: Database;
  actor: Actor;
  now: Date;
}

/** What an account does where nobody is signed in: in the sample's story, at a moment of it. */
export const doingAs = (database: Database, account: Account, now: Date): Doing => ({
  database,
  actor: { ...account, agencyIds: account.agencyId === null ? [] : [account.agencyId], place: '' },
  now,
});

/** What a row is known by: the key of its table. */
export type Key = number | string;

/** A row that is locked until the transaction ends, with what the policy asks about it: nothing where its role is enough. */
export interface Lockable {
  id: Key;
  ref?: object;
}

/** What is seen of a thing of which only its state makes a page old. */
export type Nothing = Record<string, never>;
export const nothing: Nothing = {};

/**
 * A kind of thing that verbs are done to. `T` is one of them, locked; `S` is its state as a page showed it to somebody,
 * sent back with every form.
 */
export interface Subject<T extends Lockable, S> {
  /** How the trail calls it. */
  type: string;
  /** What is said where it is no more. */
  gone: string;
  /** Locks those of the actor's kabupaten, in the order of their keys, so that nobody waits in a circle. */
  lock: (tx: Writer, actor: Actor, ids: T['id'][]) => Promise<T[]>;
  /** What is said to somebody whose page is old; '' when it is not. */
  stale: (tx: Writer, one: T, seen: S) => Promise<string>;
  /** How else the same thing could stand: who may in none of these was not too late, they simply may not. */
  states?: (ref: T['ref']) => T['ref'][];
}

/** Actions that are decided by such a reference, or by the role alone, and are told in the trail. */
export type ActionOn<R> = {
  [A in Action]: SubjectOf<A> extends R ? A : A extends PlainAction ? A : never;
}[Action] &
  ChangeKind;

/** What is done, and to what kind of thing. */
export interface Deed<T extends Lockable, S> {
  action: ActionOn<T['ref']>;
  on: Subject<T, S>;
  /** Asked last, under the lock, of whoever may do it; throws a Problem where it cannot be done now. */
  requires?: (tx: Writer, actor: Actor, one: T) => Promise<void>;
}

/** One thing to do it to, and as what it was seen; null where the verb itself asks what was seen. */
export interface Target<S, K extends Key = number> {
  id: K;
  seen: S | null;
}

/** A thing of which only its state makes a page old. */
export const target = <K extends Key>(id: K): Target<Nothing, K> => ({ id, seen: nothing });

/** What became of each: done, or left as it was with the reason. */
export interface Acted<R, K extends Key = number> {
  done: { id: K; result: R }[];
  left: { id: K; problem: Problem }[];
}

type Work<T, R> = (tx: Writer, one: T) => Promise<{ result: R; fact: Fact | Fact[] }>;

/**
 * The one way to a locked subject. Locks all targets, decides by the policy under the lock, runs `work` for each and
 * writes its facts. Of many, what fails is left and told while the rest commits.
 * @throws Problem where nothing could be done, that of a single target: `not-found`; `forbidden`; `conflict`, saying who
 * was faster and did what; `invalid` before all others, as a form can be mended.
 */
export function act<T extends Lockable, S, R>(
  { database, actor }: Doing,
  deed: Deed<T, S>,
  targets: Target<S, T['id']>[],
  work: Work<T, R>,
): Promise<Acted<R, T['id']>> {
  return change(database, actor, deed.action, async (tx) => {
    const ids = targets.map(({ id }) => id);
    const locked = new Map((await deed.on.lock(tx, actor, ids)).map((one) => [one.id, one]));
    const acted: Acted<R, T['id']> = { done: [], left: [] };
    const facts: Fact[] = [];
    for (const { id, seen } of targets) {
      const attempt = async () => work(tx, await decided(tx, actor, deed, { one: locked.get(id), seen }));
      const outcome = await (targets.length === 1 ? attempt() : apart(tx, attempt));
      if (outcome instanceof Problem) acted.left.push({ id, problem: outcome });
      else {
        acted.done.push({ id, result: outcome.result });
        facts.push(...[outcome.fact].flat());
      }
    }
    if (targets.length > 0 && acted.done.length === 0) throw worst(acted.left.map(({ problem }) => problem));
    return { result: acted, fact: facts };
  });
}

const worst = (problems: Problem[]): Problem =>
  (problems.find(({ kind }) => kind === 'invalid') ?? problems[0]) as Problem;

/** As `act`, for a single target: its result. */
export async function actOnOne<T extends Lockable, S, R>(
  doing: Doing,
  deed: Deed<T, S>,
  target: Target<S, T['id']>,
  work: Work<T, R>,
): Promise<R> {
  const { done } = await act(doing, deed, [target], work);
  return (done[0] as { result: R }).result;
}

/** What fails leaves nothing behind, and the transaction goes on. */
async function apart<R>(tx: Writer, attempt: () => Promise<R>): Promise<R | Problem> {
  await execute(tx, sql`savepoint apart`);
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await execute(tx, sql`rollback to savepoint apart`);
    return error;
  } finally {
    await execute(tx, sql`release savepoint apart`);
  }
}

async function decided<T extends Lockable, S>(
  tx: Writer,
  actor: Actor,
  { on, action, requires }: Deed<T, S>,
  { one, seen }: { one: T | undefined; seen: S | null },
): Promise<T> {
  if (!one) throw notFound(on.gone);
  if (!mayEverAct(actor, { on, action }, one.ref)) throw forbidden();
  const stale = seen === null ? '' : await on.stale(tx, one, seen);
  if (stale !== '') throw conflict(stale);
  if (!may(actor, action, one.ref)) throw forbidden();
  await requires?.(tx, actor, one);
  return one;
}

const may = can as (actor: Actor, action: Action, ref: object | undefined) => boolean;

/** Whether the thing could stand so that this actor may; asked before anything is locked. */
export const mayEverAct = <T extends Lockable, S>(actor: Actor, { on, action }: Deed<T, S>, ref: T['ref']) =>
  (on.states?.(ref) ?? [ref]).some((state) => may(actor, action, state));

/** Who changed a thing last, in words for somebody whose page is old; `what` begins the sentence. */
export async function lastChange(
  tx: Writer,
  what: string,
  subject: { type: string; id: number },
): Promise<string> {
  const entry = await tx.auditEntry.findFirst({
    where: { subjectType: subject.type, subjectId: String(subject.id) },
    orderBy: { id: 'desc' },
  });
  const who = entry ? `: ${entry.actorName}, ${moment(entry.at)}: ${entry.summary}` : '';
  return `${what} berubah sejak halaman Anda dibuka${who}. Isian Anda belum disimpan.`;
}
