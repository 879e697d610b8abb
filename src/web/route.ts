import type { z } from 'zod';
import { list } from '../core/format.js';
import { type FieldErrors, forbidden, httpStatusOf, notFound, Problem } from '../core/problem.js';
import { Role } from '../generated/prisma/enums.js';
import {
  type Action,
  type Actor,
  can,
  type PlainAction,
  roleLabels,
  roleMay,
  type SubjectOf,
} from '../policy.js';
import type { Reply } from './reply.js';
import type { Services } from './services.js';
import { refuseTooLarge, type Upload, type UploadLimits } from './upload.js';

/** `public` needs no account, `signed-in` any account; otherwise an action of the policy. */
export type Allow = 'public' | 'signed-in' | Action;

/** What a handler receives: everything checked, typed and allowed. */
export interface Context<A extends Allow, P, Q, B, L> {
  app: Services;
  actor: A extends 'public' ? Actor | null : Actor;
  params: P;
  query: Q;
  body: B;
  /** What `load` found. */
  loaded: L;
  files: Upload[];
  /** The form as typed, to show it again. */
  typed: Record<string, unknown>;
  /** Path and query of the address asked for. */
  url: URL;
  session: SessionPort;
  /** The network address the request came from. */
  address: string;
}

/** The few things a handler may do with the session. */
export interface SessionPort {
  /** The id of the session that asks. */
  readonly id: string;
  /** Opens a new session for an account whose password was just proven. */
  signIn(accountId: number): Promise<void>;
  /** The id of this device where the account signed in on it before. */
  knownDevice(accountId: number): string | null;
  signOut(): Promise<void>;
}

type Shape = z.ZodType | undefined;
type Output<S extends Shape> = S extends z.ZodType ? z.output<S> : Record<string, never>;
type Promised<T> = T | Promise<T>;

/**
 * One row of the portal's table of routes. `allow` is required. An action with a subject also names `subject`,
 * made from what `load` finds through the actor's scope: not found there is a 404, found but not allowed a 403.
 */
export interface Row<A extends Allow, P extends Shape, Q extends Shape, B extends Shape, L> {
  method: 'get' | 'post';
  path: string;
  /** Answers whatever happens: without a session, and before anybody waits. */
  bare?: true;
  /** Made anew at each request: it shows the session, this process, or what no transaction stores. */
  fresh?: true;
  /** Asks for the password again where it was not typed within ten minutes; always, or for some forms. */
  proof?: true | ((typed: Record<string, unknown>) => boolean);
  /** Waits in the queue of those who sign in. */
  door?: true;
  allow: A;
  params?: P;
  query?: Q;
  body?: B;
  /** Who sends files is signed in: they count for an account. */
  files?: A extends 'public' ? never : UploadLimits;
  load?: (context: Context<A, Output<P>, Output<Q>, Output<B>, undefined>) => Promised<L | null>;
  subject?: (loaded: L) => A extends Action ? SubjectOf<A> : never;
  handle: (context: Context<A, Output<P>, Output<Q>, Output<B>, L>) => Promised<Reply>;
  /** Shows the form again with what was typed; answers 422, 409 after a conflict, 413 after too large a file. */
  invalid?: (
    context: Context<A, Output<P>, Output<Q>, unknown, L>,
    errors: FieldErrors,
    problem: Problem,
  ) => Promised<Reply>;
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds rows of every shape; each was checked by `row`
export type AnyRow = Row<any, any, any, any, any>;

/** Declares a row; exists so that the handler's types follow from its schemas. */
export function row<
  A extends Allow,
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
  L = undefined,
>(
  definition: Row<A, P, Q, B, L> &
    (A extends PlainAction | 'public' | 'signed-in' ? unknown : { load: unknown; subject: unknown }),
): AnyRow {
  return definition;
}

/** Decides before anything is loaded or parsed: signed in, and a role that may ever do this. */
export function admit(definition: AnyRow, actor: Actor | null): void {
  const allow = definition.allow as Allow;
  if (allow === 'public') return;
  if (!actor) throw new Problem('sign-in', 'Silakan masuk lebih dahulu.');
  if (allow !== 'signed-in' && !roleMay(actor.role, allow)) throw forbidden(notFor(actor, allow));
}

/** For whom the page is, and as whom somebody came. */
function notFor(actor: Actor, action: Action): string {
  const roles = Object.values(Role).filter((role) => roleMay(role, action));
  const whom = list(roles.map((role) => roleLabels[role]));
  return `Halaman ini untuk ${whom}. Anda masuk sebagai ${actor.name} (${roleLabels[actor.role]}).`;
}

/** What the form itself can tell, with everything typed still in it. */
const formKinds = new Set<Problem['kind']>(['invalid', 'conflict', 'too-large']);

/** Runs one admitted request: load, decide about the subject, handle; a bad form goes to `invalid`. */
// biome-ignore lint/suspicious/noExplicitAny: see AnyRow
export async function run(definition: AnyRow, context: Context<any, any, any, any, any>): Promise<Reply> {
  const loaded = definition.load ? await definition.load(context) : undefined;
  if (loaded === null) throw notFound();
  const full = { ...context, loaded };
  if (definition.subject && !can(context.actor, definition.allow, definition.subject(loaded) as never)) {
    throw forbidden('Anda tidak berhak melakukan ini pada data tersebut, atau keadaannya sudah berubah.');
  }
  try {
    if (definition.files) refuseTooLarge(definition.files, context.files);
    const body = definition.body ? readBody(definition.body, context.typed) : {};
    return await definition.handle({ ...full, body });
  } catch (error) {
    if (!(error instanceof Problem && formKinds.has(error.kind)) || !definition.invalid) throw error;
    const reply = await definition.invalid(full, error.fields, error);
    return reply.kind === 'page' ? { ...reply, status: httpStatusOf[error.kind] } : reply;
  }
}

/** What a form's summary says: the fields' own sentences, or the one of the whole form where no field is to blame. */
export const formErrors = (fields: FieldErrors, problem: Error): FieldErrors =>
  Object.keys(fields).length > 0 ? fields : { form: problem.message };

/** What was typed, as a schema reads it. @throws Problem `invalid` with a sentence for every field. */
export function readBody<O>(schema: z.ZodType<O>, typed: Record<string, unknown>): O {
  const parsed = schema.safeParse(typed);
  if (parsed.success) return parsed.data;
  const fields: FieldErrors = {};
  for (const issue of parsed.error.issues) fields[issue.path.join('.') || 'form'] ??= issue.message;
  throw new Problem('invalid', 'Ada isian yang perlu diperbaiki.', fields);
}
