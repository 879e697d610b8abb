import { date, isoDate } from '../core/format.js';
import type { FieldErrors } from '../core/problem.js';
import { type Field, field, options } from '../web/components.js';
import { readDate } from '../web/form.js';
import { isFar, namedDays } from './days.js';

export interface DayFields {
  /** The days that are pressed most. */
  day: Field;
  /** What "Lain" brings. */
  date: Field;
  /** Asked where the date lies so far ahead that it may be a slip; null where it does not. */
  far: Field | null;
}

/** What the inputs of a day are made from. */
interface Asked {
  typed: Record<string, string>;
  errors: FieldErrors;
  today: Date;
  /** Why nothing is told of a day, which then is no day to press; '' where it may be. */
  whyNot: (day: Date) => string;
}

/**
 * The inputs of a day, with what was typed; `last` is the last day where another field names it. A date in `hari` is
 * pressed where that day is offered and typed where it is not, also on another day than the form was opened on.
 */
export function dayFields(
  label: string,
  { typed, errors, today, whyNot }: Asked,
  last: Date | null = null,
): DayFields {
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
  };
}
