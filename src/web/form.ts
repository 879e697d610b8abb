import { z } from 'zod';
import { inSentence } from '../core/format.js';
import { findNik, nikRefusal } from '../core/nik.js';
import { readCount, readRupiah } from '../core/numbers.js';
import { printable } from '../core/printable.js';
import { invalid } from '../core/problem.js';

// What no schema words for itself is still said in Indonesian.
z.config({
  customError: ({ code }) =>
    code === 'too_big'
      ? 'Isian ini terlalu panjang atau terlalu besar. Ringkas sedikit.'
      : 'Isian ini belum benar. Periksa, lalu kirim lagi.',
});

const blankIsAbsent = (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;

/** What is left of a free text without control signs; nothing left is absent. */
const typedText = (value: unknown) => blankIsAbsent(typeof value === 'string' ? printable(value) : value);

/** Free text as people type it: trimmed, line ends made alike, refused when it holds a NIK-like number. */
function guarded(label: string, max: number) {
  return z
    .string(`Isi ${inSentence(label)}.`)
    .transform((text) => text.replace(/\r\n?/g, '\n').trim())
    .pipe(
      z.string().max(max, { error: `${label} paling panjang ${max} huruf. Ringkas sedikit.`, abort: true }),
    )
    .superRefine((text, context) => {
      const masked = findNik(text);
      if (masked) context.addIssue({ code: 'custom', message: nikRefusal(label, masked) });
    });
}

/** A required free text. `label` starts the sentences that refuse it. */
export function text(label: string, max = 200) {
  return z.preprocess(typedText, guarded(label, max));
}

/** A free text that may stay empty; empty is null. */
export function optionalText(label: string, max = 2000) {
  return z.preprocess(typedText, guarded(label, max).optional()).transform((value) => value ?? null);
}

/** A whole number that may stay empty (null), read by `read`; `form` is how it is written. */
function optionalNumber(
  label: string,
  read: (text: string) => number,
  { max, form }: { max: number; form: string },
) {
  return z
    .preprocess(
      blankIsAbsent,
      z
        .string()
        .transform(read)
        .pipe(
          z
            .number(`${label} ditulis ${form}.`)
            .int()
            .max(max, `${label} terlalu besar. Periksa jumlah angkanya.`),
        )
        .optional(),
    )
    .transform((value) => value ?? null);
}

/** A whole number ≥ 0 that may stay empty (null). `max` keeps it within the database's integer. */
export const optionalCount = (label: string, max = 2_000_000_000) =>
  optionalNumber(label, readCount, { max, form: 'dengan angka saja, misalnya 12' });

/** Whole rupiah, as people type it: `1.500.000`, `Rp 1.500.000,00`, `1,5 juta`; may stay empty. */
export const optionalRupiah = (label: string) =>
  optionalNumber(label, readRupiah, {
    max: 9_000_000_000_000,
    form: 'dalam rupiah bulat, misalnya 15.000.000',
  });

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const LOCAL = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/;

/** Reads `2022-10-24` or `24/10/2022` as a calendar date (midnight UTC); null when it is none. */
export function readDate(value: string): Date | null {
  const iso = ISO.exec(value.trim());
  const local = LOCAL.exec(value.trim());
  const [year, month, day] = iso
    ? [Number(iso[1]), Number(iso[2]), Number(iso[3])]
    : local
      ? [Number(local[3]), Number(local[2]), Number(local[1])]
      : [Number.NaN, 0, 0];
  const made = new Date(Date.UTC(year, month - 1, day));
  const exact = made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return exact && year >= 2000 && year <= 2100 ? made : null;
}

/** A calendar date that may stay empty. */
export function optionalDate(label: string) {
  return z.preprocess(blankIsAbsent, z.string().optional()).transform((value, context) => {
    if (value === undefined) return null;
    const made = readDate(value);
    if (!made)
      context.addIssue({ code: 'custom', message: `${label} tidak dikenali. Tulis seperti 24/10/2022.` });
    return made;
  });
}

/** A required calendar date. */
export function dateField(label: string) {
  return optionalDate(label).refine((value): value is Date => value !== null, `Isi ${inSentence(label)}.`);
}

/** One of a closed list, as sent by radios or a select. */
export function choice<const T extends readonly [string, ...string[]]>(label: string, values: T) {
  return z.enum(values, `Pilih ${inSentence(label)}.`);
}

/** The id of a row, within PostgreSQL's integer. */
export const rowId = z.coerce.number().int().positive().max(2_147_483_647);

/** An id that may be missing; one that cannot be is taken as missing. */
export const optionalRowId = rowId.nullable().catch(null);

/** The agency a list is filtered by: an id, `saya` for the own one, or empty for all. */
export const agencyChoice = z
  .string()
  .regex(/^(saya|[1-9]\d{0,8})$/)
  .catch('');

/** A checked box. */
export const checkbox = z.preprocess(
  (value) => value !== undefined && value !== '' && value !== 'tidak',
  z.boolean(),
);

/** One or many values of a repeated field, always as a list. */
export const manyStrings = z.preprocess(
  (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]),
  z.array(z.string()),
);

/** A file name as stored: no path, no control or invisible signs, no NIK. */
export function safeFileName(name: string): string {
  const base = name.split(/[/\\]/).pop() ?? '';
  const clean =
    printable(base)
      // Signs without a shape can turn a name around (`gpj.exe` read as `exe.jpg`).
      .replace(/[\p{Cf}\n\r\t]/gu, '')
      .trim()
      .slice(-120) || 'berkas';
  const masked = findNik(clean);
  if (masked) throw invalid({ berkas: nikRefusal('Nama berkas', masked) });
  return clean;
}
