import { inSentence, list } from '../core/format.js';
import { match } from '../matching/match.js';
import type { Fit, MatchInput, Matching, Waiting } from '../matching/types.js';
import type { Actor } from '../policy.js';
import type { Services } from '../web/services.js';
import { matchInput } from './match-input.js';
import type { AssignmentParts } from './parts.js';

interface Asking {
  app: Services;
  actor: Actor;
}

/** What was matched, and what came of it. */
export type Matched = Matching & { input: MatchInput };

/** A lead for every village that waits, as the office weighs it, with what is fixed by hand. */
export async function matched(
  { app, actor }: Asking,
  parts: AssignmentParts,
  fixed: MatchInput['fixed'] = [],
): Promise<Matched> {
  const input = await matchInput({ db: app.db, actor }, parts, fixed);
  return { ...(await match(input)), input };
}

/** The largest needs of a village in words; that nobody assessed them is said. */
export const needWords = ({ needs }: Pick<Waiting, 'needs'>): string =>
  needs === null
    ? 'belum ada asesmen'
    : needs.length === 0
      ? 'tidak ada yang tersisa'
      : needs.map(({ name }, at) => (at === 0 ? name : inSentence(name))).join(', ');

/** Why an OPD suits a village, without points. */
export const fitWords = ({ reasons }: Fit): string =>
  reasons.length > 0 ? list(reasons.map(({ words }) => words)) : 'masih ada tempat';

/** The same with the points of each. */
export const pointWords = ({ points, reasons }: Fit): string =>
  reasons.length > 0
    ? `${points} poin: ${list(reasons.map((one) => `${one.words} ${one.points}`))}`
    : '0 poin: masih ada tempat';
