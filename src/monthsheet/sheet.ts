import { type AssignedVillage, assignmentErrors } from '../activities/assigned.js';
import { type Content, missingForSubmission } from '../activities/content.js';
import { type FieldRow, headFields, lineFields, shortOf } from '../activities/fields.js';
import { type FormContext, readForm } from '../activities/form.js';
import { blankTyped } from '../activities/typed.js';
import { date, month as inWords } from '../core/format.js';
import { type FieldErrors, Problem } from '../core/problem.js';
import type { Category, FundingSource } from '../generated/prisma/client.js';
import { WorkStatus } from '../generated/prisma/enums.js';
import { type Closed, whyClosed } from '../rhythm/closing.js';
import { lastDayOf } from '../rhythm/months.js';
import { cellAt, countCell, dayCell, textCell } from '../sheets/cells.js';
import { readFileTable } from '../sheets/file.js';
import type { Answers, Shape } from '../sheets/header.js';
import {
  type Ask,
  type Fault,
  FileFault,
  portalLimits,
  type RawCell,
  type RawRecord,
} from '../sheets/table.js';
import { chooser } from '../uploads/chooser.js';
import { type Reading, readingOf, unread } from '../uploads/reading.js';
import { pastedShape, type SentSheet } from '../uploads/sent.js';
import { workStatusView } from '../web/statuses.js';
import type { NamedPlace } from '../wilayah/names.js';
import { nowhere, PLACE_COLUMNS, PlaceCells } from '../wilayah/place-cells.js';

/** A month of an OPD, a row for each kind of help; all are stored in one transaction. */
const SHEET_ROWS = 200;

/** What a row tells of its activity and of its kind of help: the fields of the form, but for the reason of a correction. */
const head: readonly FieldRow[] = headFields.filter(({ part }) => part !== 'top');
const told: readonly FieldRow[] = [...head, ...lineFields];

export const MONTH_SHAPE: Shape = {
  columns: [
    ...PLACE_COLUMNS,
    ...told.map((row) => ({
      name: row.name,
      others: [row.label, shortOf(row), ...(row.file ? [row.file] : [])],
    })),
  ],
  needs: [
    ['kode', 'tanggal', 'jenis'],
    ['desa', 'tanggal', 'jenis'],
  ],
  keys: ['kode', 'desa'],
};
/** What is pasted without a head has its cells in this order. */
export const MONTH_HEADLESS = 'desa kecamatan tanggal jenis jumlah penerima sumber terpakai uraian'.split(
  ' ',
);

/** What a sheet is read against. */
export interface KnownMonth {
  /** The month that is told, by its first day. */
  month: Date;
  today: Date;
  /** Every village of the kabupaten, so that one of another OPD is not taken for none. */
  villages: NamedPlace[];
  postings: AssignedVillage[];
  categories: Category[];
  funding: FundingSource[];
  closed: Closed[];
}

/** A row as it was typed, by the names of the form, with what is wrong with it. */
export interface SheetRow {
  line: number;
  villageCode: string;
  typed: Record<string, string>;
  /** What it tells by itself; null where something is wrong. */
  content: Content | null;
  faults: Fault[];
}

/** Rows that tell of one activity, in the order of the sheet. */
export interface SheetActivity {
  villageCode: string;
  rows: SheetRow[];
  content: Content;
  /** What is missing before it can be submitted. */
  lacks: string[];
}

export interface MonthSheet extends Reading {
  rows: SheetRow[];
  activities: SheetActivity[];
}

/**
 * Reads a month of activities by the rules of their form, a village and a kind of help in each row; rows that say the
 * same but for the kind of help are one activity. A row that is wrong leaves the others as they are.
 */
export async function readMonth(
  sent: SentSheet,
  known: KnownMonth,
  answers: Answers = {},
): Promise<MonthSheet> {
  try {
    const limits = { ...portalLimits, records: SHEET_ROWS };
    const shape = pastedShape(MONTH_SHAPE, MONTH_HEADLESS, sent);
    const table = await readFileTable(sent.bytes, { shape, limits, answers });
    const none = { rows: [], activities: [] };
    if (table.header.faults.length > 0) return { ...readingOf(table), ...none };
    if (table.records.length === 0) table.faults.push(nowhere);
    const reader = new MonthReader(table.header.at, known, answers);
    const rows = table.records.map((record) =>
      reader.read(
        record,
        table.faults.filter(({ line }) => line === record.line),
      ),
    );
    const ofRows = new Set(rows.map(({ line }) => line));
    const others = table.faults.filter(({ line }) => !ofRows.has(line));
    const faults = [...others, ...rows.flatMap((row) => row.faults)];
    return { ...readingOf({ ...table, faults }), rows, activities: activitiesOf(rows) };
  } catch (error) {
    if (error instanceof FileFault) return { ...unread(error), rows: [], activities: [] };
    throw error;
  }
}

/** Good rows by what they say of their activity as a whole. */
export function activitiesOf(rows: SheetRow[]): SheetActivity[] {
  const groups = new Map<string, SheetRow[]>();
  for (const row of rows) {
    if (row.content === null || row.faults.length > 0) continue;
    const key = JSON.stringify([row.villageCode, ...head.map(({ name }) => row.typed[name])]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [SheetRow];
    const lines = group.flatMap(({ content }) => content?.lines ?? []);
    const content = { ...(first.content as Content), lines };
    const lacks = [...new Set(Object.values(missingForSubmission(content, null)))];
    return { villageCode: first.villageCode, rows: group, content, lacks };
  });
}

class MonthReader {
  private readonly context: FormContext;
  private readonly choosers: Map<string, ReturnType<typeof chooser>>;
  private readonly seen = new Map<string, number>();
  private readonly places: PlaceCells;
  private readonly unclear: Fault[] = [];

  constructor(
    private readonly at: Map<string, number>,
    private readonly known: KnownMonth,
    answers: Answers,
  ) {
    this.places = new PlaceCells(at, known.villages, { answers, faults: this.unclear });
    const { today, categories, funding } = known;
    const codes = (things: { code: string }[]) => new Set(things.map(({ code }) => code));
    this.context = {
      today,
      categories: codes(categories),
      funding: codes(funding),
      before: null,
      submit: false,
      assignment: (village, days, field) => {
        const why = this.whyNotDays(days);
        return why ? { [field]: why } : assignmentErrors(known.postings, village, days, field);
      },
    };
    const states = Object.values(WorkStatus).map((code) => ({ code, name: workStatusView[code].label }));
    const names = (things: { name: string }[]) =>
      `Pilih salah satu: ${things.map(({ name }) => name).join(', ')}.`;
    this.choosers = new Map([
      ['jenis', chooser('Jenis bantuan', categories)],
      ['sumber', chooser('Sumber dana', funding, names(funding))],
      ['status', chooser('Status', states, names(states))],
    ]);
  }

  /** @param before what is wrong with its cells already. */
  read(record: RawRecord, before: Fault[]): SheetRow {
    const { line } = record;
    const errors: FieldErrors = Object.fromEntries(before.map(({ column, message }) => [column, message]));
    const asks = new Map<string, Ask>();
    const villageCode = this.village(record, errors, asks);
    const typed = Object.fromEntries(
      told.map((row) => [row.name, this.cell(row, cellAt(record, this.at.get(row.name)), errors)]),
    );
    const content = this.content(villageCode, typed, errors);
    if (Object.keys(errors).length === 0) this.refuseAgain(line, [villageCode, typed], errors);
    const faults = Object.entries(errors).map(([column, message]): Fault => {
      const ask = asks.get(column);
      return { line, column, message, ...(ask && { ask }) };
    });
    return { line, villageCode, typed, content, faults };
  }

  private village(record: RawRecord, errors: FieldErrors, asks: Map<string, Ask>): string {
    const code = this.places.read(record);
    for (const { column, message, ask } of this.unclear.splice(0)) {
      errors[column] = message;
      if (ask) asks.set(column, ask);
    }
    return code ?? '';
  }

  /** What a cell says, as it would be typed into the form. */
  private cell({ name, kind }: FieldRow, cell: RawCell, errors: FieldErrors): string {
    const text = textCell(cell);
    const wrong = (message: string) => {
      errors[name] ??= message;
      return '';
    };
    if (text === '') return '';
    if (/^[=@]/.test(text)) return wrong('Isi sel ini rumus. Tempel nilainya, bukan rumusnya.');
    if (kind === 'date') return dayCell(cell);
    if (kind === 'choice') {
      const { code, problem } = this.choosers.get(name)?.(text) ?? { code: text, problem: '' };
      return code ?? wrong(problem);
    }
    if (kind === 'count') {
      const { value, problem } = countCell(cell);
      return problem ? wrong(problem) : String(value);
    }
    if (/^-/.test(text) && kind === 'rupiah')
      return wrong(`"${text.slice(0, 30)}" negatif. Dana paling kecil 0.`);
    // A workbook has its fractions with a dot, which stands for thousands where somebody types.
    return typeof cell === 'number' ? text.replace('.', ',') : text;
  }

  /** What the row tells, by the rules of the form; null where these or a cell refuse it, which `errors` say then. */
  private content(villageCode: string, typed: Record<string, string>, errors: FieldErrors): Content | null {
    try {
      const fields = { ...typed, desa: villageCode, hari: 'lain' };
      const read = readForm(blankTyped(fields), this.context, { ...errors }).content;
      return Object.keys(errors).length === 0 ? read : null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      for (const [name, message] of Object.entries(error.fields)) {
        // The form would let it be ticked.
        if (name === 'jauh') errors.selesai ??= 'Tanggal selesai masih jauh. Periksa tahunnya.';
        else if (name !== 'desa' || villageCode !== '' || !errors.kode) errors[name] ??= message;
      }
      return null;
    }
  }

  private whyNotDays(days: { startsOn: Date; endsOn: Date }): string {
    const { month, closed } = this.known;
    return days.startsOn < month || days.startsOn > lastDayOf(month)
      ? `Tanggal ${date(days.startsOn)} bukan pada ${inWords(month)}.`
      : whyClosed(closed, days);
  }

  /** The same row twice is a slip. */
  private refuseAgain(line: number, said: unknown, errors: FieldErrors): void {
    const key = JSON.stringify(said);
    const before = this.seen.get(key);
    if (before === undefined) this.seen.set(key, line);
    else errors['-'] = `Sama dengan baris ${before}. Hapus salah satunya.`;
  }
}
