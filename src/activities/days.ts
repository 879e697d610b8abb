import { date, plusDays } from '../core/format.js';
import type { FieldErrors } from '../core/problem.js';
import { WorkStatus } from '../generated/prisma/enums.js';
import { readDate } from '../web/form.js';
import { schemaOf } from './field-kinds.js';
import { type FieldRow, headFields } from './fields.js';

/** The days an officer presses most. Each is sent as the date it shows, so that it means the same tomorrow. */
export const namedDays = (today: Date): { day: Date; label: string }[] =>
  [
    { day: today, word: 'Hari ini' },
    { day: plusDays(today, -1), word: 'Kemarin' },
  ].map(({ day, word }) => ({ day, label: `${word}, ${date(day)}` }));

/** A date after the end of next year is more often a slip than a plan. */
export const isFar = (day: Date | null, today: Date): boolean =>
  day !== null && day.getUTCFullYear() > today.getUTCFullYear() + 1;

/** First day, last day and state of the work as they were typed. */
export interface DaysRead {
  startsOn: Date;
  endsOn: Date;
  workStatus: WorkStatus;
  /** Where the first day was typed. */
  field: string;
  /** The first day could be read. */
  known: boolean;
}

/**
 * Reads the days and the state of the work, which belong together: what lies ahead can only be planned. Says in `errors`
 * what is wrong; without a state the days decide.
 */
export function readDays(typed: Record<string, string>, today: Date, errors: FieldErrors): DaysRead {
  const fail = (name: string, message: string) => {
    errors[name] ??= message;
  };
  const choice = typed.hari ?? '';
  const field = choice === 'lain' ? 'tanggal' : 'hari';
  const start = choice === 'lain' ? dateOf('startsOn', typed, errors) : readDate(choice);
  if (start === null) fail(field, choice === 'lain' ? 'Isi tanggal kegiatan.' : 'Pilih tanggal kegiatan.');
  const startsOn = start ?? today;
  const endsOn = dateOf('endsOn', typed, errors) ?? startsOn;
  const backwards = endsOn < startsOn;
  if (backwards) fail('selesai', 'Tanggal selesai mendahului tanggal mulai.');
  const workStatus = statusOf(typed.status ?? '', startsOn, today);
  if (workStatus === null) fail('status', 'Pilih status pekerjaan.');
  const read = {
    startsOn,
    endsOn: backwards ? startsOn : endsOn,
    workStatus: workStatus ?? 'SELESAI',
    field,
  };
  refuseAhead(read, typed, today, fail);
  return { ...read, known: start !== null };
}

function dateOf(column: string, typed: Record<string, string>, errors: FieldErrors): Date | null {
  const row = headFields.find((one) => one.column === column) as FieldRow;
  const parsed = schemaOf(row).safeParse(typed[row.name]);
  if (!parsed.success) errors[row.name] ??= parsed.error.issues[0]?.message ?? '';
  return parsed.success ? (parsed.data as Date | null) : null;
}

function statusOf(chosen: string, startsOn: Date, today: Date): WorkStatus | null {
  if (chosen === '') return startsOn > today ? 'RENCANA' : 'SELESAI';
  return Object.hasOwn(WorkStatus, chosen) ? (chosen as WorkStatus) : null;
}

function refuseAhead(
  { startsOn, endsOn, workStatus, field }: Omit<DaysRead, 'known'>,
  typed: Record<string, string>,
  today: Date,
  fail: (name: string, message: string) => void,
): void {
  const ahead = startsOn > today;
  const told = ['jumlah', 'terpakai'].some((name) => (typed[name] ?? '').trim() !== '');
  const done = workStatus === 'SELESAI' || workStatus === 'BERJALAN';
  if (ahead && (done || (told && !typed.status))) {
    fail(
      field,
      `Tanggal ${date(startsOn)} belum terjadi. Pilih hari ini atau sebelumnya, atau ubah status menjadi Rencana.`,
    );
  } else if (workStatus === 'SELESAI' && endsOn > today) {
    fail(
      'selesai',
      `Tanggal ${date(endsOn)} belum terjadi. Ubah status menjadi Berjalan, atau kosongkan tanggal selesai.`,
    );
  }
  if (isFar(endsOn, today) && !typed.jauh) {
    fail('jauh', `Tanggal ${date(endsOn)} masih jauh. Periksa tahunnya; bila memang benar, centang ini.`);
  }
}
