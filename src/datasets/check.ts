import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { type DatasetKind, VillageKind } from '../generated/prisma/enums.js';
import { type Notice, type ReadLimits, unlimited } from '../sheets/table.js';
import type { Reference } from '../wilayah/reference.js';
import { type Desil1Row, type IdmRow, readDesil1, readIdm } from './read.js';

/** One figure row of either kind; what the kind does not have is null. */
export interface Figure {
  code: string;
  desil1: number | null;
  population: number | null;
  idm: number | null;
  iks: number | null;
  ike: number | null;
  ikl: number | null;
}

export interface Fault {
  line: number;
  column: string;
  message: string;
}

/** A file after reading: either it has faults, or its rows may be stored as they are. */
export interface CheckedFile {
  figures: Figure[];
  /** jiwa, keluarga or rumah tangga; `skor` for IDM. */
  unit: string;
  notices: Notice[];
  faults: Fault[];
  /** Faults beyond those that are kept. */
  moreFaults: number;
}

/** What the portal reads of an upload. The national list has 83,762 rows. */
export const portalLimits: ReadLimits = { records: 150_000, faults: 1_000, milliseconds: 20_000 };

/** The largest count that the database holds. */
const LARGEST_STORED = 2_147_483_647;

// Written out in full: spreading 83,762 rows costs as much as reading them.
const desil1Figure = ({ code, desil1, population }: Desil1Row): Figure => ({
  code,
  desil1,
  population,
  idm: null,
  iks: null,
  ike: null,
  ikl: null,
});
const idmFigure = ({ code, idm, iks, ike, ikl }: IdmRow): Figure => ({
  code,
  desil1: null,
  population: null,
  idm,
  iks,
  ike,
  ikl,
});

/**
 * Reads and checks an uploaded file against the villages of the region.
 * @param unit what the form says; when it differs from the file's the whole file is refused.
 */
export async function checkFile(
  kind: DatasetKind,
  bytes: Buffer,
  fileName: string,
  reference: Reference,
  unit: string | null,
  limits: ReadLimits = unlimited,
): Promise<CheckedFile> {
  if (kind === 'IDM') {
    const read = refusing(await readIdm(bytes, fileName, reference, limits));
    return { ...read, figures: read.rows.map(idmFigure), unit: 'skor' };
  }
  const read = refusing(await readDesil1(bytes, fileName, reference, { limits, largest: LARGEST_STORED }));
  if (unit !== null && read.faults.length === 0 && unit !== read.unit) {
    read.faults.push({ line: 1, column: 'satuan', message: differingUnit(unit, read.unit) });
  }
  return { ...read, figures: read.rows.map(desil1Figure), unit: read.unit };
}

/** Some of what a reader only notes is a fault where it would be stored. */
function refusing<Read extends { notices: Notice[]; faults: Fault[] }>(read: Read): Read {
  const faults = [...read.faults, ...read.notices.flatMap((notice) => notice.refusal ?? [])];
  return { ...read, faults: faults.sort((one, other) => one.line - other.line) };
}

function differingUnit(form: string, file: string): string {
  return `Isian menyebut satuan ${form}, berkas memuat ${file}. Samakan salah satunya.`;
}

const VillageRow = z.object({
  code: z.string(),
  name: z.string(),
  kecamatanCode: z.string(),
  kecamatanName: z.string(),
  kind: z.enum(VillageKind),
});

/** The villages of the region as the file readers want them, those that ended included. */
export async function regionReference(db: Reader, regionCode: string): Promise<Reference> {
  const rows = await queryRows(
    db,
    sql`select v.code, v.name, v.kecamatan_code as "kecamatanCode", k.name as "kecamatanName", v.kind::text
        from village v join kecamatan k on k.code = v.kecamatan_code
        where v.region_code = ${regionCode} order by v.code collate "C"`,
    VillageRow,
  );
  return {
    kecamatan: new Map(rows.map((row) => [row.kecamatanCode, row.kecamatanName])),
    villages: new Map(rows.map((row) => [row.code, row])),
  };
}
