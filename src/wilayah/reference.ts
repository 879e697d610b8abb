import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { rootFolder } from '../database/root.js';
import { cellAt, cellText, codeCell } from '../sheets/cells.js';
import { readFileTable } from '../sheets/file.js';
import type { Shape } from '../sheets/header.js';
import { type Fault, FileFault, type RawRecord, type SheetNotice, unlimited } from '../sheets/table.js';

export interface ReferenceVillage {
  code: string;
  name: string;
  kecamatanCode: string;
  kecamatanName: string;
  kind: 'DESA' | 'KELURAHAN' | 'DESA_ADAT';
}

/** The official places, by Kemendagri code with dots. */
export interface Reference {
  villages: Map<string, ReferenceVillage>;
  kecamatan: Map<string, string>;
  /**
   * A code that is missing from somebody's `own` list is simply unknown; one missing from a `faulty` list is not held
   * against the file that names it. The official list needs no word.
   */
  standing?: 'own' | 'faulty';
}

/** The kind of a unit is the first digit of its last group: 1 kelurahan, 2 desa, 3 desa adat. */
export function villageKind(code: string): ReferenceVillage['kind'] {
  const digit = code.charAt(9);
  return digit === '1' ? 'KELURAHAN' : digit === '3' ? 'DESA_ADAT' : 'DESA';
}

/** The kabupaten that occur in these codes: their first two groups. */
export const kabupatenOf = (codes: Iterable<string>): Set<string> =>
  new Set([...codes].filter((code) => /^\d\d\.\d\d\./.test(code)).map((code) => code.slice(0, 5)));

/** The list that ships with the portal. */
export async function shippedReference(): Promise<Reference> {
  const file = path.join(rootFolder, 'prisma', 'reference', 'wilayah-33.27.csv');
  return (await readReference(await readFile(file))).reference;
}

/** A reference list as read; with faults it is not complete. */
export interface ReadReference {
  reference: Reference;
  faults: Fault[];
  notices: SheetNotice[];
}

const SHAPE: Shape = {
  columns: [
    { name: 'kode', required: true },
    { name: 'nama', required: true },
  ],
  keys: ['kode'],
};

/**
 * Reads a reference list: `kode,nama`, kecamatan rows before the units under them; provinces and kabupaten are skipped.
 * Every bad cell is collected.
 */
export async function readReference(bytes: Uint8Array): Promise<ReadReference> {
  const read: ReadReference = {
    reference: { villages: new Map(), kecamatan: new Map() },
    faults: [],
    notices: [],
  };
  try {
    const { header, records, faults, notices } = await readFileTable(bytes, {
      shape: SHAPE,
      limits: unlimited,
    });
    read.faults = faults;
    read.notices = notices;
    if (records.length === 0)
      throw new FileFault('Berkas tidak punya baris data. Isi paling sedikit satu baris.');
    const seen = new Map<string, number>();
    for (const record of records) readPlace(record, header.at, seen, read);
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    read.faults.push(error.fault);
  }
  read.faults.sort((one, other) => one.line - other.line);
  return read;
}

function readPlace(
  record: RawRecord,
  at: Map<string, number>,
  seen: Map<string, number>,
  read: ReadReference,
): void {
  const code = codeCell(cellAt(record, at.get('kode')));
  const name = cellText(record, at.get('nama'));
  if (/^\d{2}(\.\d{2})?$/.test(code)) return;
  const refuse = (column: string, message: string) => {
    if (message && at.has(column)) read.faults.push({ line: record.line, column, message });
  };
  if (name === '') refuse('nama', 'Nama kosong. Isi nama desa, kelurahan, atau kecamatan.');
  const first = seen.get(code);
  refuse('kode', first ? `Kode ${code} sudah ada di baris ${first}.` : addPlace(read.reference, code, name));
  if (CODE.test(code) && !first) seen.set(code, record.line);
}

/** A kecamatan or a unit. */
const CODE = /^\d{2}\.\d{2}\.\d{2}(\.\d{4})?$/;

function addPlace(reference: Reference, code: string, name: string): string {
  if (!CODE.test(code)) return `"${code}" bukan kode wilayah. Tulis seperti 33.27.03.2001.`;
  const kecamatanCode = code.slice(0, 8);
  if (code === kecamatanCode) {
    reference.kecamatan.set(code, name);
    return '';
  }
  const kecamatanName = reference.kecamatan.get(kecamatanCode);
  if (kecamatanName === undefined)
    return `Kecamatan ${kecamatanCode} belum disebut sebelum ${code}. Tambahkan barisnya di atas.`;
  reference.villages.set(code, { code, name, kecamatanCode, kecamatanName, kind: villageKind(code) });
  return '';
}
