import { idmStatus } from '../../ranking/output.js';
import { roundTo } from '../../ranking/round.js';
import type { Reference, ReferenceVillage } from '../../wilayah/reference.js';
import { countCell, readScore } from './numbers.js';
import { readRaw } from './raw.js';
import {
  type ColumnMap,
  cellText,
  type Fault,
  FileFault,
  findColumns,
  type RawRecord,
  type RawTable,
} from './table.js';

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

interface Checked<Row> {
  rows: Row[];
  notices: string[];
  faults: Fault[];
}

/**
 * Reads a decile-1 file against the reference list; every bad cell is collected.
 * @param options.requirePopulation the population is needed too (`dasar = persen`).
 */
export async function readDesil1(
  bytes: Buffer,
  _fileName: string,
  reference: Reference,
  options: { requirePopulation?: boolean } = {},
): Promise<Checked<Desil1Row> & { unit: PovertyUnit }> {
  const requirePopulation = options.requirePopulation ?? false;
  const wanted = [
    { name: 'kode', required: true },
    { name: 'desil1', required: true },
    { name: 'nama', required: false },
    { name: 'kecamatan', required: false },
    { name: 'jumlah_penduduk', required: requirePopulation },
    { name: 'satuan', required: false },
  ];
  const units = new UnitReader(requirePopulation);
  const checked = await readChecked(bytes, reference, wanted, (row) => desil1Row(row, units));
  return { ...checked, unit: units.unit ?? 'jiwa' };
}

/** Reads an IDM file against the reference list; every bad cell is collected. */
export function readIdm(bytes: Buffer, _fileName: string, reference: Reference): Promise<Checked<IdmRow>> {
  const optional = ['iks', 'ike', 'ikl', 'status', 'nama', 'kecamatan'];
  const wanted = [
    { name: 'kode', required: true },
    { name: 'idm', required: true },
    ...optional.map((name) => ({ name, required: false })),
  ];
  return readChecked(bytes, reference, wanted, idmRow);
}

/** One record on its way through the checks. */
interface RowContext {
  record: RawRecord;
  columns: ColumnMap;
  village: ReferenceVillage;
  fault: (column: string, message: string) => void;
  notice: (message: string) => void;
}

async function readChecked<Row>(
  bytes: Buffer,
  reference: Reference,
  wanted: { name: string; required: boolean }[],
  readRow: (context: RowContext) => Row,
): Promise<Checked<Row>> {
  const checked: Checked<Row> = { rows: [], notices: [], faults: [] };
  try {
    const table = await readRaw(bytes);
    const columns = findColumns(table.header, wanted);
    checked.faults.push(...table.faults, ...columns.faults);
    checked.notices.push(...columns.notices);
    if (table.records.length === 0)
      throw new FileFault('Berkas tidak punya baris data. Isi paling sedikit satu baris.');
    if (columns.at.has('kode')) readRecords(table, columns, reference, readRow, checked);
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    checked.faults.push(error.fault);
  }
  checked.faults.sort((one, other) => one.line - other.line);
  return checked;
}

function readRecords<Row>(
  table: RawTable,
  columns: ColumnMap,
  reference: Reference,
  readRow: (context: RowContext) => Row,
  checked: Checked<Row>,
): void {
  const seen = new Map<string, number>();
  const at = columns.at.get('kode');
  for (const record of table.records) {
    const fault = (column: string, message: string) =>
      checked.faults.push({ line: record.line, column, message });
    const typed = cellText(record, at);
    const code = dotted(typed);
    const village = reference.villages.get(code);
    if (!village) {
      fault('kode', unknownCode(typed, code, reference));
      continue;
    }
    const first = seen.get(code);
    if (first !== undefined) fault('kode', `Kode ${code} sudah ada di baris ${first}. Satu desa satu baris.`);
    else seen.set(code, record.line);
    const notice = (message: string) => checked.notices.push(`baris ${record.line}: ${message}`);
    compareNames(record, columns, village, notice);
    checked.rows.push(readRow({ record, columns, village, fault, notice }));
  }
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
  if (/^\d{6}0\d{3}$/.test(typed)) {
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
  notice: (message: string) => void,
) {
  const name = cellText(record, columns.at.get('nama'));
  if (name !== '' && !sameWords(name, village.name))
    notice(`nama "${name}" di berkas, ${village.name} di daftar wilayah`);
  const kecamatan = cellText(record, columns.at.get('kecamatan'));
  if (kecamatan !== '' && !sameWords(kecamatan, village.kecamatanName)) {
    notice(`kecamatan "${kecamatan}" di berkas, ${village.kecamatanName} di daftar wilayah`);
  }
}

/** The unit of the counts, the same in every row. */
class UnitReader {
  unit: PovertyUnit | undefined;
  constructor(private readonly peopleOnly: boolean) {}

  read({ record, columns, fault }: RowContext): void {
    const typed = cellText(record, columns.at.get('satuan')).toLowerCase().replace(/\s+/g, ' ');
    const found = typed === '' ? 'jiwa' : typed;
    if (found !== 'jiwa' && found !== 'keluarga' && found !== 'rumah tangga') {
      fault(
        'satuan',
        `Satuan "${found.slice(0, 30)}" tidak dikenal. Tulis jiwa, keluarga, atau rumah tangga.`,
      );
      return;
    }
    if (this.unit === undefined) {
      this.unit = found;
      if (this.peopleOnly && found !== 'jiwa')
        fault('satuan', `Dasar persen perlu satuan jiwa, berkas memuat ${found}.`);
    } else if (found !== this.unit) {
      fault('satuan', `Satuan ${found} berbeda dari baris pertama (${this.unit}). Satu berkas satu satuan.`);
    }
  }
}

function desil1Row(context: RowContext, units: UnitReader): Desil1Row {
  const { record, columns, village, fault } = context;
  units.read(context);
  const desil1 = countCell(cellAt(record, columns, 'desil1'));
  const population = countCell(cellAt(record, columns, 'jumlah_penduduk'));
  if (desil1.problem) fault('desil1', desil1.problem);
  if (population.problem) fault('jumlah_penduduk', population.problem);
  else if (population.value === 0)
    fault('jumlah_penduduk', 'Jumlah penduduk 0. Isi jumlahnya atau kosongkan sel ini.');
  else if (
    units.unit === 'jiwa' &&
    population.value !== null &&
    desil1.value !== null &&
    population.value < desil1.value
  ) {
    fault(
      'jumlah_penduduk',
      `Jumlah penduduk ${population.value} lebih kecil dari desil 1 (${desil1.value}). Periksa keduanya.`,
    );
  }
  return { code: village.code, desil1: desil1.value, population: population.value };
}

const cellAt = (record: RawRecord, columns: ColumnMap, name: string) => {
  const index = columns.at.get(name);
  return index === undefined ? null : (record.cells[index] ?? null);
};

function idmRow({ record, columns, village, fault, notice }: RowContext): IdmRow {
  const part = (name: string) => {
    const read = readScore(cellAt(record, columns, name));
    if (read.problem) fault(name, read.problem);
    return read.value;
  };
  const typed = cellText(record, columns.at.get('idm'));
  if (village.kind === 'KELURAHAN' && typed !== '') {
    fault('idm', `Kelurahan ${village.name} tidak punya IDM. Kosongkan sel ini.`);
    return { code: village.code, idm: null, iks: null, ike: null, ikl: null };
  }
  const raw = part('idm');
  const [iks, ike, ikl] = [part('iks'), part('ike'), part('ikl')];
  const idm = raw === null ? null : roundTo(raw, 4);
  if (idm !== null && iks !== null && ike !== null && ikl !== null) {
    const gap = Math.abs(3 * idm - (iks + ike + ikl));
    if (gap > 0.0018 + 1e-9)
      fault('idm', `IDM ${idm} bukan rata-rata IKS, IKE, dan IKL. Periksa keempat angkanya.`);
  }
  const status = cellText(record, columns.at.get('status'));
  if (status !== '' && idm !== null && !sameWords(status, idmStatus(idm))) {
    notice(`status "${status}" di berkas, ${idmStatus(idm)} menurut skornya`);
  }
  return { code: village.code, idm, iks, ike, ikl };
}
