import { z } from 'zod';
import { type Deed, type Doing, type Lockable, mayEver, type Target } from '../audit/act.js';
import { forbidden, type Problem } from '../core/problem.js';
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
  /** The note without which it is not done. */
  note: NoteField | null;
  done: { title: string; text: string };
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
export interface Given<S, B> {
  doing: Doing;
  target: Target<S>;
  /** '' where the verb asks for none. */
  note: string;
  body: B;
}

type At<L> = Context<'signed-in', { id: number }, unknown, unknown, L>;

/**
 * The route of a verb. Whether the actor may is decided under the lock, where "you may not" (403) is told from
 * "somebody was faster" (409, with who and when); the role, and whether they ever may, is asked before.
 */
export function verbRow<T extends Lockable, S, L extends { id: number }, B = unknown>(
  verb: Verb<T, S>,
  given: {
    path: string;
    params: z.ZodType<{ id: number }>;
    load: (context: At<undefined>) => Promise<L | null>;
    ref: (loaded: L) => T['ref'];
    /** How a form says in which state it saw the thing; null where the verb asks that itself. */
    seen: z.ZodType<S> | null;
    body?: z.ZodType<B>;
    files?: AnyRow['files'];
    handle: (context: At<L>, given: Given<S, B>) => Promise<Reply>;
    invalid: (context: At<L>, errors: Problem['fields'], problem: Problem) => Promise<Reply>;
  },
): AnyRow {
  const { note } = verb;
  const row: AnyRow = {
    method: 'post',
    path: `${given.path}/${verb.address}`,
    allow: verb.action,
    params: given.params,
    load: async (context: At<undefined>) => {
      const loaded = await given.load(context);
      if (loaded && !mayEver(context.actor, verb, given.ref(loaded))) throw forbidden();
      return loaded;
    },
    handle: (context: At<L>) => {
      const Written = z.object(note ? { [note.name]: text(note.word, 2000) } : {});
      const body = readBody(given.body ? Written.and(given.body) : Written, context.typed);
      const seen = given.seen && readBody(given.seen, context.typed);
      return given.handle(context, {
        doing: doingOf(context),
        target: { id: context.loaded.id, seen },
        note: note ? (body as Record<string, string>)[note.name] : '',
        body: body as B,
      } as Given<S, B>);
    },
    invalid: given.invalid,
  };
  if (given.files) row.files = given.files;
  return row;
}
