import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type By, change, unaudited } from '../audit/change.js';
import { date, number } from '../core/format.js';
import { conflict, invalid, notFound } from '../core/problem.js';
import type { Database, Writer } from '../database/client.js';
import { execute, queryRow, sql } from '../database/query.js';
import type { DatasetKind } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';
import { checkFile, type Figure, portalLimits, regionReference } from './check.js';
import { coverageOf } from './coverage.js';

/** What describes a version besides its rows. */
export interface VersionMeta {
  kind: DatasetKind;
  source: string;
  asOf: Date;
  unit: string;
  fileName: string;
  notices: string[];
  isSample?: boolean;
  /** When it was confirmed; now unless the sample data tells of the past. */
  confirmedAt?: Date;
}

export const kindNames: Record<DatasetKind, string> = { DESIL1: 'desil 1', IDM: 'IDM' };

/** `DTKS desil 1`, or `IDM`, which is its own source. */
export const versionTitle = ({ kind, source }: { kind: DatasetKind; source: string }): string =>
  kind === 'IDM' ? 'IDM' : `${source} ${kindNames[kind]}`;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Keeps an upload until its owner confirms or cancels it. Nothing counts before confirm.
 * @returns the id under which its preview stands.
 */
export async function stageUpload(
  database: Database,
  actor: Actor,
  meta: Omit<VersionMeta, 'notices'>,
  bytes: Buffer,
): Promise<string> {
  const previousVersionId = await newestVersionId(database.reader, actor.regionCode, meta.kind);
  const { isSample: _isSample, ...columns } = meta;
  const staged = await unaudited(database, (tx) =>
    tx.stagedUpload.create({
      data: {
        ...columns,
        regionCode: actor.regionCode,
        accountId: actor.id,
        bytes: new Uint8Array(bytes),
        previousVersionId,
      },
    }),
  );
  return staged.id;
}

const gone = () =>
  notFound('Unggahan ini sudah disahkan, dibatalkan, atau lewat 24 jam. Unggah berkasnya lagi.');

/** Throws a waiting upload away. */
export function cancelUpload(database: Database, actor: Actor, id: string): Promise<unknown> {
  return unaudited(database, (tx) => tx.stagedUpload.deleteMany({ where: { id, accountId: actor.id } }));
}

/**
 * Turns a waiting upload into a version: reads its bytes again and stores them in one transaction.
 * @throws Problem `not-found` when it is gone, `conflict` when another version came since the preview or the file no
 * longer passes; `invalid` when more than a tenth is missing and nobody said that this is meant (`partial`).
 */
export async function confirmUpload(
  database: Database,
  actor: Actor,
  id: string,
  { partial }: { partial: boolean },
): Promise<number> {
  const staged = await database.reader.stagedUpload.findFirst({ where: { id, accountId: actor.id } });
  if (!staged) throw gone();
  const bytes = Buffer.from(staged.bytes);
  const reference = await regionReference(database.reader, actor.regionCode);
  const checked = await checkFile(
    staged.kind,
    bytes,
    staged.fileName,
    reference,
    staged.unit === 'skor' ? null : staged.unit,
    portalLimits,
  );
  if (checked.faults.length > 0) {
    throw conflict(
      'Daftar wilayah berubah sejak pratinjau, sehingga berkas ini tidak lolos lagi. Unggah ulang berkasnya.',
    );
  }
  if (!partial && (await coverageOf(database.reader, staged, checked.figures)).partial)
    throw invalid({ sebagian: 'Centang bahwa berkas ini memang hanya memuat sebagian desa, lalu sahkan.' });
  return change(database, actor, 'dataset.import', async (tx) => {
    await lockKind(tx, actor.regionCode, staged.kind);
    const { count } = await tx.stagedUpload.deleteMany({ where: { id } });
    if (count === 0) throw gone();
    if ((await newestVersionId(tx, actor.regionCode, staged.kind)) !== staged.previousVersionId) {
      throw conflict(
        'Ada versi data baru yang disahkan sejak pratinjau ini dibuat. Unggah ulang supaya perbandingannya benar.',
      );
    }
    const meta = { ...staged, notices: checked.notices.map((notice) => notice.kept) };
    const made = await storeVersion(tx, actor, meta, bytes, checked.figures);
    return made;
  });
}

/** Stores a checked file as a version at once; the command line's and the sample's way. */
export function importVersion(
  database: Database,
  by: By,
  meta: VersionMeta,
  bytes: Buffer,
  figures: Figure[],
): Promise<number> {
  return change(database, by, 'dataset.import', async (tx) => {
    await lockKind(tx, by.regionCode, meta.kind);
    return storeVersion(tx, by, meta, bytes, figures);
  });
}

async function storeVersion(tx: Writer, by: By, meta: VersionMeta, bytes: Buffer, figures: Figure[]) {
  const hash = sha256(bytes);
  const version = await tx.datasetVersion.create({
    data: {
      regionCode: by.regionCode,
      kind: meta.kind,
      source: meta.source,
      asOf: meta.asOf,
      unit: meta.unit,
      fileName: meta.fileName,
      sha256: hash,
      byteSize: bytes.length,
      rowCount: figures.length,
      notices: meta.notices,
      uploadedById: by.id,
      isSample: meta.isSample ?? false,
      confirmedAt: meta.confirmedAt,
    },
  });
  await (meta.kind === 'IDM' ? insertIdm : insertDesil1)(tx, version.id, figures);
  const summary = `${versionTitle(meta)} per ${date(meta.asOf)}, ${number(figures.length)} baris, dimuat dari ${meta.fileName}`;
  const fact = {
    subjectType: 'versi data',
    subjectId: version.id,
    summary,
    after: { sha256: hash, rows: figures.length },
  };
  return { result: version.id, fact };
}

/** Confirmations of one kind wait for each other. */
async function lockKind(tx: Writer, regionCode: string, kind: DatasetKind): Promise<void> {
  await execute(tx, sql`select pg_advisory_xact_lock(hashtext(${`dataset ${regionCode} ${kind}`}))`);
}

async function newestVersionId(
  db: Database['reader'] | Writer,
  regionCode: string,
  kind: DatasetKind,
): Promise<number | null> {
  const { id } = await queryRow(
    db,
    sql`select max(id) as id from dataset_version where region_code = ${regionCode} and kind::text = ${kind}`,
    z.object({ id: z.number().nullable() }),
  );
  return id;
}

/** A column of figures as one text, which the driver passes on as it is: 83,762 array elements cost it a second. */
const column = (figures: Figure[], of: (figure: Figure) => string | number | null): string =>
  figures.map((figure) => of(figure) ?? '').join(',');

function insertDesil1(tx: Writer, versionId: number, figures: Figure[]): Promise<number> {
  return execute(
    tx,
    sql`insert into desil1_figure (version_id, village_code, desil1, population)
        select ${versionId}::int, * from unnest(string_to_array(${column(figures, (row) => row.code)}, ','),
          string_to_array(${column(figures, (row) => row.desil1)}, ',', '')::int[],
          string_to_array(${column(figures, (row) => row.population)}, ',', '')::int[])`,
  );
}

function insertIdm(tx: Writer, versionId: number, figures: Figure[]): Promise<number> {
  return execute(
    tx,
    sql`insert into idm_figure (version_id, village_code, idm, iks, ike, ikl)
        select ${versionId}::int, * from unnest(string_to_array(${column(figures, (row) => row.code)}, ','),
          string_to_array(${column(figures, (row) => row.idm)}, ',', '')::float8[],
          string_to_array(${column(figures, (row) => row.iks)}, ',', '')::float8[],
          string_to_array(${column(figures, (row) => row.ike)}, ',', '')::float8[],
          string_to_array(${column(figures, (row) => row.ikl)}, ',', '')::float8[])`,
  );
}
