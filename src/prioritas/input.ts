import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { DatasetVersion } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { type ParameterErrors, type ParameterName, readParameters } from '../ranking/parameters.js';
import { type Ranking, rank } from '../ranking/ranking.js';
import type { Parameters, Unit } from '../ranking/types.js';
import { inRegion, inScope } from '../scope.js';

const UnitRow = z
  .object({
    code: z.string(),
    name: z.string(),
    kecamatan_code: z.string(),
    kecamatan: z.string(),
    kind: z.string(),
    p: z.number().nullable(),
    n: z.number().nullable(),
    i: z.number().nullable(),
  })
  .transform(
    (row): Unit => ({
      code: row.code,
      name: row.name,
      kecamatanCode: row.kecamatan_code,
      kecamatanName: row.kecamatan,
      kelurahan: row.kind === 'KELURAHAN',
      p: row.p,
      i: row.i,
      n: row.n,
    }),
  );

/** The data versions that a ranking reads. */
export interface Versions {
  desil1: DatasetVersion;
  idm: DatasetVersion | null;
}

/** Data versions of the region to choose from, newest figures first. */
export async function versionsOf(db: Reader, actor: Actor): Promise<DatasetVersion[]> {
  const where = await inScope({ db, actor }, 'dataset.list');
  return db.datasetVersion.findMany({ where, orderBy: [{ asOf: 'desc' }, { id: 'desc' }] });
}

/** The units of the kabupaten on the day of the decile-1 data, and any that the data names beside them. */
export function unitsOf(db: Reader, { desil1, idm }: Versions): Promise<Unit[]> {
  return queryRows(
    db,
    sql`select v.code, v.name, v.kecamatan_code, k.name as kecamatan, v.kind::text,
               d.desil1 as p, d.population as n, i.idm as i
        from village v join kecamatan k on k.code = v.kecamatan_code
        left join desil1_figure d on d.version_id = ${desil1.id} and d.village_code = v.code
        left join idm_figure i on i.version_id = ${idm?.id ?? null}::int and i.village_code = v.code
        where ${inRegion(sql`v`, desil1)}
          and (d.village_code is not null
               or (v.valid_from <= ${desil1.asOf} and (v.valid_to is null or v.valid_to >= ${desil1.asOf})))
        order by v.code collate "C"`,
    UnitRow,
  );
}

/** What keeps these parameters from being used with these versions; empty when nothing does. */
export function unsuitable({ desil1 }: Versions, { dasar }: Parameters): ParameterErrors {
  if (dasar === 'jumlah' || desil1.unit === 'jiwa') return {};
  return {
    dasar: `Persen membagi dengan jumlah penduduk, sedangkan data ini dalam ${desil1.unit}. Pilih Jumlah, atau data dalam jiwa.`,
  };
}

/** Ranks the region with these versions; the same versions and parameters always give the same result. */
export async function rankVersions(db: Reader, versions: Versions, parameters: Parameters): Promise<Ranking> {
  return rank(await unitsOf(db, versions), parameters);
}

/** How many desa and kelurahan the kabupaten has today. */
export const unitCount = async (db: Reader, actor: Actor): Promise<number> =>
  db.village.count({ where: { ...(await inScope({ db, actor }, 'village.list')), validTo: null } });

/** The parameters as a run keeps them. */
export const storedParameters = (stored: unknown): Parameters =>
  readParameters(stored as Partial<Record<ParameterName, string>>).parameters;

/** The two versions with these ids; null when one is not there. `none` ranks without IDM. */
export function chosen(all: DatasetVersion[], desil1Id: number, idmId: number | 'none'): Versions | null {
  const desil1 = all.find((version) => version.kind === 'DESIL1' && version.id === desil1Id);
  const idm = idmId === 'none' ? null : all.find((version) => version.kind === 'IDM' && version.id === idmId);
  return desil1 && idm !== undefined ? { desil1, idm } : null;
}
