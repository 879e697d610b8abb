import type { FieldErrors } from '../core/problem.js';
import type { WorkStatus } from '../generated/prisma/enums.js';
import { partyNames } from '../undertakings/words.js';
import { type Field, field, options } from '../web/components.js';
import { workStatusView } from '../web/statuses.js';
import { kinds } from './field-kinds.js';
import { type FieldRow, groupsOf, headFields, lineFields } from './fields.js';
import type { Typed } from './form.js';
import { askedOfPromise } from './promise-fields.js';

/** What the form offers to choose from. */
export interface Choices {
  categories: { code: string; name: string; unit: string }[];
  funding: { code: string; name: string }[];
}

/** A field of the form; `absent` names the states of the work that have none of it, '' where all have. */
export type FormField = Field & { absent: string };

/** Fields side by side. In a group of its own a unit does not follow the category chosen in the form. */
export interface FieldGroup {
  fields: FormField[];
  ownUnit: boolean;
}

/** Rows that can be added and taken away; the template's fields carry `{n}` for the row's number. */
export interface Repeat {
  rowTitle: string;
  addLabel: string;
  removeLabel: string;
  rows: FieldGroup[][];
  template: FieldGroup[];
}

/** What was typed into some fields and what is wrong with them; `prefix` names the row they stand in. */
export interface Filling {
  values: Record<string, string>;
  errors: FieldErrors;
  prefix?: string;
}

type Entry = [value: string, label: string, hint?: string];

export const statusOptions: Entry[] = [
  ['', 'Menurut tanggal: selesai, atau rencana bila di depan'],
  ...(Object.keys(workStatusView) as WorkStatus[]).map((one): Entry => [one, workStatusView[one].label]),
];

/** What there is to choose in a field that is a choice. */
const entriesOf = new Map<string, (choices: Choices) => Entry[]>(
  Object.entries({
    categoryCode: ({ categories }) => [
      ['', 'Pilih jenis bantuan'],
      ...categories.map((one): Entry => [one.code, `${one.name} (${one.unit})`, one.unit]),
    ],
    fundingCode: ({ funding }) => [['', 'Belum diisi'], ...funding.map((one): Entry => [one.code, one.name])],
    workStatus: () => statusOptions,
    party: () => [['', 'Pilih pihak'], ...Object.entries(partyNames)],
  }),
);

function unitOf(row: FieldRow, { values }: Filling, { categories }: Choices): string {
  if (row.kind === 'rupiah') return 'rupiah';
  if (row.unit === 'kategori')
    return categories.find((one) => one.code === (values.jenis ?? ''))?.unit ?? 'satuan';
  return row.unit === 'satuan' ? '' : (row.unit ?? '');
}

/**
 * The input of a field, with what was typed and what is wrong with it. The heading above the folds says once that all
 * of them may stay empty, so no label repeats it.
 */
export function inputOf(row: FieldRow, filling: Filling, choices: Choices): FormField {
  const { values, errors, prefix = '' } = filling;
  const value = values[row.name] ?? '';
  const entries = entriesOf.get(row.column)?.(choices) ?? [];
  const made = field({
    name: prefix + row.name,
    label: row.label,
    type: kinds[row.kind].input,
    hint: row.hint ?? '',
    value: entries.length > 0 ? '' : value,
    options: options(entries, value),
    unit: unitOf(row, filling, choices),
    error: errors[prefix + row.name] ?? '',
  });
  return { ...made, absent: row.absentIn?.join(' ') ?? '' };
}

const groupsIn = (groups: FieldRow[][], filling: Filling, choices: Choices): FieldGroup[] =>
  groups.map((rows) => ({
    fields: rows.map((row) => inputOf(row, filling, choices)),
    ownUnit: rows.every((row) => row.unit !== 'kategori' && row.column !== 'categoryCode'),
  }));

type HeadPart = (typeof headFields)[number]['part'];

/** A part of the form that speaks of the activity as a whole. */
export const headGroups = (part: HeadPart, filling: Filling, choices: Choices): FieldGroup[] =>
  groupsIn(groupsOf<FieldRow>(headFields, part), filling, choices);

/** The fields that stand open: what was delivered, and what was done. */
export const mainFields = (filling: Filling, choices: Choices): FormField[] =>
  [...lineFields, ...headFields]
    .filter((row) => row.part === 'main')
    .map((row) => inputOf(row, filling, choices));

/** Target, people and money of the first line. */
export const firstLineGroups = (filling: Filling, choices: Choices): FieldGroup[] =>
  groupsIn(groupsOf<FieldRow>(lineFields, 'money'), filling, choices);

/** Further lines: one visit mixes kinds of help and funders. An empty row is always there, also without scripts. */
export const lineRepeat = (typed: Typed, errors: FieldErrors, choices: Choices): Repeat =>
  repeat({ rows: typed.baris, part: 'baris', fields: lineFields }, errors, choices, {
    rowTitle: 'Jenis bantuan lain',
    addLabel: 'Tambah jenis bantuan',
    removeLabel: 'Hapus baris ini',
  });

/** Promises of others. */
export const commitmentRepeat = (typed: Typed, errors: FieldErrors, choices: Choices): Repeat =>
  repeat({ rows: typed.janji, part: 'janji', fields: askedOfPromise }, errors, choices, {
    rowTitle: 'Janji',
    addLabel: 'Tambah janji',
    removeLabel: 'Hapus janji ini',
  });

function repeat(
  { rows, part, fields }: { rows: Record<string, string>[]; part: string; fields: readonly FieldRow[] },
  errors: FieldErrors,
  choices: Choices,
  words: Pick<Repeat, 'rowTitle' | 'addLabel' | 'removeLabel'>,
): Repeat {
  const groups = (['main', 'money', 'promise'] as const).flatMap((one) => groupsOf(fields, one));
  const row = (values: Record<string, string>, prefix: string) =>
    groupsIn(groups, { values, errors, prefix }, choices);
  const shown = rows.length > 0 ? rows : [{}];
  return {
    ...words,
    rows: shown.map((values, index) => row(values, `${part}.${index}.`)),
    template: row({}, `${part}.{n}.`),
  };
}
