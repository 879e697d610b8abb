import type { FieldErrors } from '../core/problem.js';
import { invalid } from '../core/problem.js';
import { CommitmentParty, type WorkStatus } from '../generated/prisma/enums.js';
import { manyStrings, optionalRowId } from '../web/form.js';
import type { ActivityDays } from './assigned.js';
import {
  type CommitmentContent,
  type Content,
  type LineContent,
  lineField,
  missingForSubmission,
  refusedByStatus,
} from './content.js';
import { readDays } from './days.js';
import { schemaOf } from './field-kinds.js';
import { type FieldRow, headFields, lineFields, type Values } from './fields.js';
import { askedOfPromise } from './promise-fields.js';
import { titleFrom } from './words.js';

/** A form as typed: plain fields, and the filled rows of its two repeated parts. */
export interface Typed {
  fields: Record<string, string>;
  baris: Record<string, string>[];
  janji: Record<string, string>[];
  removeEvidence: number[];
  /** Notes of files that wait since the form was last refused. */
  held: string[];
}

/** What the form is checked against. */
export interface FormContext {
  today: Date;
  categories: Set<string>;
  funding: Set<string>;
  /** How far the work was in the revision before; null for a new activity. */
  before: WorkStatus | null;
  submit: boolean;
  /** Why the village and days do not fit the agency's assignments. */
  assignment: (villageCode: string, days: ActivityDays, dateField: string) => FieldErrors;
}

export interface ReadForm {
  villageCode: string;
  content: Content;
}

const ROW_KEY = /^(baris|janji)\.(\d{1,3})\.([a-z_]+)$/;
const asText = (value: unknown) => {
  const one = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? one : '';
};

/** Sorts the flat names of a sent form into fields and rows; rows left wholly empty disappear. */
export function sortTyped(sent: Record<string, unknown>): Typed {
  const fields: Record<string, string> = {};
  type Rows = Map<number, Record<string, string>>;
  const parts = { baris: new Map() as Rows, janji: new Map() as Rows };
  for (const [key, value] of Object.entries(sent)) {
    const [, part, index, name] = ROW_KEY.exec(key) ?? [];
    if (!part || !name) fields[key] = asText(value);
    else {
      const list = part === 'baris' ? parts.baris : parts.janji;
      list.set(Number(index), { ...list.get(Number(index)), [name]: asText(value) });
    }
  }
  const filled = (list: Rows) =>
    [...list]
      .sort(([one], [other]) => one - other)
      .map(([, row]) => row)
      .filter((row) => Object.values(row).some((value) => value.trim() !== ''));
  return {
    fields,
    baris: filled(parts.baris),
    janji: filled(parts.janji),
    removeEvidence: manyStrings.parse(sent.hapus_bukti).flatMap((id) => optionalRowId.parse(id) ?? []),
    held: manyStrings.parse(sent.titipan),
  };
}

/** Reads fields one after the other and collects what is wrong with each, so that all is said at once. */
export function readFields<F extends readonly FieldRow[]>(
  fields: F,
  typed: Record<string, string>,
  errors: FieldErrors,
  nameOf: (name: string) => string = (name) => name,
): Partial<Values<F>> {
  const read: Record<string, unknown> = {};
  for (const row of fields) {
    const parsed = schemaOf(row).safeParse(typed[row.name]);
    read[row.column] = parsed.success ? parsed.data : null;
    if (!parsed.success)
      errors[nameOf(row.name)] ??= parsed.error.issues[0]?.message ?? 'Isian ini tidak dapat dibaca.';
  }
  return read as Partial<Values<F>>;
}

/**
 * Turns a sent form into what is stored.
 * @param errors what is known to be wrong already, for example with the files.
 * @throws Problem `invalid` with a sentence for every field that is wrong, in the order of the form.
 */
export function readForm(typed: Typed, context: FormContext, errors: FieldErrors = {}): ReadForm {
  const villageCode = typed.fields.desa ?? '';
  if (villageCode === '') errors.desa = 'Pilih desa.';
  const days = readDays(typed.fields, context.today, errors);
  if (villageCode !== '' && days.known) {
    Object.assign(errors, context.assignment(villageCode, days, days.field));
  }
  const { startsOn, endsOn, workStatus } = days;
  const lines = readLines(typed, context, errors);
  const head = readFields(headFields, { ...typed.fields, tanggal: '', selesai: '', status: '' }, errors);
  const description = head.description ?? '';
  const content = {
    ...head,
    ...{ startsOn, endsOn, workStatus, description },
    title: head.title ?? (titleFrom(description) || 'Kegiatan tanpa judul'),
    cancelReason: workStatus === 'BATAL' ? head.cancelReason : null,
    changeReason: context.before === null ? null : head.changeReason,
    lines,
    commitments: readPromises(typed, errors),
  } as Content;
  if (workStatus === 'BATAL' && !content.cancelReason)
    errors.alasan_batal ??= 'Tulis mengapa kegiatan ini batal.';
  const more = context.submit ? missingForSubmission(content, context.before) : refusedByStatus(content);
  for (const [name, message] of Object.entries(more)) errors[name] ??= message;
  if (Object.keys(errors).length > 0) throw invalid(inFormOrder(errors));
  return { villageCode, content };
}

/** The first line stands among the five fields, the others in their fold. */
function readLines(typed: Typed, context: FormContext, errors: FieldErrors): LineContent[] {
  const first = Object.fromEntries(lineFields.map(({ name }) => [name, typed.fields[name] ?? '']));
  const firstUsed = Object.values(first).some((value) => value.trim() !== '');
  const rows = firstUsed || typed.baris.length > 0 ? [first, ...typed.baris] : [];
  return rows.map((row, index) => {
    const named = (name: string) => lineField(index, name);
    const line = readFields(lineFields, row, errors, named) as LineContent;
    line.categoryCode ??= '';
    if (!context.categories.has(line.categoryCode)) errors[named('jenis')] ??= 'Pilih jenis bantuan.';
    if (line.fundingCode !== null && !context.funding.has(line.fundingCode))
      errors[named('sumber')] ??= 'Pilih sumber dana.';
    return line;
  });
}

function readPromises(typed: Typed, errors: FieldErrors): CommitmentContent[] {
  return typed.janji.map((row, index) => {
    const named = (name: string) => `janji.${index}.${name}`;
    const promise = readFields(askedOfPromise, row, errors, named) as CommitmentContent;
    if (!Object.hasOwn(CommitmentParty, promise.party ?? ''))
      errors[named('pihak')] ??= 'Pilih siapa yang berjanji.';
    if (!promise.what) errors[named('apa')] ??= 'Tulis apa yang dijanjikan.';
    return promise;
  });
}

/** Names of the form from top to bottom. */
const ORDER = [
  ...['form', 'desa', 'hari', 'tanggal', 'jauh', 'jenis', 'jumlah', 'uraian', 'bukti'],
  ...lineFields.map(({ name }) => name),
  'baris',
  ...headFields.filter(({ part }) => part === 'people' || part === 'given').map(({ name }) => name),
  'janji',
  ...headFields.filter(({ part }) => part !== 'top' && part !== 'day').map(({ name }) => name),
  'perubahan',
];

/** The summary leads through the form from top to bottom. */
function inFormOrder(errors: FieldErrors): FieldErrors {
  const place = (name: string) => ORDER.indexOf(name.split('.')[0] ?? '');
  return Object.fromEntries(
    Object.entries(errors).sort(([one], [other]) => place(one) - place(other) || one.localeCompare(other)),
  );
}
