import type { CommitmentParty, WorkStatus } from '../generated/prisma/enums.js';

/** How a field is read, shown, typed back and told: see `field-kinds.ts`. */
export type Kind = 'count' | 'rupiah' | 'text' | 'long' | 'date' | 'choice';

/** What an officer fills in, said once. Form, reading, storing, differences, trail and tables are loops over these. */
export interface FieldRow {
  /** Its name in the form. */
  name: string;
  /** Its column in the database, which is also its key in content and trail. */
  column: string;
  /** What stands above the input, and how refusals call it. */
  label: string;
  /** What it is called where it stands beside others; the label where nothing is said. */
  short?: string;
  /** The key of its column in files; its name in the form where nothing is said. */
  file?: string;
  kind: Kind;
  /** `kategori` is the unit of the row's category, `satuan` the one that is typed in the same row. */
  unit?: string;
  hint?: string;
  /** Letters at most. */
  max?: number;
  /** Which part of the form it stands in. */
  part: Part;
  /** Fields of one part with the same word stand side by side. */
  beside?: string;
  /** Never empty in the database; what stands for an unfilled one is settled in `settle.ts`. */
  always?: true;
  /** No longer asked: told only where it was stored before. */
  retired?: true;
  /** Work of such a state has none of it. */
  absentIn?: readonly WorkStatus[];
}

type Part = 'top' | 'day' | 'main' | 'money' | 'people' | 'given' | 'after' | 'status' | 'promise';

const count = { kind: 'count', part: 'people', unit: 'orang' } as const;

/** What is said of an activity as a whole. */
export const headFields = [
  {
    name: 'perubahan',
    column: 'changeReason',
    label: 'Apa yang diperbaiki dan mengapa',
    short: 'Yang diperbaiki',
    kind: 'long',
    part: 'top',
    max: 1000,
    hint: 'Misalnya: jumlah penerima dihitung ulang bersama desa.',
  },
  {
    name: 'tanggal',
    column: 'startsOn',
    label: 'Tanggal kegiatan',
    short: 'Tanggal mulai',
    kind: 'date',
    part: 'day',
    always: true,
  },
  {
    name: 'uraian',
    column: 'description',
    label: 'Apa yang dilakukan',
    kind: 'long',
    part: 'main',
    max: 4000,
    hint: 'Satu atau dua kalimat. Jumlah saja, tanpa nama atau NIK warga.',
    always: true,
  },
  { name: 'pemdes', column: 'pemdesCount', label: 'Pemerintah desa', ...count, beside: 'desa' },
  { name: 'lkd', column: 'lkdCount', label: 'LKD', ...count, beside: 'desa' },
  {
    name: 'pendamping',
    column: 'pendampingCount',
    label: 'Pendamping desa',
    ...count,
    beside: 'lain',
  },
  { name: 'warga', column: 'residentCount', label: 'Warga', ...count, beside: 'lain' },
  {
    name: 'hari_kerja',
    column: 'workDays',
    label: 'Hari kerja warga',
    short: 'Gotong royong',
    kind: 'count',
    unit: 'hari kerja',
    part: 'given',
    beside: 'gotong',
    hint: 'Orang dikali hari: 10 orang selama 2 hari ditulis 20.',
  },
  {
    name: 'nilai_barang',
    column: 'goodsRupiah',
    label: 'Nilai barang dari warga',
    kind: 'rupiah',
    part: 'given',
    beside: 'gotong',
    hint: 'Perkiraan. Tidak dijumlahkan ke dana.',
  },
  {
    name: 'barang',
    column: 'goods',
    label: 'Barang dari warga',
    kind: 'text',
    part: 'given',
    max: 200,
    hint: 'Misalnya: pasir 2 truk, bambu 40 batang.',
  },
  { name: 'kendala', column: 'obstacles', label: 'Hambatan', kind: 'long', part: 'after' },
  { name: 'lanjut', column: 'nextStep', label: 'Langkah berikut', kind: 'long', part: 'after' },
  {
    name: 'judul',
    column: 'title',
    label: 'Judul',
    kind: 'text',
    part: 'status',
    max: 120,
    hint: 'Bila kosong, dipakai kalimat pertama dari uraian.',
    always: true,
  },
  {
    name: 'selesai',
    column: 'endsOn',
    label: 'Tanggal selesai',
    kind: 'date',
    part: 'status',
    hint: 'Bila lebih dari satu hari.',
    always: true,
  },
  {
    name: 'status',
    column: 'workStatus',
    label: 'Status pekerjaan',
    kind: 'choice',
    part: 'status',
    always: true,
  },
  {
    name: 'alasan_batal',
    column: 'cancelReason',
    label: 'Alasan batal',
    kind: 'text',
    part: 'status',
    max: 500,
    hint: 'Bila statusnya Batal.',
    absentIn: ['RENCANA', 'BERJALAN', 'SELESAI'],
  },
] as const satisfies readonly FieldRow[];

/** One kind of help by one funder. */
export const lineFields = [
  {
    name: 'jenis',
    column: 'categoryCode',
    label: 'Jenis bantuan',
    kind: 'choice',
    part: 'main',
    always: true,
  },
  {
    name: 'jumlah',
    column: 'realised',
    file: 'terealisasi',
    label: 'Jumlah yang terealisasi',
    short: 'Terealisasi',
    kind: 'count',
    unit: 'kategori',
    part: 'main',
    absentIn: ['RENCANA', 'BATAL'],
  },
  {
    name: 'target',
    column: 'target',
    file: 'didanai',
    label: 'Target yang didanai',
    short: 'Target didanai',
    kind: 'count',
    unit: 'kategori',
    part: 'money',
  },
  {
    name: 'penerima',
    column: 'beneficiaries',
    label: 'Penerima manfaat',
    short: 'Penerima',
    kind: 'count',
    unit: 'jiwa',
    part: 'money',
  },
  { name: 'sumber', column: 'fundingCode', label: 'Sumber dana', kind: 'choice', part: 'money' },
  {
    name: 'rencana',
    column: 'plannedRupiah',
    file: 'rupiah_rencana',
    label: 'Dana rencana',
    kind: 'rupiah',
    part: 'money',
    beside: 'dana',
  },
  {
    name: 'terpakai',
    column: 'spentRupiah',
    file: 'rupiah_terpakai',
    label: 'Dana terpakai',
    kind: 'rupiah',
    part: 'money',
    beside: 'dana',
    absentIn: ['RENCANA'],
  },
] as const satisfies readonly FieldRow[];

type Filled<R extends FieldRow> = R extends { column: 'workStatus' }
  ? WorkStatus
  : R extends { column: 'party' }
    ? CommitmentParty
    : { count: number; rupiah: number; date: Date; text: string; long: string; choice: string }[R['kind']];

/** What a form holds of these fields, by column; what is no longer asked is not there. */
export type Values<F extends readonly FieldRow[]> = {
  [R in F[number] as R extends { retired: true } ? never : R['column']]: R extends { always: true }
    ? Filled<R>
    : Filled<R> | null;
};

/** How a field is called beside others. */
export const shortOf = (row: FieldRow): string => row.short ?? row.label;

/** The label of a head or line field, for sentences that name it. */
export const labelOf = (column: (typeof headFields | typeof lineFields)[number]['column']): string =>
  [...headFields, ...lineFields].find((row) => row.column === column)?.label ?? column;

/** The fields of a part of the form, side by side where they say so. */
export function groupsOf<R extends FieldRow>(fields: readonly R[], part: Part): R[][] {
  const groups = new Map<string, R[]>();
  for (const row of fields) {
    if (row.part !== part) continue;
    const key = row.beside ?? row.name;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** What work of this state may not tell. */
export const absentIn = (row: FieldRow, status: WorkStatus): boolean =>
  row.absentIn?.includes(status) ?? false;
