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

interface Deeded<R> {
  result: R;
  fact: Fact | Fact[];
}
type WorkOnOne<T, R> = (tx: Writer, one: T) => Promise<Deeded<R>>;
/** What came of each, in their order; a Problem says why one was left, and nothing of that one may be written. */
type Work<T, R> = (tx: Writer, all: T[]) => Promise<(Deeded<R> | Problem)[]>;

/**
 * The one way to a locked subject. Locks all targets, decides by the policy under the lock, runs `work` on all that are
 * left and writes its facts. Of many, what fails is left and told while the rest commits.
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
    const judged = await eachOf(targets, ({ id, seen }) =>
      decided(tx, actor, deed, { one: locked.get(id), seen }),
    );
    const worked = await work(tx, judged.filter(passes));
    const outcomes = judged.map((one) => (one instanceof Problem ? one : (worked.shift() as Deeded<R>)));
    const acted: Acted<R, T['id']> = { done: [], left: [] };
    const facts: Fact[] = [];
    for (const [at, id] of ids.entries()) {
      const outcome = outcomes[at] as Deeded<R> | Problem;
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

/** What was not left. */
export const passes = <R>(one: R | Problem): one is R => !(one instanceof Problem);

/** Looks at each, writing nothing: what it says, or the Problem that it throws. */
export async function eachOf<T, R>(all: T[], look: (one: T) => Promise<R>): Promise<(R | Problem)[]> {
  const seen: (R | Problem)[] = [];
  for (const one of all) seen.push(await look(one).catch(problemOf));
  return seen;
}

const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  throw error;
};

/** Work that writes one after the other; of many, each by itself, so that what fails leaves nothing behind. */
export const oneByOne =
  <T, R>(work: WorkOnOne<T, R>): Work<T, R> =>
  (tx, all) =>
    eachOf(all, (one) => (all.length === 1 ? work(tx, one) : apart(tx, () => work(tx, one))));

const worst = (problems: Problem[]): Problem =>
  (problems.find(({ kind }) => kind === 'invalid') ?? problems[0]) as Problem;

/** As `act`, for a single target: its result. */
export async function actOnOne<T extends Lockable, S, R>(
  doing: Doing,
  deed: Deed<T, S>,
  target: Target<S, T['id']>,
  work: WorkOnOne<T, R>,
): Promise<R> {
  const { done } = await act(doing, deed, [target], oneByOne(work));
  return (done[0] as { result: R }).result;
}

/** What fails leaves nothing behind, and the transaction goes on. */
async function apart<R>(tx: Writer, attempt: () => Promise<R>): Promise<R> {
  await execute(tx, sql`savepoint apart`);
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof Problem) await execute(tx, sql`rollback to savepoint apart`);
    throw error;
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
  const mayNow = may(actor, action, one.ref);
  if (!mayNow && !mayEverAct(actor, { on, action }, one.ref)) throw forbidden();
  const stale = seen === null ? '' : await on.stale(tx, one, seen);
  if (stale !== '') throw conflict(stale);
  if (!mayNow) throw forbidden();
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
