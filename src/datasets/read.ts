import { findNik } from '../core/nik.js';
import { cellAt, cellText, codeCell, countCell } from '../sheets/cells.js';
import { readFileTable } from '../sheets/file.js';
import type { Answers, Shape, SheetColumn } from '../sheets/header.js';
import type { SheetTable } from '../sheets/read.js';
import {
  type Fault,
  FileFault,
  notice,
  type RawRecord,
  type ReadLimits,
  type SheetNotice,
  unlimited,
} from '../sheets/table.js';
import { holdNik, type Reading, unread } from '../uploads/reading.js';
import { CODE_TITLES, whyNoVillage } from '../wilayah/codes.js';
import type { Reference, ReferenceVillage } from '../wilayah/reference.js';
import type { DataKind, Figure } from './kind.js';
import { UnitReader } from './unit.js';

/** How a file is read besides its kind. */
export interface ReadOptions {
  limits?: ReadLimits;
  answers?: Answers | undefined;
  /** Columns that are needed besides those of the kind. */
  required?: readonly string[];
  /** Every row must be counted in this unit. */
  unit?: string;
  /** Kabupaten (first two code groups) whose rows are read; others are skipped with a notice. All where not said. */
  scope?: ReadonlySet<string> | undefined;
  /** The figures go into the database, which holds no larger ones than it can. */
  stored?: boolean;
}

/** A file after reading: its figures, what was remarked, and what is wrong. */
export interface ReadFile extends Reading {
  figures: Figure[];
  /** Every code that was read, known or not. */
  codes: Iterable<string>;
  unit: string;
}

const KEY: SheetColumn = { name: 'kode', required: true, others: CODE_TITLES };

/** The columns of a kind, in the order of its template. */
export function shapeOf(kind: DataKind, required: readonly string[] = []): Shape {
  const unit: SheetColumn[] = kind.units.length > 1 ? [{ name: 'satuan' }] : [];
  const all: SheetColumn[] = [KEY, ...kind.compared, ...kind.figures, ...unit];
  const columns = all.map(
    ({ name, required: always = false, others = [], dated = [] }): SheetColumn => ({
      name,
      required: always || required.includes(name),
      others,
      dated,
    }),
  );
  return { columns, keys: [KEY.name] };
}

/** Reads a data file of a kind against the reference list; every bad cell is collected. */
export async function readDataFile(
  kind: DataKind,
  bytes: Uint8Array,
  reference: Reference,
  options: ReadOptions = {},
): Promise<ReadFile> {
  const { limits = unlimited, answers = {} } = options;
  try {
    const shape = shapeOf(kind, options.required);
    const table = await readFileTable(bytes, { shape, limits, answers });
    return new DataReader(kind, table, reference, options).read();
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    return { ...unread(error), figures: [], codes: [], unit: '' };
  }
}

class DataReader {
  private readonly figures: Figure[] = [];
  private readonly notices: SheetNotice[];
  private readonly faults: Fault[];
  private readonly told: Set<string>;
  private readonly seen = new Map<string, number>();
  private readonly units: UnitReader;
  private readonly at: Map<string, number>;
  private moreFaults: number;
  private outside = 0;

  constructor(
    private readonly kind: DataKind,
    private readonly table: SheetTable,
    private readonly reference: Reference,
    private readonly options: ReadOptions,
  ) {
    this.notices = [...table.notices];
    this.faults = table.faults;
    this.moreFaults = table.moreFaults;
    this.told = new Set(table.faults.map(({ line, column }) => `${line} ${column}`));
    this.units = new UnitReader(kind.units, options.unit);
    this.at = table.header.at;
  }

  read(): ReadFile {
    const { records, header, hidden } = this.table;
    // A row of formulas without values is told as such, and is no row of data.
    if (records.length === 0 && !this.faults.some((one) => one.line > header.record.line))
      throw new FileFault('Berkas tidak punya baris data. Isi paling sedikit satu baris dengan kodenya.');
    for (const record of records) this.readRecord(record);
    if (this.outside > 0)
      this.notices.push(notice(`${this.outside} baris dari kabupaten atau kota lain dilewati`));
    else this.compareTotals();
    const place = (column: string) => header.names.indexOf(column);
    this.faults.sort((one, other) => one.line - other.line || place(one.column) - place(other.column));
    return {
      figures: this.figures,
      codes: this.seen.keys(),
      unit: this.units.unit ?? this.units.usual,
      notices: this.notices,
      faults: this.faults,
      moreFaults: this.moreFaults,
      open: header.open,
      hidden,
      hasNik: holdNik(this.faults),
    };
  }

  private readRecord(record: RawRecord): void {
    const code = codeCell(cellAt(record, this.at.get(KEY.name)));
    const { scope } = this.options;
    if (scope && /^\d\d\.\d\d\./.test(code) && code.length === 13 && !scope.has(code.slice(0, 5))) {
      this.outside += 1;
      return;
    }
    const village = this.reference.villages.get(code);
    this.checkCode(record, code, village);
    if (village) this.compareNames(record, village);
    const values: Record<string, number | null> = {};
    const unit = this.unitOf(record);
    for (const column of this.kind.figures) values[column.name] = this.figure(record, column);
    this.kind.check({
      code,
      village,
      values,
      unit,
      text: (column) => cellText(record, this.at.get(column)),
      fault: (column, message) => this.fault(record, column, message),
      differs: (column, ours, official) => this.differs(record, village, { column, ours, official }),
    });
    if (village) this.figures.push({ code, values });
  }

  private fault({ line }: RawRecord, column: string, message: string): void {
    if (this.told.has(`${line} ${column}`)) return;
    this.told.add(`${line} ${column}`);
    if (this.faults.length < (this.options.limits ?? unlimited).faults)
      this.faults.push({ line, column, message });
    else this.moreFaults += 1;
  }

  private checkCode(record: RawRecord, code: string, village: ReferenceVillage | undefined): void {
    const problem = village ? '' : unknownCode(code, this.reference);
    if (problem && this.at.has(KEY.name)) this.fault(record, KEY.name, problem);
    const first = problem ? undefined : this.seen.get(code);
    if (first === undefined) this.seen.set(code, record.line);
    else this.fault(record, KEY.name, `Kode ${code} sudah ada di baris ${first}. Satu desa satu baris.`);
  }

  private unitOf(record: RawRecord): string | null {
    const typed = cellText(record, this.at.get('satuan'));
    const { unit, problem } = this.units.read(typed);
    if (problem) this.fault(record, 'satuan', problem);
    return unit;
  }

  private figure(record: RawRecord, { name, read, largest }: DataKind['figures'][number]): number | null {
    const index = this.at.get(name);
    if (index === undefined) return null;
    const { value, problem } = read(record.cells[index]);
    if (problem) this.fault(record, name, problem);
    else if (this.options.stored && value !== null && largest !== undefined && value > largest)
      this.fault(
        record,
        name,
        `${value} terlalu besar untuk disimpan. Jumlah paling besar ${largest}. Periksa angkanya.`,
      );
    return value;
  }

  private compareNames(record: RawRecord, village: ReferenceVillage): void {
    const official = 'daftar wilayah';
    this.differs(record, village, { column: 'nama', ours: village.name, official });
    this.differs(record, village, { column: 'kecamatan', ours: village.kecamatanName, official });
  }

  /** Notes words that differ from ours; what holds a NIK is refused elsewhere and quoted nowhere. */
  private differs(
    { line, cells }: RawRecord,
    village: ReferenceVillage | undefined,
    { column, ours, official }: { column: string; ours: string; official: string },
  ): void {
    const index = this.at.get(column);
    if (index === undefined) return;
    const typed = cellText({ line, cells }, index);
    if (typed === '' || sameWords(typed, ours) || findNik(typed)) return;
    const place = village ? `, ${village.code} ${village.name}` : '';
    this.notices.push({
      text: `baris ${line}: ${column} "${typed.slice(0, 60)}" di berkas, ${ours} menurut ${official}`,
      kept: `baris ${line}: ${column} lain dari ${official} (${ours})${place}`,
    });
  }

  /** A total that the file tells should be the sum of its rows. */
  private compareTotals(): void {
    if (this.kind.total !== 'jumlah') return;
    for (const record of this.table.totals) {
      for (const { name, digits } of this.kind.figures) {
        const told = countCell(cellAt(record, this.at.get(name))).value;
        const sum = this.figures.reduce((all, { values }) => all + (values[name] ?? 0), 0);
        if (digits === 0 && told !== null && told !== sum)
          this.notices.push(
            notice(`baris ${record.line}: jumlah ${name} tertulis ${told}, jumlah barisnya ${sum}`),
          );
      }
    }
  }
}

function unknownCode(code: string, reference: Reference): string {
  if (reference.standing === 'faulty' && /^\d{2}\.\d{2}\.\d{2}\.\d{4}$/.test(code)) return '';
  return whyNoVillage(code, reference);
}

const sameWords = (one: string, other: string) =>
  one.toLowerCase().replace(/\s/g, '') === other.toLowerCase().replace(/\s/g, '');
