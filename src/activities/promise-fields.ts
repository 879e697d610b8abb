import type { FieldRow } from './fields.js';

/** What somebody promised. What comes of it is marked on the undertaking that is born from it. */
export const promiseFields = [
  {
    name: 'pihak',
    column: 'party',
    label: 'Siapa yang berjanji',
    short: 'Siapa',
    kind: 'choice',
    part: 'promise',
    always: true,
  },
  {
    name: 'nama',
    column: 'partyName',
    label: 'Nama lembaga, bukan nama orang',
    short: 'Nama lembaga',
    kind: 'text',
    part: 'promise',
    max: 120,
  },
  {
    name: 'apa',
    column: 'what',
    label: 'Yang dijanjikan',
    kind: 'text',
    part: 'promise',
    max: 300,
    always: true,
  },
  {
    name: 'jumlah',
    column: 'quantity',
    label: 'Jumlah janji',
    short: 'Jumlah',
    kind: 'count',
    unit: 'satuan',
    part: 'promise',
    beside: 'janji',
  },
  {
    name: 'satuan',
    column: 'unit',
    label: 'Satuan',
    kind: 'text',
    part: 'promise',
    beside: 'janji',
    max: 40,
  },
  {
    name: 'batas',
    column: 'dueOn',
    label: 'Batas waktu',
    kind: 'date',
    part: 'promise',
    beside: 'janji',
  },
  {
    name: 'dipenuhi',
    column: 'delivered',
    label: 'Sudah dipenuhi',
    kind: 'count',
    unit: 'satuan',
    part: 'promise',
    retired: true,
  },
  {
    name: 'tanggal',
    column: 'deliveredOn',
    label: 'Dipenuhi tanggal',
    kind: 'date',
    part: 'promise',
    retired: true,
  },
] as const satisfies readonly FieldRow[];

/** What is still asked of a promise. */
export const askedOfPromise: readonly FieldRow[] = promiseFields.filter((row: FieldRow) => !row.retired);
