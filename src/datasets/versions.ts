import { createHash } from 'node:crypto';
import { z } from 'zod';
import { actOnOne, type Doing, target } from '../audit/act.js';
import { type By, change, unaudited } from '../audit/change.js';
import { date, number } from '../core/format.js';
import { conflict, invalid } from '../core/problem.js';
import type { Database, Writer } from '../database/client.js';
import { execute, join, queryRow, sql } from '../database/query.js';
import type { DatasetKind } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';
import type { Answers } from '../sheets/header.js';
import { coverageOf } from './coverage.js';
import type { Figure } from './kind.js';
import { kindOf, versionTitle } from './kinds.js';
import { answersOf, readStaged, type Staged } from './queries.js';
import * as verbs from './verbs.js';

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

/** A file, and what was read from it. */
interface Content {
  bytes: Buffer;
  figures: Figure[];
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Keeps an upload until its owner confirms or cancels it. Nothing counts before confirm.
 * @returns the id under which its preview stands.
 */
export async function stageUpload(
  database: Database,
  actor: Actor,
  meta: Omit<VersionMeta, 'notices'> & { answers: Answers },
  bytes: Buffer,
): Promise<string> {
  const previousVersionId = await newestVersionId(database.reader, actor.regionCode, meta.kind);
  const { isSample: _isSample, ...columns } = meta;
  const staged = await unaudited(database, (tx) =>
    tx.stagedUpload.create({
      data: {
        ...columns,
        answers: { ...columns.answers },
        regionCode: actor.regionCode,
        accountId: actor.id,
        bytes: new Uint8Array(bytes),
        previousVersionId,
      },
    }),
  );
  return staged.id;
}

/** Keeps what its owner answered about a waiting upload, beside earlier answers. */
export function answerUpload(doing: Doing, id: string, answers: Answers): Promise<void> {
  return actOnOne(doing, verbs.answer, target(id), async (tx, upload) => {
    const known = answersOf(upload);
    const all = { ...known, ...answers, columns: { ...known.columns, ...answers.columns } };
    await tx.stagedUpload.update({ where: { id }, data: { answers: all } });
    return { result: undefined, fact: [] };
  });
}

/** Throws a waiting upload away; as nothing came of it, the trail does not tell. */
export function cancelUpload(doing: Doing, id: string): Promise<void> {
  return actOnOne(doing, verbs.cancel, target(id), async (tx) => {
    await tx.stagedUpload.delete({ where: { id } });
    return { result: undefined, fact: [] };
  });
}

/**
 * Turns a waiting upload into a version: reads its bytes again and stores them in one transaction, with the columns
 * that were chosen for the next file of its source.
 * @throws Problem as `act`; `conflict` when another version came since the preview or the file no longer passes;
 * `invalid` when hidden rows wait for an answer, or when more than a tenth is missing and nobody said that this is
 * meant (`partial`).
 */
export async function confirmUpload(
  doing: Doing,
  staged: Staged,
  { partial }: { partial: boolean },
): Promise<number> {
  const { checked } = await readStaged(doing.database.reader, staged);
  refuseOpen(staged, checked);
  const upload = { ...staged, kind: kindOf(staged.kind) };
  if (!partial && (await coverageOf(doing.database.reader, upload, checked.figures)).partial)
    throw invalid({ sebagian: 'Centang bahwa berkas ini memang hanya memuat sebagian desa, lalu sahkan.' });
  return actOnOne(doing, verbs.confirm, target(staged.id), async (tx, { id, regionCode, kind }) => {
    await lockKind(tx, regionCode, kind);
    await tx.stagedUpload.delete({ where: { id } });
    if ((await newestVersionId(tx, regionCode, kind)) !== staged.previousVersionId) {
      throw conflict(
        'Ada versi data baru yang disahkan sejak pratinjau ini dibuat. Unggah ulang supaya perbandingannya benar.',
      );
    }
    await rememberColumns(tx, staged, answersOf(staged));
    const notices = checked.notices.map((notice) => notice.kept);
    const meta = { ...staged, unit: checked.unit, notices };
    return storeVersion(tx, doing.actor, meta, {
      bytes: Buffer.from(staged.bytes),
      figures: checked.figures,
    });
  });
}

/** What a file leaves open must be answered, and it must still pass. */
function refuseOpen(
  staged: Staged,
  { hidden, open, faults }: Awaited<ReturnType<typeof readStaged>>['checked'],
) {
  if (hidden > 0 && answersOf(staged).hidden === undefined)
    throw invalid({ tersembunyi: 'Pilih dahulu apakah baris yang tersembunyi ikut dibaca.' });
  if (open.columns.length > 0) throw invalid({ kolom: 'Pilih dahulu kolom yang belum dikenali.' });
  if (faults.length > 0)
    throw conflict(
      'Daftar wilayah berubah sejak pratinjau, sehingga berkas ini tidak lolos lagi. Unggah ulang berkasnya.',
    );
}

/** The next file of this source is read with the columns that were chosen for this one. */
async function rememberColumns(tx: Writer, { regionCode, kind, source }: Staged, { columns = {} }: Answers) {
  for (const [columnName, header] of Object.entries(columns)) {
    const key = { regionCode, kind, source, columnName };
    await tx.columnChoice.deleteMany({ where: key });
    await tx.columnChoice.create({ data: { ...key, header } });
  }
}

/** Stores a checked file as a version at once; the command line's and the sample's way. */
export function importVersion(
  database: Database,
  by: By,
  meta: VersionMeta,
  content: Content,
): Promise<number> {
  return change(database, by, 'dataset.import', async (tx) => {
    await lockKind(tx, by.regionCode, meta.kind);
    return storeVersion(tx, by, meta, content);
  });
}

async function storeVersion(tx: Writer, by: By, meta: VersionMeta, { bytes, figures }: Content) {
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
  await insertFigures(tx, version, figures);
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
const column = (figures: Figure[], of: (figure: Figure) => string | number | null | undefined): string =>
  figures.map((figure) => of(figure) ?? '').join(',');

function insertFigures(
  tx: Writer,
  version: { id: number; kind: DatasetKind },
  figures: Figure[],
): Promise<number> {
  const { table, figures: columns } = kindOf(version.kind);
  const names = join(columns.map(({ stored }) => stored.column));
  const values = join(
    columns.map(
      ({ name, stored }) =>
        sql`string_to_array(${column(figures, ({ values }) => values[name])}, ',', '')::${stored.type}`,
    ),
  );
  return execute(
    tx,
    sql`insert into ${table} (version_id, village_code, ${names})
        select ${version.id}::int, * from unnest(string_to_array(${column(figures, ({ code }) => code)}, ','), ${values})`,
  );
}
