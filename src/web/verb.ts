import { z } from 'zod';
import {
  type Deed,
  type Doing,
  type Key,
  type Lockable,
  mayEverAct,
  nothing,
  type Target,
} from '../audit/act.js';
import { type FieldErrors, forbidden, Problem } from '../core/problem.js';
import { text } from './form.js';
import type { Reply } from './reply.js';
import { type AnyRow, type Context, readBody } from './route.js';

/** A verb of the office as one row: what is done to what, at which address, how its button looks, what is said after. */
export interface Verb<T extends Lockable, S> extends Deed<T, S> {
  /** Last word of its address. */
  address: string;
  /** What stands on the button. */
  label: string;
  look: '' | 'primary' | 'danger';
  /** Asks for the password again, as the row of a route does. */
  proof?: AnyRow['proof'];
  /** The note without which it is not done. */
  note: NoteField | null;
  /** A verb without it tells for itself what was done, by name or number. */
  done?: Said;
}

export interface Said {
  title: string;
  text: string;
}

export interface NoteField {
  name: string;
  /** How refusals call it. */
  word: string;
  label: string;
  hint: string;
}

type Asked = Pick<Context<'signed-in', unknown, unknown, unknown, unknown>, 'app' | 'actor'>;

/** Who asks, and when. */
export const doingOf = ({ app, actor }: Asked): Doing => ({
  database: app.database,
  actor,
  now: app.clock.now(),
});

/** What the handler of a verb receives, beside the context of its request. */
export interface Given<S, B, K extends Key = number> {
  doing: Doing;
  target: Target<S, K>;
  /** '' where the verb asks for none. */
  note: string;
  /** What is wrong with the note, where the handler tells all faults of its form at once. */
  faults: FieldErrors;
  body: B;
}

type At<P, L> = Context<'signed-in', P, unknown, unknown, L>;

interface Route<T extends Lockable, S, L, B, P> {
  path: string;
  params: z.ZodType<P>;
  load: (context: At<P, undefined>) => Promise<L | null>;
  /** What the policy asks about what was loaded; nothing where the role is enough. */
  ref?: (loaded: L) => T['ref'];
  /** How a form says in which state it saw the thing; null where the verb asks that itself. */
  seen?: z.ZodType<S> | null;
  body?: z.ZodType<B>;
  files?: AnyRow['files'];
  /** The handler finds faults of its own and tells them together with a missing note. */
  gathers?: boolean;
  handle: (context: At<P, L>, given: Given<S, B, T['id']>) => Promise<Reply>;
  invalid: (context: At<P, L>, errors: Problem['fields'], problem: Problem) => Reply | Promise<Reply>;
}

/**
 * The route of a verb. Whether the actor may is decided under the lock, where "you may not" (403) is told from
 * "somebody was faster" (409, with who and when); the role, and whether they ever may, is asked before.
 */
export function verbRow<
  T extends Lockable,
  S,
  L extends { id: T['id'] },
  B = Record<string, never>,
  P = { id: T['id'] },
>(verb: Verb<T, S>, given: Route<T, S, L, B, P>): AnyRow {
  return {
    method: 'post',
    path: pathOf(verb, given),
    allow: verb.action,
    params: given.params,
    load: async (context: At<P, undefined>) => {
      const loaded = await given.load(context);
      if (loaded && !mayEverAct(context.actor, verb, given.ref?.(loaded))) throw forbidden();
      return loaded;
    },
    handle: (context: At<P, L>) => given.handle(context, readGiven(verb, given, context)),
    invalid: given.invalid,
    ...(given.files && { files: given.files }),
    ...(verb.proof && { proof: verb.proof }),
  };
}

/** Where a verb is done; what changes a thing as a whole has no word of its own. */
const pathOf = ({ address }: { address: string }, { path }: { path: string }): string =>
  address === '' ? path : `${path}/${address}`;

function readGiven<T extends Lockable, S, L extends { id: T['id'] }, B, P>(
  { note }: Verb<T, S>,
  given: Route<T, S, L, B, P>,
  context: At<P, L>,
): Given<S, B, T['id']> {
  const Written = z.object(note ? { [note.name]: text(note.word, 2000) } : {});
  const schema = given.body ? Written.and(given.body) : Written;
  const { body, faults } = readOr(given.gathers ?? false, () => readBody(schema, context.typed));
  const seen = given.seen === undefined ? (nothing as S) : given.seen && readBody(given.seen, context.typed);
  return {
    doing: doingOf(context),
    target: { id: context.loaded.id, seen },
    note: note ? ((body as Record<string, string>)[note.name] ?? '') : '',
    faults,
    body: body as B,
  } as Given<S, B, T['id']>;
}

/** What was read; where faults are gathered, what is wrong instead. */
function readOr<B>(
  gathers: boolean,
  read: () => B,
): { body: B | Record<string, never>; faults: FieldErrors } {
  try {
    return { body: read(), faults: {} };
  } catch (error) {
    if (!(gathers && error instanceof Problem && error.kind === 'invalid')) throw error;
    return { body: {}, faults: error.fields };
  }
}
