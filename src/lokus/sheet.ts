import { cellAt, cellText, codeCell } from '../sheets/cells.js';
import { FILE_LIMIT, readFileTable } from '../sheets/file.js';
import type { Shape } from '../sheets/header.js';
import { type Fault, FileFault, type Notice, portalLimits, type RawRecord } from '../sheets/table.js';
import { agencyKey, type NamedPlace, PlaceNames } from '../wilayah/names.js';
import type { SheetMember } from './draft.js';

export const SHEET_LIMIT = FILE_LIMIT;
/** An SK names some hundred villages. */
const SHEET_ROWS = 2_000;

export interface SheetPlaces {
  villages: NamedPlace[];
  agencies: { id: number; shortName: string; name: string }[];
}

const SHAPE: Shape = {
  columns: [
    { name: 'kode', others: ['kode_desa', 'kode_desa_kelurahan'] },
    { name: 'desa', others: ['nama', 'nama_desa', 'desa/kelurahan', 'desa_kelurahan'] },
    { name: 'kecamatan' },
    { name: 'opd', others: ['perangkat_daerah'] },
  ],
  needs: [['kode'], ['desa']],
  keys: ['kode', 'desa'],
};

/** The list of an SK as a file, or as it was typed. */
export interface Listed {
  bytes: Uint8Array;
  shape: Shape;
}

export const fileSheet = (bytes: Uint8Array): Listed => ({ bytes, shape: SHAPE });

/**
 * A list that was typed or pasted, one village a line: desa, kecamatan and OPD apart by tab, semicolon or comma. With a
 * head of its own it is read like a file. Null when nothing was typed.
 */
export function typedSheet(typed: string | null): Listed | null {
  if (typed === null || typed.trim() === '') return null;
  const separator = ['\t', ';', ','].find((one) => typed.includes(one)) ?? ';';
  const shape = { ...SHAPE, headless: ['desa', 'kecamatan', 'opd'], separator };
  return { bytes: new TextEncoder().encode(typed), shape };
}

export interface SheetList {
  members: SheetMember[];
  faults: Fault[];
  notices: Notice[];
}

/**
 * Reads the SK list that Bappeda already has: each village by `kode`, else by `desa` and, where names are shared,
 * `kecamatan`; `opd` may stay empty. Names are matched, never guessed: one that is only near is asked about.
 */
export async function readSheet({ bytes, shape }: Listed, places: SheetPlaces): Promise<SheetList> {
  try {
    const limits = { ...portalLimits, records: SHEET_ROWS };
    const { header, records, faults, notices } = await readFileTable(bytes, { shape, limits });
    if (faults.length > 0) return { members: [], faults, notices };
    const reader = new SheetReader(header.at, places);
    for (const record of records) reader.read(record);
    if (reader.members.length === 0 && reader.faults.length === 0)
      reader.faults.push({ line: 1, column: '-', message: 'Berkas tidak punya baris desa.' });
    return { members: reader.members, faults: reader.faults, notices };
  } catch (error) {
    if (error instanceof FileFault) return { members: [], faults: [error.fault], notices: [] };
    throw error;
  }
}

class SheetReader {
  readonly members: SheetMember[] = [];
  readonly faults: Fault[] = [];
  private readonly lines = new Map<string, number>();
  private readonly codes: Set<string>;
  private readonly names: PlaceNames;
  private readonly agencies: Map<string, number>;

  constructor(
    private readonly at: Map<string, number>,
    { villages, agencies }: SheetPlaces,
  ) {
    this.codes = new Set(villages.map((one) => one.code));
    this.names = new PlaceNames(villages);
    this.agencies = new Map(
      // The first of a name counts, so the last is written first.
      agencies
        .toReversed()
        .flatMap((one) => [one.name, one.shortName].map((name) => [agencyKey(name), one.id] as const)),
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
    const typed = codeCell(cellAt(record, this.at.get('kode')));
    const name = cellText(record, this.at.get('desa'));
    // Where a list has no column for codes, one may stand in the place of the name.
    const code = typed === '' ? codeCell(name) : typed;
    if (this.codes.has(code)) return code;
    if (typed !== '' || /^[\d.]+$/.test(code)) {
      const message = `Kode ${code} tidak ada di daftar wilayah. Pakai kode Kemendagri, misalnya 33.27.03.2001.`;
      this.fault(record, typed === '' ? 'desa' : 'kode', message);
      return null;
    }
    const found = this.names.find(name, cellText(record, this.at.get('kecamatan')));
    if (typeof found === 'string') this.fault(record, 'desa', found);
    return typeof found === 'string' ? null : found.code;
  }

  /** Null when the cell is empty, undefined when it names no OPD. */
  private agency(record: RawRecord): number | null | undefined {
    const typed = cellText(record, this.at.get('opd'));
    if (typed === '') return null;
    const found = this.agencies.get(agencyKey(typed));
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
