import { z } from 'zod';
import { date } from '../core/format.js';
import { type FieldErrors, invalid } from '../core/problem.js';
import { CommitmentParty, WorkStatus } from '../generated/prisma/enums.js';
import {
  dateField,
  manyStrings,
  optionalCount,
  optionalDate,
  optionalRowId,
  optionalRupiah,
  optionalText,
} from '../web/form.js';
import type { Days } from './assigned.js';
import {
  type CommitmentContent,
  type Content,
  type LineContent,
  lineField,
  missingForSubmission,
} from './content.js';
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
  /** 1 for a new activity; above it a correction. */
  number: number;
  submit: boolean;
  /** Why the village and days do not fit the agency's assignments. */
  assignment: (villageCode: string, days: Days, dateField: string) => FieldErrors;
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
  const rows: Record<string, Rows> = { baris: new Map(), janji: new Map() };
  for (const [key, value] of Object.entries(sent)) {
    const [, part, index, name] = ROW_KEY.exec(key) ?? [];
    if (!part || !name) fields[key] = asText(value);
    else {
      const list = rows[part] as Rows;
      list.set(Number(index), { ...list.get(Number(index)), [name]: asText(value) });
    }
  }
  const filled = (list: Rows | undefined) =>
    [...(list ?? [])]
      .sort(([one], [other]) => one - other)
      .map(([, row]) => row)
      .filter((row) => Object.values(row).some((value) => value.trim() !== ''));
  return {
    fields,
    baris: filled(rows.baris),
    janji: filled(rows.janji),
    removeEvidence: manyStrings.parse(sent.hapus_bukti).flatMap((id) => optionalRowId.parse(id) ?? []),
    held: manyStrings.parse(sent.titipan),
  };
}

/** Reads one field after the other and collects what is wrong with each, so that all is said at once. */
class FieldReader {
  constructor(
    private readonly values: Record<string, string>,
    private readonly errors: FieldErrors,
    private readonly nameOf: (name: string) => string = (name) => name,
  ) {}

  read<S extends z.ZodType>(name: string, schema: S, otherwise: z.output<S>): z.output<S> {
    const parsed = schema.safeParse(this.values[name]);
    if (parsed.success) return parsed.data;
    this.fail(name, parsed.error.issues[0]?.message ?? 'Isian ini tidak dapat dibaca.');
    return otherwise;
  }

  fail(name: string, message: string): void {
    this.errors[this.nameOf(name)] ??= message;
  }

  count = (name: string, label: string) => this.read(name, optionalCount(label), null);
  rupiah = (name: string, label: string) => this.read(name, optionalRupiah(label), null);
  text = (name: string, label: string, max: number) => this.read(name, optionalText(label, max), null);
  date = (name: string, label: string) => this.read(name, optionalDate(label), null);
}

/**
 * Turns a sent form into what is stored.
 * @param errors what is known to be wrong already, for example with the files.
 * @throws Problem `invalid` with a sentence for every field that is wrong, in the order of the form.
 */
export function readForm(typed: Typed, context: FormContext, errors: FieldErrors = {}): ReadForm {
  const fields = new FieldReader(typed.fields, errors);
  const villageCode = typed.fields.desa ?? '';
  if (villageCode === '') fields.fail('desa', 'Pilih desa.');
  const days = readDays(fields, typed, context);
  if (villageCode !== '' && days.known) {
    Object.assign(errors, context.assignment(villageCode, days, days.field));
  }
  const lines = readLines(typed, context, errors);
  const description = fields.text('uraian', 'Keterangan', 4000) ?? '';
  const content: Content = {
    startsOn: days.startsOn,
    endsOn: days.endsOn,
    workStatus: days.workStatus,
    cancelReason: days.workStatus === 'BATAL' ? fields.text('alasan_batal', 'Alasan batal', 500) : null,
    description,
    title: fields.text('judul', 'Judul', 120) ?? (titleFrom(description) || 'Kegiatan tanpa judul'),
    pemdesCount: fields.count('pemdes', 'Pemerintah desa'),
    lkdCount: fields.count('lkd', 'LKD'),
    pendampingCount: fields.count('pendamping', 'Pendamping desa'),
    residentCount: fields.count('warga', 'Warga'),
    lines,
    commitments: readCommitments(typed, errors),
    obstacles: fields.text('kendala', 'Hambatan', 2000),
    nextStep: fields.text('lanjut', 'Langkah berikut', 2000),
    changeReason: context.number > 1 ? fields.text('perubahan', 'Yang diperbaiki', 1000) : null,
  };
  if (content.workStatus === 'BATAL' && !content.cancelReason)
    fields.fail('alasan_batal', 'Tulis mengapa kegiatan ini batal.');
  if (context.submit) addMissing(errors, content, context.number);
  if (Object.keys(errors).length > 0) throw invalid(inFormOrder(errors));
  return { villageCode, content };
}

function addMissing(errors: FieldErrors, content: Content, number: number): void {
  for (const [name, message] of Object.entries(missingForSubmission(content, number))) {
    errors[name] ??= message;
  }
}

const DAY = 86_400_000;

/** Days and status of the work belong together: what lies ahead can only be planned. */
function readDays(fields: FieldReader, typed: Typed, { today }: FormContext) {
  const choice = typed.fields.hari ?? '';
  const field = choice === 'lain' ? 'tanggal' : 'hari';
  let start: Date | null = today;
  if (choice === 'kemarin') start = new Date(today.getTime() - DAY);
  else if (choice === 'lain') start = fields.read('tanggal', dateField('Tanggal'), null as never);
  else if (choice !== 'hari_ini') {
    fields.fail('hari', 'Pilih tanggal kegiatan.');
    start = null;
  }
  const startsOn = start ?? today;
  const endsOn = fields.date('selesai', 'Tanggal selesai') ?? startsOn;
  const backwards = endsOn < startsOn;
  if (backwards) fields.fail('selesai', 'Tanggal selesai mendahului tanggal mulai.');
  const chosen = fields.read('status', z.enum(['', ...Object.values(WorkStatus)]).default(''), '');
  const ahead = startsOn > today;
  const workStatus: WorkStatus = chosen === '' ? (ahead ? 'RENCANA' : 'SELESAI') : chosen;
  if (ahead && (workStatus === 'SELESAI' || workStatus === 'BERJALAN')) {
    fields.fail(
      field,
      `Tanggal ${date(startsOn)} belum terjadi. Pilih hari ini atau sebelumnya, atau ubah status menjadi Rencana.`,
    );
  } else if (workStatus === 'SELESAI' && endsOn > today) {
    fields.fail(
      'selesai',
      `Tanggal ${date(endsOn)} belum terjadi. Ubah status menjadi Berjalan, atau kosongkan tanggal selesai.`,
    );
  }
  return {
    startsOn,
    endsOn: backwards ? startsOn : endsOn,
    workStatus,
    field,
    known: start !== null,
  };
}

const blankLine = { jenis: '', jumlah: '', target: '', penerima: '', sumber: '', rencana: '', terpakai: '' };

/** The first line stands among the five fields, the others in their fold. */
function readLines(typed: Typed, context: FormContext, errors: FieldErrors): LineContent[] {
  const first = { ...blankLine, ...pick(typed.fields, Object.keys(blankLine)) };
  const firstUsed = Object.values(first).some((value) => value.trim() !== '');
  const rows = firstUsed || typed.baris.length > 0 ? [first, ...typed.baris] : [];
  return rows.map((row, index) => readLine(row, index, context, errors));
}

const pick = (values: Record<string, string>, names: string[]) =>
  Object.fromEntries(names.map((name) => [name, values[name] ?? '']));

function readLine(
  row: Record<string, string>,
  index: number,
  { categories, funding }: FormContext,
  errors: FieldErrors,
): LineContent {
  const reader = new FieldReader(row, errors, (name) => lineField(index, name));
  const categoryCode = row.jenis ?? '';
  const fundingCode = row.sumber || null;
  if (!categories.has(categoryCode)) reader.fail('jenis', 'Pilih jenis bantuan.');
  const line: LineContent = {
    categoryCode,
    realised: reader.count('jumlah', 'Jumlah yang terealisasi'),
    target: reader.count('target', 'Target'),
    beneficiaries: reader.count('penerima', 'Penerima manfaat'),
    fundingCode,
    plannedRupiah: reader.rupiah('rencana', 'Dana rencana'),
    spentRupiah: reader.rupiah('terpakai', 'Dana terpakai'),
  };
  if (fundingCode !== null && !funding.has(fundingCode)) reader.fail('sumber', 'Pilih sumber dana.');
  return line;
}

function readCommitments(typed: Typed, errors: FieldErrors): CommitmentContent[] {
  return typed.janji.map((row, index) => {
    const reader = new FieldReader(row, errors, (name) => `janji.${index}.${name}`);
    const party = reader.read('pihak', z.enum(CommitmentParty, 'Pilih siapa yang berjanji.'), 'LAINNYA');
    const what = reader.text('apa', 'Yang dijanjikan', 300);
    if (!what) reader.fail('apa', 'Tulis apa yang dijanjikan.');
    return {
      party,
      partyName: reader.text('nama', 'Nama lembaga', 120),
      what: what ?? '',
      quantity: reader.count('jumlah', 'Jumlah janji'),
      unit: reader.text('satuan', 'Satuan', 40),
      dueOn: reader.date('batas', 'Batas waktu'),
      delivered: reader.count('dipenuhi', 'Yang sudah dipenuhi'),
      deliveredOn: reader.date('tanggal', 'Tanggal dipenuhi'),
    };
  });
}

const ORDER =
  'form desa hari tanggal jenis jumlah uraian bukti target penerima sumber rencana terpakai baris pemdes lkd pendamping warga janji kendala lanjut judul selesai status alasan_batal perubahan'.split(
    ' ',
  );

/** The summary leads through the form from top to bottom. */
function inFormOrder(errors: FieldErrors): FieldErrors {
  const place = (name: string) => ORDER.indexOf(name.split('.')[0] ?? '');
  return Object.fromEntries(
    Object.entries(errors).sort(([one], [other]) => place(one) - place(other) || one.localeCompare(other)),
  );
}
