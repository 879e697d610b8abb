import { cellText } from '../sheets/cells.js';
import { FILE_LIMIT, readFileTable } from '../sheets/file.js';
import { type Answers, askKey, type Shape } from '../sheets/header.js';
import { type Ask, type Fault, FileFault, portalLimits, type RawRecord } from '../sheets/table.js';
import { type Reading, readingOf, unread } from '../uploads/reading.js';
import { AgencyNames, type NamedAgency, type NamedPlace } from '../wilayah/names.js';
import { PLACE_COLUMNS, PlaceCells } from '../wilayah/place-cells.js';
import type { SheetMember } from './draft.js';

export const SHEET_LIMIT = FILE_LIMIT;
/** An SK names some hundred villages. */
const SHEET_ROWS = 2_000;

export interface SheetPlaces {
  villages: NamedPlace[];
  agencies: NamedAgency[];
}

export const SHAPE: Shape = {
  columns: [...PLACE_COLUMNS, { name: 'opd', others: ['perangkat_daerah'] }],
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

export interface SheetList extends Reading {
  members: SheetMember[];
}

/**
 * Reads the SK list that Bappeda already has: each village by `kode`, else by `desa` and, where names are shared,
 * `kecamatan`; `opd` may stay empty. Names are matched, never guessed: one that is only near is asked about.
 */
export async function readSheet(
  { bytes, shape }: Listed,
  places: SheetPlaces,
  answers: Answers = {},
): Promise<SheetList> {
  try {
    const limits = { ...portalLimits, records: SHEET_ROWS };
    const table = await readFileTable(bytes, { shape, limits, answers });
    if (table.faults.length > 0) return { ...readingOf(table), members: [] };
    const reader = new SheetReader(table.header.at, places, answers);
    for (const record of table.records) reader.read(record);
    if (reader.members.length === 0 && reader.faults.length === 0)
      reader.faults.push({ line: 1, column: '-', message: 'Berkas tidak punya baris desa.' });
    return { ...readingOf(table), members: reader.members, faults: reader.faults };
  } catch (error) {
    if (error instanceof FileFault) return { ...unread(error), members: [] };
    throw error;
  }
}

class SheetReader {
  readonly members: SheetMember[] = [];
  readonly faults: Fault[] = [];
  private readonly lines = new Map<string, number>();
  private readonly places: PlaceCells;
  private readonly agencies: AgencyNames;

  constructor(
    private readonly at: Map<string, number>,
    { villages, agencies }: SheetPlaces,
    private readonly answers: Answers,
  ) {
    this.places = new PlaceCells(at, villages, { answers, faults: this.faults });
    this.agencies = new AgencyNames(agencies);
  }

  read(record: RawRecord): void {
    const code = this.places.read(record);
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

  /** Null when the cell is empty, undefined when it names no OPD. */
  private agency(record: RawRecord): number | null | undefined {
    const typed = cellText(record, this.at.get('opd'));
    if (typed === '') return null;
    const found = this.agencies.find(this.answers.meant?.[askKey('opd', typed)] ?? typed);
    if ('id' in found) return found.id;
    this.fault(record, 'opd', found.message, { typed, meant: found.meant });
    return undefined;
  }

  private fault({ line }: RawRecord, column: string, message: string, ask?: Ask): void {
    this.faults.push({ line, column, message, ...(ask && ask.meant.length > 0 && { ask }) });
  }
}
