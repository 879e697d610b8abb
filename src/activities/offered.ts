import { plusDays } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { type Actor, can, mayEver } from '../policy.js';
import { type Closed, closedMonths, type Touched, whyClosed } from '../rhythm/closing.js';
import { lastDayOf } from '../rhythm/months.js';
import type { Term } from '../wilayah/in-force.js';
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

/** Why nothing is new or changed on a day; see `whyClosed`. */
export const whyShut =
  (closed: Closed[], before: Touched['before'] = null) =>
  (day: Date): string =>
    whyClosed(closed, { startsOn: day, endsOn: day }, before);

/**
 * The day nearest to the wanted one of which a save takes something: inside an assignment, in a month that is open; null
 * where there is none.
 */
export function nearestDay(periods: Term[], wanted: Date, closed: Closed[]): Date | null {
  const whyNot = whyShut(closed);
  const inside = ({ startsOn, endsOn }: Term, day: Date) =>
    day < startsOn ? startsOn : endsOn && day > endsOn ? endsOn : day;
  // Where the wanted day is shut, the nearest open one lies beside a closed month.
  const beside = closed.flatMap(({ month }) => [plusDays(month, -1), plusDays(lastDayOf(month), 1)]);
  const days = periods.flatMap((period) => [wanted, ...beside].map((day) => inside(period, day)));
  const away = (day: Date) => Math.abs(day.getTime() - wanted.getTime());
  return days.filter((day) => whyNot(day) === '').sort((one, other) => away(one) - away(other))[0] ?? null;
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
