import type { z } from 'zod';
import { date } from '../core/format.js';
import { type FieldErrors, invalid } from '../core/problem.js';
import type { Category } from '../generated/prisma/client.js';
import { NeedSource } from '../generated/prisma/enums.js';
import { choice, dateField, optionalCount, optionalText } from '../web/form.js';
import type { Assessment, NeedTold } from './assess.js';

/** How the form calls what is asked of a kind of help. */
export const needFields = (code: string) => ({ baseline: `butuh-${code}`, target: `target-${code}` });

const sources = Object.values(NeedSource) as [NeedSource, ...NeedSource[]];

/** Why a day cannot be that of an assessment; '' where it can. */
export const whyNoDay = (day: Date, today: Date): string =>
  day > today ? `${date(day)} belum tiba. Isi hari asesmennya.` : '';

/**
 * Reads the form of an assessment; `errors` holds what is known to be wrong already.
 * @throws Problem `invalid` with a sentence for every field that is wrong.
 */
export function readAssessment(
  typed: Record<string, unknown>,
  { villageCode, categories, today }: { villageCode: string; categories: Category[]; today: Date },
  errors: FieldErrors,
): Assessment {
  const read = <T>(name: string, schema: z.ZodType<T>): T | null => {
    const parsed = schema.safeParse(typed[name]);
    if (parsed.success) return parsed.data;
    errors[name] ??= parsed.error.issues[0]?.message ?? 'Isian ini tidak dapat dibaca.';
    return null;
  };
  const assessedOn = read('tanggal', dateField('Tanggal'));
  const late = assessedOn && whyNoDay(assessedOn, today);
  if (late) errors.tanggal = late;
  const source = read('sumber', choice('Sumber', sources));
  const note = read('keterangan', optionalText('Keterangan', 500));
  const needs = categories.flatMap(({ code, name }): NeedTold[] => {
    const fields = needFields(code);
    const baseline = read(fields.baseline, optionalCount(`Kebutuhan ${name}`));
    const target = read(fields.target, optionalCount(`Target ${name}`));
    if (baseline !== null) return [{ categoryCode: code, baseline, target }];
    if (target !== null)
      errors[fields.baseline] ??= `Isi kebutuhan ${name}; target saja tidak dapat dihitung.`;
    return [];
  });
  if (needs.length === 0 && Object.keys(errors).length === 0)
    errors.form = 'Isi kebutuhan paling sedikit satu jenis bantuan; 0 bila memang tidak ada.';
  if (Object.keys(errors).length > 0 || !assessedOn || !source) throw invalid(errors);
  return { villageCode, assessedOn, source, note, needs };
}
