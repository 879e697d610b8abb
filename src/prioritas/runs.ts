import { change } from '../audit/change.js';
import { number } from '../core/format.js';
import { invalid } from '../core/problem.js';
import type { Database, Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import { messages } from '../ranking/output.js';
import { writeParameters } from '../ranking/parameters.js';
import { type Ranking, TRIES } from '../ranking/ranking.js';
import type { Parameters } from '../ranking/types.js';
import { METHOD_VERSION } from '../ranking/version.js';
import { rankVersions, unsuitable, type Versions } from './input.js';

/** What a run is made of. */
interface NewRun {
  name: string;
  versions: Versions;
  parameters: Parameters;
  /** Now, unless the sample tells of the past. */
  createdAt?: Date;
}

/**
 * Stores a what-if as a run: its parameters, the versions it read with their hashes, and every result row.
 * @returns the id of the run.
 * @throws Problem `invalid` when the parameters do not suit the versions.
 */
export async function saveRun(
  database: Database,
  actor: Pick<Actor, 'id' | 'name' | 'role' | 'regionCode'>,
  { name, versions, parameters, createdAt }: NewRun,
): Promise<number> {
  const errors = unsuitable(versions, parameters);
  if (Object.keys(errors).length > 0) throw invalid(errors as Record<string, string>);
  return change(database, actor, 'ranking.save', async (tx) => {
    const ranking = await rankVersions(tx, versions, parameters);
    const { desil1, idm } = versions;
    const run = await tx.rankingRun.create({
      data: {
        regionCode: actor.regionCode,
        name,
        parameters: { ...writeParameters(parameters) },
        methodVersion: METHOD_VERSION,
        desil1VersionId: desil1.id,
        idmVersionId: idm?.id ?? null,
        desil1Sha256: desil1.sha256,
        idmSha256: idm?.sha256 ?? null,
        messages: messages(ranking),
        createdById: actor.id,
        createdAt,
      },
    });
    await insertResults(tx, run.id, ranking);
    const summary = `Hitungan "${name}" disimpan: ${number(ranking.count)} desa dan kelurahan diperingkat`;
    const after = { ...writeParameters(parameters), desil1: desil1.sha256, idm: idm?.sha256 ?? null };
    return { result: run.id, fact: { subjectType: 'hitungan', subjectId: run.id, summary, after } };
  });
}

async function insertResults(tx: Writer, runId: number, ranking: Ranking): Promise<void> {
  const rows = ranking.rows();
  await execute(
    tx,
    sql`insert into ranking_result (run_id, village_code, name, kecamatan, position, rank, score6, desil1, population, idm, lack_idm,
          kuadran, without_idm, selected, best_rank, worst_rank, stability, fragile)
        select ${runId}::int, * from unnest(${rows.map((row) => row.code)}::text[],
          ${rows.map((row) => row.name)}::text[], ${rows.map((row) => row.kecamatanName)}::text[],
          ${rows.map((_row, at) => at + 1)}::int[], ${rows.map((row) => row.rank)}::int[],
          ${rows.map((row) => row.score6)}::int[], ${rows.map((row) => row.p)}::int[],
          ${rows.map((row) => row.n)}::int[], ${rows.map((row) => row.i)}::float8[],
          ${rows.map((row) => row.b)}::float8[],
          ${rows.map((row) => row.kuadran)}::int[], ${rows.map((row) => row.withoutIdm)}::bool[],
          ${rows.map((row) => row.selected)}::bool[], ${rows.map((row) => row.bestRank)}::int[],
          ${rows.map((row) => row.worstRank)}::int[],
          ${rows.map((row) => row.timesSelected / TRIES)}::float8[], ${rows.map((row) => row.fragile)}::bool[])`,
  );
}
