import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { rootFolder } from '../database/root.js';
import { readCsv } from '../datasets/file/csv.js';
import { cellText, type Fault, FileFault, findColumns, HOLDS_NIK } from '../datasets/file/table.js';
import { findNik } from '../web/nik.js';

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
}

/** The kind of a unit is the first digit of its last group: 1 kelurahan, 2 desa, 3 desa adat. */
export function villageKind(code: string): ReferenceVillage['kind'] {
  const digit = code.charAt(9);
  return digit === '1' ? 'KELURAHAN' : digit === '3' ? 'DESA_ADAT' : 'DESA';
}

/** The list that ships with the portal. */
export async function shippedReference(): Promise<Reference> {
  return readReference(await readFile(path.join(rootFolder, 'prisma', 'reference', 'wilayah-33.27.csv')))
    .reference;
}

/**
 * Reads a reference list: CSV `kode,nama`, kecamatan rows before the units under them; provinces and kabupaten are
 * skipped.
 */
export function readReference(bytes: Buffer): { reference: Reference; faults: Fault[] } {
  const reference: Reference = { villages: new Map(), kecamatan: new Map() };
  const faults: Fault[] = [];
  try {
    const table = readCsv(bytes);
    const columns = findColumns(table.header, [
      { name: 'kode', required: true },
      { name: 'nama', required: true },
    ]);
    faults.push(...table.faults, ...columns.faults);
    if (faults.length > 0) return { reference, faults };
    for (const record of table.records) {
      const code = cellText(record, columns.at.get('kode'));
      const message = addPlace(reference, code, cellText(record, columns.at.get('nama')));
      if (message) faults.push({ line: record.line, column: 'kode', message });
    }
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    faults.push(error.fault);
  }
  return { reference, faults };
}

function addPlace(reference: Reference, code: string, name: string): string {
  if (/^\d{2}(\.\d{2})?$/.test(code)) return '';
  if (/^\d{2}\.\d{2}\.\d{2}$/.test(code)) {
    reference.kecamatan.set(code, name);
    return '';
  }
  if (!/^\d{2}\.\d{2}\.\d{2}\.\d{4}$/.test(code))
    return `"${code}" bukan kode wilayah. Tulis seperti 33.27.03.2001.`;
  if (findNik(name)) return HOLDS_NIK;
  if (reference.villages.has(code)) return `Kode ${code} sudah ada di baris sebelumnya.`;
  const kecamatanCode = code.slice(0, 8);
  const kecamatanName = reference.kecamatan.get(kecamatanCode);
  if (kecamatanName === undefined)
    return `Kecamatan ${kecamatanCode} belum disebut sebelum ${code}. Tambahkan barisnya di atas.`;
  reference.villages.set(code, { code, name, kecamatanCode, kecamatanName, kind: villageKind(code) });
  return '';
}
