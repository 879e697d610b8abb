import { date, isoDate } from '../core/format.js';
import type { FieldErrors } from '../core/problem.js';
import type { Closed } from '../rhythm/closing.js';
import { lastDayOf } from '../rhythm/months.js';
import { type Field, field, options } from '../web/components.js';
import { readDate } from '../web/form.js';
import { type AssignedVillage, outsideWords } from './assigned.js';
import { isFar, namedDays } from './days.js';

export interface DayFields {
  /** The days that are pressed most. */
  day: Field;
  /** What "Lain" brings. */
  date: Field;
  /** Asked where the date lies so far ahead that it may be a slip; null where it does not. */
  far: Field | null;
  /** Days that a save refuses, as JSON, so that the browser says why as soon as one is chosen. */
  refused: string;
}

/** What the inputs of a day are made from. */
interface Asked {
  typed: Record<string, string>;
  errors: FieldErrors;
  today: Date;
  /** Why nothing is told of a day, which then is no day to press; '' where it may be. */
  whyNot: (day: Date) => string;
  closed: Closed[];
  /** The villages to choose from; none where there is nothing to choose. */
  postings: AssignedVillage[];
}

/** When the agency works in a village, and what is said of another day. */
const termsOf = (one: AssignedVillage) => [
  one.villageCode,
  {
    days: one.periods.map(({ startsOn, endsOn }) => [isoDate(startsOn), endsOn ? isoDate(endsOn) : '9999']),
    words: outsideWords(one),
  },
];

/** By village the days that are not refused; the first and last day of each closed month that is, and why. */
const refusedDays = ({ postings, closed, whyNot }: Asked): string =>
  JSON.stringify({
    places: Object.fromEntries(postings.map(termsOf)),
    months: closed
      .map(({ month }) => [isoDate(month), isoDate(lastDayOf(month)), whyNot(month)])
      .filter(([, , why]) => why !== ''),
  });

/**
 * The inputs of a day, with what was typed; `last` is the last day where another field names it. A date in `hari` is
 * pressed where that day is offered and typed where it is not, also on another day than the form was opened on.
 */
export function dayFields(label: string, asked: Asked, last: Date | null = null): DayFields {
  const { typed, errors, today, whyNot } = asked;
  const named = namedDays(today).map((one) => ({ ...one, why: whyNot(one.day) }));
  const days = named
    .filter(({ why }) => why === '')
    .map((one): [string, string] => [isoDate(one.day), one.label]);
  const pressed = typed.hari || isoDate(today);
  const [hari, tanggal] =
    readDate(pressed) && !days.some(([value]) => value === pressed)
      ? ['lain', pressed]
      : [pressed, typed.tanggal ?? ''];
  const latest = last ?? readDate(hari === 'lain' ? tanggal : hari);
  const make = (given: Parameters<typeof field>[0]) => field({ ...given, error: errors[given.name] ?? '' });
  return {
    day: make({
      name: 'hari',
      label,
      type: 'radios',
      hint: named.find(({ why }) => why !== '')?.why ?? '',
      options: options([...days, ['lain', 'Lain']], hari),
    }),
    date: make({ name: 'tanggal', label: 'Tanggal kegiatan', type: 'date', value: tanggal }),
    far: isFar(latest, today)
      ? make({
          name: 'jauh',
          label: `Tanggal ini benar: ${date(latest)}`,
          type: 'checkbox',
          value: typed.jauh ? 'ya' : '',
        })
      : null,
    refused: refusedDays(asked),
  };
}
