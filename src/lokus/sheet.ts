import { portalLimits } from '../datasets/check.js';
import { FILE_LIMIT, readRaw } from '../sheets/raw.js';
import { cellText, type Fault, FileFault, findColumns, isBlank, type RawRecord } from '../sheets/table.js';
import { searchName } from '../wilayah/names.js';
import type { SheetMember } from './draft.js';

export const SHEET_LIMIT = FILE_LIMIT;
/** An SK names some hundred villages. */
const SHEET_ROWS = 2_000;

export interface SheetPlaces {
  villages: { code: string; name: string; kecamatan: string }[];
  agencies: { id: number; shortName: string; name: string }[];
}

const COLUMNS = ['kode', 'desa', 'kecamatan', 'opd'].map((name) => ({ name, required: false }));

const TYPED_COLUMNS = ['desa', 'kecamatan', 'opd'];

/**
 * A list that was typed or pasted, one village a line: desa, kecamatan and OPD apart by tab, semicolon or comma. With a
 * head of its own it is read like a file. Null when nothing was typed.
 */
export function typedSheet(typed: string | null): Buffer | null {
  if (typed === null || typed.trim() === '') return null;
  const separator = ['\t', ';', ','].find((one) => typed.includes(one)) ?? ';';
  const [first = ''] = typed.trimStart().toLowerCase().split('\n');
  const hasHead = first.split(separator).some((cell) => ['kode', 'desa'].includes(cell.trim()));
  return Buffer.from(hasHead ? typed : `${TYPED_COLUMNS.join(separator)}\n${typed}`);
}

/**
 * Reads the SK list that Bappeda already has: each village by `kode`, else by `kecamatan` and `desa`; `opd` may stay
 * empty. Names are matched, never guessed.
 */
export async function readSheet(
  bytes: Buffer,
  places: SheetPlaces,
): Promise<{ members: SheetMember[]; faults: Fault[] }> {
  try {
    const table = await readRaw(bytes, { ...portalLimits, records: SHEET_ROWS });
    const map = findColumns(table, COLUMNS);
    const { faults } = map;
    if (!map.at.has('kode') && !(map.at.has('desa') && map.at.has('kecamatan'))) {
      faults.push({
        line: table.header.line,
        column: 'kode',
        message: 'Perlu kolom kode, atau kolom desa dan kecamatan.',
      });
    }
    if (faults.length > 0) return { members: [], faults };
    const reader = new SheetReader(map.at, places);
    for (const record of table.records) if (!isBlank(record.cells)) reader.read(record);
    if (reader.members.length === 0 && reader.faults.length === 0)
      reader.faults.push({ line: 1, column: '-', message: 'Berkas tidak punya baris desa.' });
    return reader;
  } catch (error) {
    if (error instanceof FileFault) return { members: [], faults: [error.fault] };
    throw error;
  }
}

class SheetReader {
  readonly members: SheetMember[] = [];
  readonly faults: Fault[] = [];
  private readonly lines = new Map<string, number>();
  private readonly byCode: Map<string, string>;
  private readonly byName = new Map<string, SheetPlaces['villages']>();
  private readonly agencies: Map<string, number>;

  constructor(
    private readonly at: Map<string, number>,
    { villages, agencies }: SheetPlaces,
  ) {
    this.byCode = new Map(villages.map((one) => [one.code.replaceAll('.', ''), one.code]));
    for (const one of villages) {
      const name = searchName(one.name);
      this.byName.set(name, [...(this.byName.get(name) ?? []), one]);
    }
    this.agencies = new Map(
      // The first of a name counts, so the last is written first.
      agencies
        .toReversed()
        .flatMap((one) => [one.name, one.shortName].map((name) => [searchName(name), one.id] as const)),
    );
  }

  read(record: RawRecord): void {
    const code = this.village(record);
    const agencyId = this.agency(record);
    if (code === null || agencyId === undefined) return;
    const before = this.lines.get(code);
    if (before !== undefined) {
      this.fault(record, 'kode', `Desa ini sudah ada di baris ${before}. Hapus salah satunya.`);
      return;
    }
    this.lines.set(code, record.line);
    this.members.push({ code, agencyId });
  }

  private village(record: RawRecord): string | null {
    const typed = cellText(record, this.at.get('kode'));
    if (typed !== '') {
      const digits = typed.replace(/[.\s]/g, '');
      const found = this.byCode.get(digits);
      if (found) return found;
      this.fault(
        record,
        'kode',
        `Kode ${typed} tidak ada di daftar wilayah. Pakai kode Kemendagri, misalnya 33.27.03.2001.`,
      );
      return null;
    }
    return this.villageByName(record);
  }

  private villageByName(record: RawRecord): string | null {
    const name = cellText(record, this.at.get('desa'));
    const kecamatan = cellText(record, this.at.get('kecamatan'));
    const named = this.byName.get(searchName(name)) ?? [];
    const wanted = searchName(kecamatan);
    const found = named.filter((one) => searchName(one.kecamatan) === wanted);
    if (found.length === 1) return (found[0] as { code: string }).code;
    const there = named.map((one) => one.kecamatan).join(' dan ');
    this.fault(
      record,
      'desa',
      named.length > 0
        ? `${name} ada di ${there}, bukan di "${kecamatan}". Betulkan kecamatannya atau isi kode.`
        : `Desa "${name}" tidak ada di daftar wilayah. Isi kolom kode.`,
    );
    return null;
  }

  /** Null when the cell is empty, undefined when it names no OPD. */
  private agency(record: RawRecord): number | null | undefined {
    const typed = cellText(record, this.at.get('opd'));
    if (typed === '') return null;
    const found = this.agencies.get(searchName(typed));
    if (found !== undefined) return found;
    this.fault(
      record,
      'opd',
      `OPD "${typed}" tidak ada di data acuan. Pakai singkatan atau nama lengkapnya.`,
    );
    return undefined;
  }

  private fault(record: RawRecord, column: string, message: string): void {
    this.faults.push({ line: record.line, column, message });
  }
}
