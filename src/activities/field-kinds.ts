import type { z } from 'zod';
import { date, isoDate, number, rupiah } from '../core/format.js';
import type { Field } from '../web/components.js';
import { optionalCount, optionalDate, optionalRupiah, optionalText } from '../web/form.js';
import type { FieldRow, Kind } from './fields.js';

/** What a stored field may hold. */
export type Stored = string | number | bigint | Date | null;

interface KindOf {
  /** How what was typed is read; empty is null. */
  schema: (row: FieldRow) => z.ZodType<Stored>;
  /** How it stands in its form: amounts as people write them, with dots. */
  typed: (value: Stored) => string;
  /** How it is told. */
  words: (value: Stored, unit: string) => string;
  input: Field['type'];
}

const plain = (value: Stored) => String(value);
const asDate = (value: Stored) => value as Date;

/** Everything that follows from the kind of a field. */
export const kinds: Record<Kind, KindOf> = {
  count: {
    schema: ({ label }) => optionalCount(label),
    typed: (value) => number(Number(value)),
    words: (value, unit) => `${number(Number(value))} ${unit}`.trim(),
    input: 'number',
  },
  rupiah: {
    schema: ({ label }) => optionalRupiah(label),
    typed: (value) => number(Number(value)),
    words: (value) => rupiah(Number(value)),
    input: 'number',
  },
  date: {
    schema: ({ label }) => optionalDate(label),
    typed: (value) => isoDate(asDate(value)),
    words: (value) => date(asDate(value)),
    input: 'date',
  },
  text: {
    schema: ({ label, max }) => optionalText(label, max),
    typed: plain,
    words: plain,
    input: 'text',
  },
  long: {
    schema: ({ label, max }) => optionalText(label, max),
    typed: plain,
    words: plain,
    input: 'textarea',
  },
  choice: {
    schema: ({ label }) => optionalText(label, 40),
    typed: plain,
    words: plain,
    input: 'select',
  },
};

const schemas = new WeakMap<FieldRow, z.ZodType<Stored>>();

/** How what was typed into a field is read. Made once: to make and compile a schema takes longer than all else of a field. */
export function schemaOf(row: FieldRow): z.ZodType<Stored> {
  const known = schemas.get(row) ?? kinds[row.kind].schema(row);
  schemas.set(row, known);
  return known;
}

/** How what is stored stands in the form; '' where nothing is. */
export const typedBack = (row: FieldRow, value: Stored | undefined): string =>
  value === null || value === undefined ? '' : kinds[row.kind].typed(value);

/** A whole row of stored fields as its form shows it, by the names of the form. */
export const rowTypedBack = (fields: readonly FieldRow[], stored: object): Record<string, string> =>
  Object.fromEntries(
    fields.map((row) => [row.name, typedBack(row, (stored as Record<string, Stored>)[row.column])]),
  );

/** What was kept as JSON, as it was stored in its column; null where it was not a field yet. */
export const fromJson = (row: FieldRow, value: unknown): Stored =>
  row.kind === 'date' && typeof value === 'string' ? new Date(value) : ((value ?? null) as Stored);
