import { findNik } from '../core/nik.js';
import { idmStatus } from '../ranking/output.js';
import { roundTo } from '../ranking/round.js';
import { countCell, readScore } from '../sheets/numbers.js';
import { readRaw } from '../sheets/raw.js';
import {
  type ColumnMap,
  cellText,
  type Fault,
  FileFault,
  findColumns,
  HOLDS_NIK,
  type Notice,
  type RawRecord,
  type RawTable,
  type ReadLimits,
  unlimited,
} from '../sheets/table.js';
import { type Reference, type ReferenceVillage, villageKind } from '../wilayah/reference.js';

export type PovertyUnit = 'jiwa' | 'keluarga' | 'rumah tangga';

export interface Desil1Row {
  code: string;
  desil1: number | null;
  population: number | null;
}

export interface IdmRow {
  code: string;
  idm: number | null;
  iks: number | null;
  ike: number | null;
  ikl: number | null;
}

export interface Checked<Row> {
  rows: Row[];
  notices: Notice[];
  faults: Fault[];
  /** Faults beyond those that are kept. */
  moreFaults: number;
}

/**
 * Reads a decile-1 file against the reference list; every bad cell is collected.
 * @param options.requirePopulation the population is needed too (`dasar = persen`).
 * @param options.largest counts above it are refused.
 */
export async function readDesil1(
  bytes: Buffer,
  _fileName: string,
  reference: Reference,
  options: { requirePopulation?: boolean; largest?: number; limits?: ReadLimits } = {},
): Promise<Checked<Desil1Row> & { unit: PovertyUnit }> {
  const { requirePopulation = false, largest = Infinity, limits } = options;
  const wanted = [
    { name: 'kode', required: true },
    { name: 'desil1', required: true },
    { name: 'nama', required: false },
    { name: 'kecamatan', required: false },
    { name: 'jumlah_penduduk', required: requirePopulation },
    { name: 'satuan', required: false },
  ];
  const units = new UnitReader(requirePopulation);
  const checked = await readChecked(
    bytes,
    reference,
    wanted,
    (row) => desil1Row(row, units, largest),
    limits,
  );
  return { ...checked, unit: units.unit ?? 'jiwa' };
}

/** Reads an IDM file against the reference list; every bad cell is collected. */
export function readIdm(
  bytes: Buffer,
  _fileName: string,
  reference: Reference,
  limits?: ReadLimits,
): Promise<Checked<IdmRow>> {
  const optional = ['iks', 'ike', 'ikl', 'status'];
  const wanted = [
    { name: 'kode', required: true },
    { name: 'idm', required: true },
    ...optional.map((name) => ({ name, required: false })),
  ];
  return readChecked(bytes, reference, wanted, idmRow, limits);
}

/** One record on its way through the checks. */
interface RowContext {
  record: RawRecord;
  columns: ColumnMap;
  /** The code with dots, or whatever is typed in its place. */
  code: string;
  /** Missing when the list does not know the code: the other cells are checked all the same. */
  village: ReferenceVillage | undefined;
  fault: (column: string, message: string) => void;
  /** Whether a fault of this cell is told already. */
  faulty: (column: string) => boolean;
  /** Notes words of the file that differ from `ours`. */
  differs: (column: string, typed: string, ours: string) => void;
}

async function readChecked<Row>(
  bytes: Buffer,
  reference: Reference,
  wanted: { name: string; required: boolean }[],
  readRow: (context: RowContext) => Row,
  limits = unlimited,
): Promise<Checked<Row>> {
  const checked: Checked<Row> = { rows: [], notices: [], faults: [], moreFaults: 0 };
  try {
    const table = await readRaw(bytes, limits);
    const columns = findColumns(table, wanted);
    checked.faults = columns.faults;
    checked.notices = columns.notices;
    // A row of formulas without values is told as such, and is no row of data.
    if (table.records.length === 0 && !table.faults.some((one) => one.line > table.header.line))
      throw new FileFault('Berkas tidak punya baris data. Isi paling sedikit satu baris.');
    readRecords(table, columns, reference, readRow, checked, limits.faults);
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    checked.faults.push(error.fault);
  }
  checked.faults.sort((one, other) => one.line - other.line);
  checked.moreFaults += checked.faults.splice(limits.faults).length;
  return checked;
}

function readRecords<Row>(
  table: RawTable,
  columns: ColumnMap,
  reference: Reference,
  readRow: (context: RowContext) => Row,
  checked: Checked<Row>,
  faultLimit: number,
): void {
  const seen = new Map<string, number>();
  // One fault of a cell is enough.
  const told = new Set(checked.faults.map(({ line, column }) => `${line} ${column}`));
  for (const record of table.records) {
    const faulty = (column: string) => told.has(`${record.line} ${column}`);
    const fault = (column: string, message: string) => {
      if (faulty(column)) return;
      told.add(`${record.line} ${column}`);
      if (checked.faults.length < faultLimit) checked.faults.push({ line: record.line, column, message });
      else checked.moreFaults += 1;
    };
    const typed = cellText(record, columns.at.get('kode'));
    const code = dotted(typed);
    const village = reference.villages.get(code);
    const problem = village ? '' : unknownCode(typed, code, reference);
    const first = problem ? undefined : seen.get(code);
    if (problem && columns.at.has('kode')) fault('kode', problem);
    if (first === undefined) seen.set(code, record.line);
    else fault('kode', `Kode ${code} sudah ada di baris ${first}. Satu desa satu baris.`);
    const differs = (column: string, typed: string, ours: string) =>
      checked.notices.push(differenceNotice(record.line, column, typed, ours, village));
    if (village) compareNames(record, columns, village, differs);
    const row = readRow({ record, columns, code, village, fault, faulty, differs });
    if (village) checked.rows.push(row);
  }
}

const officialList: Record<string, string> = { status: 'skornya' };

function differenceNotice(
  line: number,
  column: string,
  typed: string,
  ours: string,
  village: ReferenceVillage | undefined,
): Notice {
  const official = officialList[column] ?? 'daftar wilayah';
  const place = village ? `, ${village.code} ${village.name}` : '';
  const kept = `baris ${line}: ${column} lain dari ${official} (${ours})${place}`;
  if (findNik(typed)) return { text: kept, kept, refusal: { line, column, message: HOLDS_NIK } };
  return {
    text: `baris ${line}: ${column} "${typed.slice(0, 60)}" di berkas, ${ours} menurut ${official}`,
    kept,
  };
}

/** `3327032001` as `33.27.03.2001`; anything else as typed. */
function dotted(typed: string): string {
  if (!/^\d{10}$/.test(typed)) return typed;
  return `${typed.slice(0, 2)}.${typed.slice(2, 4)}.${typed.slice(4, 6)}.${typed.slice(6)}`;
}

function unknownCode(typed: string, code: string, reference: Reference): string {
  if (typed === '') return 'Kode kosong. Isi kode Kemendagri, misalnya 33.27.03.2001.';
  const digits = typed.replace(/\./g, '');
  const kecamatan = `${digits.slice(0, 2)}.${digits.slice(2, 4)}.${digits.slice(4, 6)}`;
  if (/^\d{6}$/.test(digits) && reference.kecamatan.has(kecamatan)) {
    return `${typed} adalah kode kecamatan. Tulis kode desa, misalnya ${kecamatan}.2001.`;
  }
  if (reference.standing === 'faulty' && /^\d{2}\.\d{2}\.\d{2}\.\d{4}$/.test(code)) return '';
  if (reference.standing === undefined && /^\d{6}0\d{3}$/.test(typed)) {
    return `${typed} tampaknya kode BPS. Pakai kode Kemendagri, misalnya 33.27.03.2001.`;
  }
  return `Kode ${code.slice(0, 30)} tidak ada di daftar wilayah. Periksa kode Kemendagrinya.`;
}

const sameWords = (one: string, other: string) =>
  one.toLowerCase().replace(/\s/g, '') === other.toLowerCase().replace(/\s/g, '');

function compareNames(
  record: RawRecord,
  columns: ColumnMap,
  village: ReferenceVillage,
  differs: RowContext['differs'],
) {
  const name = cellText(record, columns.at.get('nama'));
  if (name !== '' && !sameWords(name, village.name)) differs('nama', name, village.name);
  const kecamatan = cellText(record, columns.at.get('kecamatan'));
  if (kecamatan !== '' && !sameWords(kecamatan, village.kecamatanName)) {
    differs('kecamatan', kecamatan, village.kecamatanName);
  }
}

/** The unit of the counts, the same in every row. */
class UnitReader {
  unit: PovertyUnit | undefined;
  constructor(private readonly peopleOnly: boolean) {}

  /** The unit of one row; null when it cannot be read. */
  read({ record, columns, fault, faulty }: RowContext): PovertyUnit | null {
    const typed = cellText(record, columns.at.get('satuan')).toLowerCase().replace(/\s+/g, ' ');
    const found = typed === '' ? 'jiwa' : typed;
    if (faulty('satuan')) return null;
    if (found !== 'jiwa' && found !== 'keluarga' && found !== 'rumah tangga') {
      fault(
        'satuan',
        `Satuan "${found.slice(0, 30)}" tidak dikenal. Tulis jiwa, keluarga, atau rumah tangga.`,
      );
      return null;
    }
    this.unit ??= found;
    if (found !== this.unit)
      fault('satuan', `Satuan ${found} berbeda dari baris pertama (${this.unit}). Satu berkas satu satuan.`);
    if (this.peopleOnly && found !== 'jiwa')
      fault('satuan', `Dasar persen perlu satuan jiwa, berkas memuat ${found}.`);
    return found;
  }
}

function desil1Row(context: RowContext, units: UnitReader, largest: number): Desil1Row {
  const { record, columns, code, fault } = context;
  const count = (name: string) => {
    const { value, problem } = countCell(cellAt(record, columns, name));
    if (problem) fault(name, problem);
    else if (value !== null && value > largest)
      fault(name, `${value} terlalu besar untuk disimpan. Jumlah paling besar ${largest}. Periksa angkanya.`);
    return value;
  };
  const unit = units.read(context);
  const desil1 = count('desil1');
  const population = count('jumlah_penduduk');
  if (population === 0) fault('jumlah_penduduk', 'Jumlah penduduk 0. Isi jumlahnya atau kosongkan sel ini.');
  else if (unit === 'jiwa' && population !== null && desil1 !== null && population < desil1) {
    fault(
      'jumlah_penduduk',
      `Jumlah penduduk ${population} lebih kecil dari desil 1 (${desil1}). Periksa keduanya.`,
    );
  }
  return { code, desil1, population };
}

const cellAt = (record: RawRecord, columns: ColumnMap, name: string) => {
  const index = columns.at.get(name);
  return index === undefined ? null : (record.cells[index] ?? null);
};

function idmRow({ record, columns, code, village, fault, differs }: RowContext): IdmRow {
  if (villageKind(code) === 'KELURAHAN' && cellText(record, columns.at.get('idm')) !== '')
    fault('idm', `Kelurahan ${village?.name ?? code} tidak punya IDM. Kosongkan sel ini.`);
  const part = (name: string) => {
    const read = readScore(cellAt(record, columns, name));
    if (read.problem) fault(name, read.problem);
    return read.value;
  };
  const raw = part('idm');
  const [iks, ike, ikl] = [part('iks'), part('ike'), part('ikl')];
  const idm = raw === null ? null : roundTo(raw, 4);
  if (idm !== null && iks !== null && ike !== null && ikl !== null) {
    const gap = Math.abs(3 * idm - (iks + ike + ikl));
    if (gap > 0.0018 + 1e-9)
      fault('idm', `IDM ${idm} bukan rata-rata IKS, IKE, dan IKL. Periksa keempat angkanya.`);
  }
  const status = cellText(record, columns.at.get('status'));
  if (status !== '' && !sameWords(status, idmStatus(idm)))
    differs('status', status, idmStatus(idm) || 'tanpa IDM');
  return { code, idm, iks, ike, ikl };
}
