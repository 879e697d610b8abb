import type { Reader } from '../database/client.js';
import { type Actor, can, mayEver } from '../policy.js';
import { type Closed, closedMonths, whyClosed } from '../rhythm/closing.js';
import { activityRefOf, type Found, type Revision } from './queries.js';
import { type ActivityVerb, activityVerbs } from './verbs.js';

/** Which verbs a page offers: those that the policy lets this person do and no closed month refuses. */
export interface Offer {
  offers: (verb: ActivityVerb) => boolean;
  /** By whom and when the month was closed that refuses the others, and who may open it again; '' where none does. */
  why: string;
}

/** By whom and when the month was closed that refuses this; '' where none does. */
export function whyRefused(
  closed: Closed[],
  verb: ActivityVerb,
  told: Parameters<ActivityVerb['touches']>[0],
) {
  const touched = verb.touches(told);
  return touched ? whyClosed(closed, touched.days, touched.before) : '';
}

/** The closed months, for whoever ever changes what is told of a day; nobody else is refused anything by them. */
export const closedFor = async (db: Reader, actor: Actor): Promise<Closed[]> =>
  mayEver(actor, 'activity.revise') || mayEver(actor, 'share.create') ? closedMonths(db, actor) : [];

/** What this person is offered to do to the activity as it is shown. */
export function offerOf(actor: Actor, closed: Closed[], found: Found, shown: Revision): Offer {
  const ref = activityRefOf(found);
  const may = (verb: ActivityVerb) => can(actor, verb.action as 'activity.submit', ref);
  const refusals = new Map(
    activityVerbs.flatMap((verb): [ActivityVerb, string][] => {
      const why = may(verb) ? whyRefused(closed, verb, shown) : '';
      return why === '' ? [] : [[verb, why]];
    }),
  );
  return { offers: (verb) => may(verb) && !refusals.has(verb), why: [...refusals.values()][0] ?? '' };
}
