import { createHash } from 'node:crypto';
import { z } from 'zod';
import { actOnOne, type Doing, target } from '../audit/act.js';
import { type By, change } from '../audit/change.js';
import { date, number } from '../core/format.js';
import { conflict, invalid } from '../core/problem.js';
import type { Database, Writer } from '../database/client.js';
import { execute, join, queryRow, sql } from '../database/query.js';
import type { DatasetKind } from '../generated/prisma/enums.js';
import { type Here, inRegion } from '../scope.js';
import type { Answers } from '../sheets/header.js';
import { openWords } from '../uploads/reading.js';
import { answersOf, stage, useUpload } from '../uploads/staged.js';
import { coverageOf } from './coverage.js';
import type { Figure } from './kind.js';
import { kindOf, versionTitle } from './kinds.js';
import { readStaged, type StagedData } from './queries.js';
import type { ReadFile } from './read.js';
import { dataUploads } from './verbs.js';

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
 * Keeps a data file until its owner confirms or cancels it, with the version it is compared with.
 * @returns the id under which its preview stands.
 */
export async function stageData(
  doing: Doing,
  meta: Omit<VersionMeta, 'notices' | 'isSample' | 'confirmedAt'> & { answers: Answers },
  bytes: Buffer,
): Promise<string> {
  const { reader } = doing.database;
  const previousVersionId = await newestVersionId(reader, doing.actor, meta.kind);
  return stage(doing, { ...meta, bytes: new Uint8Array(bytes), previousVersionId });
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
  staged: StagedData,
  { partial }: { partial: boolean },
): Promise<number> {
  const { checked } = await readStaged(doing.database.reader, staged);
  refuseOpen(staged, checked);
  const upload = { ...staged, kind: kindOf(staged.kind) };
  if (!partial && (await coverageOf(doing.database.reader, upload, checked.figures)).partial)
    throw invalid({ sebagian: 'Centang bahwa berkas ini memang hanya memuat sebagian desa, lalu sahkan.' });
  const { kind } = staged;
  return actOnOne(doing, dataUploads.confirm, target(staged.id), async (tx, waiting) => {
    await lockKind(tx, staged, kind);
    await useUpload(tx, waiting);
    if ((await newestVersionId(tx, staged, kind)) !== staged.previousVersionId) {
      throw conflict(
        'Ada versi data baru yang disahkan sejak pratinjau ini dibuat. Unggah ulang supaya perbandingannya benar.',
      );
    }
    const notices = checked.notices.map((notice) => notice.kept);
    const meta = { ...staged, unit: checked.unit, notices };
    return storeVersion(tx, doing.actor, meta, {
      bytes: Buffer.from(staged.bytes),
      figures: checked.figures,
    });
  });
}

/** What a file leaves open must be answered, and it must still pass. */
function refuseOpen(staged: StagedData, checked: ReadFile) {
  const open = openWords(checked, answersOf(staged));
  if (open !== '') throw invalid({ form: open });
  if (checked.faults.length > 0)
    throw conflict(
      'Daftar wilayah berubah sejak pratinjau, sehingga berkas ini tidak lolos lagi. Unggah ulang berkasnya.',
    );
}

/** Stores a checked file as a version at once; the command line's and the sample's way. */
export function importVersion(
  database: Database,
  by: By,
  meta: VersionMeta,
  content: Content,
): Promise<number> {
  return change(database, by, 'dataset.import', async (tx) => {
    await lockKind(tx, by, meta.kind);
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
async function lockKind(tx: Writer, { regionCode }: Here, kind: DatasetKind): Promise<void> {
  await execute(tx, sql`select pg_advisory_xact_lock(hashtext(${`dataset ${regionCode} ${kind}`}))`);
}

const Newest = z.object({ id: z.number().nullable() });

async function newestVersionId(
  db: Database['reader'] | Writer,
  here: Here,
  kind: DatasetKind,
): Promise<number | null> {
  const { id } = await queryRow(
    db,
    sql`select max(id) as id from dataset_version d where ${inRegion(sql`d`, here)} and d.kind::text = ${kind}`,
    Newest,
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
