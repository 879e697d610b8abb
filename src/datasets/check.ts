import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { VillageKind } from '../generated/prisma/enums.js';
import { type Here, inRegion } from '../scope.js';
import type { Answers } from '../sheets/header.js';
import { type ReadLimits, unlimited } from '../sheets/table.js';
import { kabupatenOf, type Reference } from '../wilayah/reference.js';
import type { DataKind } from './kind.js';
import { type ReadFile, readDataFile } from './read.js';

/** What is said of an upload beside its bytes. */
export interface GivenWithFile {
  /** The unit that the form names; '' where it leaves it to the file. */
  unit: string;
  answers?: Answers | undefined;
  limits?: ReadLimits;
}

/**
 * Reads a file that is to be stored against the villages of the region; rows of other kabupaten are left out, and a
 * unit that differs from what the form says refuses the whole file.
 */
export async function checkFile(
  kind: DataKind,
  bytes: Uint8Array,
  reference: Reference,
  { unit, answers, limits = unlimited }: GivenWithFile,
): Promise<ReadFile> {
  const scope = kabupatenOf(reference.villages.keys());
  const read = await readDataFile(kind, bytes, reference, { limits, answers, scope, stored: true });
  const whole = (column: string, message: string) => read.faults.push({ line: 1, column, message });
  if (read.faults.length > 0) return read;
  if (read.figures.length === 0) whole('kode', 'Tidak ada desa dari kabupaten ini di berkas.');
  else if (unit !== '' && unit !== read.unit)
    whole('satuan', `Isian menyebut satuan ${unit}, berkas memuat ${read.unit}. Samakan salah satunya.`);
  return read;
}

const VillageRow = z.object({
  code: z.string(),
  name: z.string(),
  kecamatanCode: z.string(),
  kecamatanName: z.string(),
  kind: z.enum(VillageKind),
});

/** The villages of the region as the file readers want them, those that ended included. */
export async function regionReference(db: Reader, here: Here): Promise<Reference> {
  const rows = await queryRows(
    db,
    sql`select v.code, v.name, v.kecamatan_code as "kecamatanCode", k.name as "kecamatanName", v.kind::text
        from village v join kecamatan k on k.code = v.kecamatan_code
        where ${inRegion(sql`v`, here)} order by v.code collate "C"`,
    VillageRow,
  );
  return {
    kecamatan: new Map(rows.map((row) => [row.kecamatanCode, row.kecamatanName])),
    villages: new Map(rows.map((row) => [row.code, row])),
  };
}
