import { date } from '../core/format.js';
import type { FieldErrors } from '../core/problem.js';
import { type Field, field, options } from '../web/components.js';
import { readDate } from '../web/form.js';
import { dayAgain, isFar, namedDays } from './days.js';

export interface DayFields {
  /** The days that are pressed most. */
  day: Field;
  /** What "Lain" brings. */
  date: Field;
  /** Asked where the date lies so far ahead that it may be a slip; null where it does not. */
  far: Field | null;
}

/** The inputs of a day, with what was typed; `last` is the last day where another field names it. */
export function dayFields(
  label: string,
  { typed, errors, today }: { typed: Record<string, string>; errors: FieldErrors; today: Date },
  last: Date | null = null,
): DayFields {
  const { hari, tanggal } = dayAgain(typed, today);
  const days = namedDays(today).map((one): [string, string] => [one.value, one.label]);
  const latest = last ?? readDate(hari === 'lain' ? tanggal : hari);
  const make = (given: Parameters<typeof field>[0]) => field({ ...given, error: errors[given.name] ?? '' });
  return {
    day: make({ name: 'hari', label, type: 'radios', options: options([...days, ['lain', 'Lain']], hari) }),
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
