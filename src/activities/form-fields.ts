import type { FieldErrors } from '../core/problem.js';
import type { WorkStatus } from '../generated/prisma/enums.js';
import { type Field, field, options } from '../web/components.js';
import type { Typed } from './form.js';
import { partyNames } from './words.js';

/** What the form offers to choose from. */
export interface Choices {
  categories: { code: string; name: string; unit: string }[];
  funding: { code: string; name: string }[];
}

/** Fields side by side. In a group of its own a unit does not follow the category chosen in the form. */
export interface FieldGroup {
  fields: Field[];
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

type Values = Record<string, string>;
type Make = (given: Partial<Field> & Pick<Field, 'name' | 'label' | 'type'>) => Field;

/**
 * Makes fields that show what was typed and what is wrong with it; `prefix` names the row. The heading above the folds
 * says once that all of them may stay empty, so no label repeats it.
 */
function maker(values: Values, errors: FieldErrors, prefix = ''): Make {
  return (given) =>
    field({
      value: values[given.name] ?? '',
      ...given,
      name: prefix + given.name,
      error: errors[prefix + given.name] ?? '',
    });
}

const own = (...fields: Field[]): FieldGroup => ({ fields, ownUnit: true });
const following = (...fields: Field[]): FieldGroup => ({ fields, ownUnit: false });

export const statusOptions: [WorkStatus | '', string][] = [
  ['', 'Menurut tanggal: selesai, atau rencana bila di depan'],
  ['RENCANA', 'Rencana'],
  ['BERJALAN', 'Berjalan'],
  ['SELESAI', 'Selesai'],
  ['BATAL', 'Batal'],
];

function categoryField(make: Make, choices: Choices, chosen: string): Field {
  return make({
    name: 'jenis',
    label: 'Jenis bantuan',
    type: 'select',
    options: options(
      [
        ['', 'Pilih jenis bantuan'],
        ...choices.categories.map((one): [string, string, string] => [
          one.code,
          `${one.name} (${one.unit})`,
          one.unit,
        ]),
      ],
      chosen,
    ),
  });
}

const unitOf = (choices: Choices, code: string) =>
  choices.categories.find((one) => one.code === code)?.unit ?? 'satuan';

/** The three of the five fields that say what was delivered. */
export function mainFields(typed: Typed, errors: FieldErrors, choices: Choices): Field[] {
  const make = maker(typed.fields, errors);
  const chosen = typed.fields.jenis ?? '';
  return [
    categoryField(make, choices, chosen),
    make({
      name: 'jumlah',
      label: 'Jumlah yang terealisasi',
      type: 'number',
      unit: unitOf(choices, chosen),
    }),
    make({
      name: 'uraian',
      label: 'Apa yang dilakukan',
      type: 'textarea',
      hint: 'Satu atau dua kalimat. Jumlah saja, tanpa nama atau NIK warga.',
    }),
  ];
}

/** Target, people and money of one line. */
export function lineGroups(make: Make, choices: Choices, values: Values): FieldGroup[] {
  const funding = choices.funding.map((one): [string, string] => [one.code, one.name]);
  return [
    following(
      make({
        name: 'target',
        label: 'Target yang didanai',
        type: 'number',
        unit: unitOf(choices, values.jenis ?? ''),
      }),
    ),
    own(make({ name: 'penerima', label: 'Penerima manfaat', type: 'number', unit: 'jiwa' })),
    own(
      make({
        name: 'sumber',
        label: 'Sumber dana',
        type: 'select',
        options: options([['', 'Belum diisi'], ...funding], values.sumber ?? ''),
      }),
    ),
    own(
      make({ name: 'rencana', label: 'Dana rencana', type: 'number', unit: 'rupiah' }),
      make({ name: 'terpakai', label: 'Dana terpakai', type: 'number', unit: 'rupiah' }),
    ),
  ];
}

export const firstLineGroups = (typed: Typed, errors: FieldErrors, choices: Choices) =>
  lineGroups(maker(typed.fields, errors), choices, typed.fields);

/** Further lines: one visit mixes kinds of help and funders. An empty row is always there, also without scripts. */
export function lineRepeat(typed: Typed, errors: FieldErrors, choices: Choices): Repeat {
  const row = (values: Values, prefix: string): FieldGroup[] => {
    const make = maker(values, errors, prefix);
    const amount = make({
      name: 'jumlah',
      label: 'Jumlah yang terealisasi',
      type: 'number',
      unit: unitOf(choices, values.jenis ?? ''),
    });
    return [
      following(categoryField(make, choices, values.jenis ?? '')),
      following(amount),
      ...lineGroups(make, choices, values),
    ];
  };
  return repeat(typed.baris, 'baris', row, {
    rowTitle: 'Jenis bantuan lain',
    addLabel: 'Tambah jenis bantuan',
    removeLabel: 'Hapus baris ini',
  });
}

/** Promises of others and what became of them. */
export function commitmentRepeat(typed: Typed, errors: FieldErrors): Repeat {
  const parties = Object.entries(partyNames);
  const row = (values: Values, prefix: string): FieldGroup[] => {
    const make = maker(values, errors, prefix);
    return [
      own(
        make({
          name: 'pihak',
          label: 'Siapa yang berjanji',
          type: 'select',
          options: options([['', 'Pilih pihak'], ...parties], values.pihak ?? ''),
        }),
      ),
      own(make({ name: 'nama', label: 'Nama lembaga, bukan nama orang', type: 'text' })),
      own(make({ name: 'apa', label: 'Yang dijanjikan', type: 'text' })),
      own(
        make({ name: 'jumlah', label: 'Jumlah janji', type: 'number' }),
        make({ name: 'satuan', label: 'Satuan', type: 'text' }),
        make({ name: 'batas', label: 'Batas waktu', type: 'date' }),
      ),
      own(
        make({ name: 'dipenuhi', label: 'Sudah dipenuhi', type: 'number' }),
        make({ name: 'tanggal', label: 'Dipenuhi tanggal', type: 'date' }),
      ),
    ];
  };
  return repeat(typed.janji, 'janji', row, {
    rowTitle: 'Janji',
    addLabel: 'Tambah janji',
    removeLabel: 'Hapus janji ini',
  });
}

function repeat(
  rows: Values[],
  part: 'baris' | 'janji',
  row: (values: Values, prefix: string) => FieldGroup[],
  words: Pick<Repeat, 'rowTitle' | 'addLabel' | 'removeLabel'>,
): Repeat {
  const shown = rows.length > 0 ? rows : [{}];
  return {
    ...words,
    rows: shown.map((values, index) => row(values, `${part}.${index}.`)),
    template: row({}, `${part}.{n}.`),
  };
}

export function peopleGroups(typed: Typed, errors: FieldErrors): FieldGroup[] {
  const make = maker(typed.fields, errors);
  const count = (name: string, label: string) => make({ name, label, type: 'number', unit: 'orang' });
  return [
    own(count('pemdes', 'Pemerintah desa'), count('lkd', 'LKD')),
    own(count('pendamping', 'Pendamping desa'), count('warga', 'Warga')),
  ];
}

export function afterGroups(typed: Typed, errors: FieldErrors): FieldGroup[] {
  const make = maker(typed.fields, errors);
  return [
    own(make({ name: 'kendala', label: 'Hambatan', type: 'textarea' })),
    own(make({ name: 'lanjut', label: 'Langkah berikut', type: 'textarea' })),
  ];
}

export function statusGroups(typed: Typed, errors: FieldErrors): FieldGroup[] {
  const make = maker(typed.fields, errors);
  return [
    own(
      make({
        name: 'judul',
        label: 'Judul',
        type: 'text',
        hint: 'Bila kosong, dipakai kalimat pertama dari uraian.',
      }),
    ),
    own(
      make({
        name: 'selesai',
        label: 'Tanggal selesai',
        type: 'date',
        hint: 'Bila lebih dari satu hari.',
      }),
    ),
    own(
      make({
        name: 'status',
        label: 'Status pekerjaan',
        type: 'select',
        options: options(statusOptions, typed.fields.status ?? ''),
      }),
    ),
    own(make({ name: 'alasan_batal', label: 'Alasan batal', type: 'text', hint: 'Bila statusnya Batal.' })),
  ];
}
