/** Field name to sentence: what is wrong and how to mend it. */
export type FieldErrors = Record<string, string>;

/** The closed set of things that go wrong in a request; `errors.ts` turns each into a page or JSON. */
export type ProblemKind =
  | 'not-found'
  | 'forbidden'
  | 'sign-in'
  /** A form without the token of its session: old, or from elsewhere. */
  | 'stale'
  | 'invalid'
  | 'conflict'
  | 'too-large'
  | 'too-many'
  /** No room left for it, until somebody else's is done. */
  | 'busy'
  /** Refused before anything was done: too many at once. */
  | 'full'
  /** The database does not answer. */
  | 'away'
  /** The disk is nearly full; nothing was begun. */
  | 'no-room';

/** Thrown by rules and verbs; carries words for the user, never a stack or a driver's message. */
export class Problem extends Error {
  constructor(
    readonly kind: ProblemKind,
    message: string,
    readonly fields: FieldErrors = {},
  ) {
    super(message);
  }
}

export const notFound = (message = 'Halaman atau data yang Anda minta tidak ada.') =>
  new Problem('not-found', message);
export const forbidden = (message = 'Halaman ini bukan untuk peran Anda.') =>
  new Problem('forbidden', message);
export const invalid = (fields: FieldErrors) =>
  new Problem('invalid', 'Ada isian yang perlu diperbaiki.', fields);
/** Someone else was faster: says who did what and when. */
export const conflict = (message: string, fields: FieldErrors = {}) =>
  new Problem('conflict', message, fields);

export const httpStatusOf: Record<ProblemKind, number> = {
  'not-found': 404,
  forbidden: 403,
  'sign-in': 401,
  stale: 403,
  invalid: 422,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  busy: 503,
  full: 503,
  away: 503,
  'no-room': 503,
};
