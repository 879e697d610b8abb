import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { invalid, Problem } from '../core/problem.js';
import type { Writer } from '../database/client.js';
import { execute, rowsOf, sql } from '../database/query.js';
import { safeFileName } from '../web/form.js';
import type { Upload, UploadLimits } from '../web/upload.js';
import { drawPhoto, type Kept, lookInto } from './drawing.js';

/** Evidence of one revision at most. */
export const EVIDENCE_MAX = 6;
/** Bytes of one file at most. */
export const EVIDENCE_BYTES = 8_000_000;

const photos = new Set(['image/jpeg', 'image/png', 'image/webp']);
const PDF = 'application/pdf';

/** A file in the evidence folder that nothing names yet. */
export interface NewFile {
  sha256: string;
  mediaType: string;
  byteSize: number;
  fileName: string;
}

/**
 * Checks files by what they contain, not by their names: photos are drawn anew as JPEG of at most 1600 px, which
 * drops every bit of EXIF and GPS; PDFs stay as they are. Then keeps each in the folder under its SHA-256.
 * @throws Problem `invalid` on the field `bukti`, naming the file and what to do.
 */
export async function keepFiles(
  { folder, accountId }: { folder: string; accountId: number },
  uploads: Upload[],
): Promise<NewFile[]> {
  const kept: NewFile[] = [];
  for (const upload of uploads) {
    const fileName = evidenceName(upload.fileName);
    const file = await cleaned(upload, fileName, accountId);
    await store(folder, upload.file ?? '', file.sha256);
    kept.push({ ...file, fileName: withExtension(fileName, file.mediaType) });
  }
  return kept;
}

/** The name ends as its content is: a `laporan.html` that holds a PDF becomes `laporan.pdf`. */
const withExtension = (fileName: string, mediaType: string) =>
  `${fileName.replace(/\.[a-z0-9]{1,5}$/i, '') || 'berkas'}${mediaType === 'image/jpeg' ? '.jpg' : '.pdf'}`;

const refuse = (message: string) => invalid({ bukti: message });

function evidenceName(name: string): string {
  try {
    return safeFileName(name);
  } catch (error) {
    throw error instanceof Problem ? refuse(error.fields.berkas ?? error.message) : error;
  }
}

/** What a form with evidence takes: its photos are drawn and its papers looked into before it takes a place. */
export const evidenceFiles = (max: number): UploadLimits => ({
  field: 'bukti',
  max,
  bytes: EVIDENCE_BYTES,
  prepare: async (upload, account) => {
    const mediaType = await mediaTypeOf(upload);
    if (photos.has(mediaType)) await drawn(upload, account);
    if (mediaType === PDF) await lookedInto(upload, account);
  },
});

/** Long work on a file is done once, also when its form is refused and shown again. */
function once<T>(work: (file: string, account: number) => Promise<T>) {
  const done = new WeakMap<Upload, Promise<T>>();
  return (upload: Upload, account: number): Promise<T> => {
    const known = done.get(upload) ?? work(upload.file ?? '', account);
    done.set(upload, known);
    return known;
  };
}

const drawn = once(drawPhoto);
const lookedInto = once(lookInto);

async function cleaned(upload: Upload, name: string, account: number): Promise<Kept & { mediaType: string }> {
  const mediaType = await mediaTypeOf(upload);
  if (mediaType === PDF) {
    const { active, sha256, byteSize } = await lookedInto(upload, account);
    refuseActive(active, name);
    return { sha256, byteSize, mediaType };
  }
  if (mediaType === 'image/heic' || mediaType === 'image/heif' || mediaType === 'image/avif') {
    throw refuse(
      `${name} berformat HEIC, yang belum dapat dibaca. Di iPhone pilih Pengaturan, Kamera, Format, Paling Kompatibel; atau kirim tangkapan layarnya.`,
    );
  }
  if (!photos.has(mediaType)) throw refuse(`${name} bukan foto JPEG, PNG, WebP, atau PDF.`);
  const photo = await drawn(upload, account);
  if (photo.unreadable)
    throw refuse(`${name} tidak dapat dibaca sebagai foto. Coba ambil ulang atau pilih yang lain.`);
  if (photo.giant)
    throw refuse(
      `${name} berukuran ${mega(photo.giant.pixels)} megapiksel, portal membuka paling besar ${mega(photo.giant.limit)} untuk jenis ini. Kirim tangkapan layarnya, atau kecilkan dahulu.`,
    );
  const { sha256, byteSize } = photo;
  return { sha256, byteSize, mediaType: 'image/jpeg' };
}

const mega = (pixels: number) => Math.round(pixels / 1_000_000);

/** By content, not by name; '' for what is neither photo nor PDF. */
async function mediaTypeOf({ file }: Upload): Promise<string> {
  const begin = Buffer.alloc(4_100);
  const handle = await open(file ?? '', 'r');
  try {
    const { bytesRead } = await handle.read(begin, 0, begin.length, 0);
    const head = begin.subarray(0, bytesRead);
    return (await fileTypeFromBuffer(head))?.mime ?? (beginsAsPdf(head) ? PDF : '');
  } finally {
    await handle.close();
  }
}

/** A paper is read and does nothing; whoever opens it later must not be its first reader. */
function refuseActive(active: string | null, name: string): void {
  if (active)
    throw refuse(
      `${name} memuat ${active}, jadi tidak diterima. Buka berkasnya, pilih Cetak, lalu Simpan sebagai PDF; kirim hasilnya.`,
    );
}

/** Some programs write a few bytes before the mark of a PDF; readers look for it in the first 1024. */
const beginsAsPdf = (bytes: Buffer) => bytes.subarray(0, 1024).includes('%PDF-');

/** Writes whole or not at all: beside its place first, on disk, then moved. A fresh file is not an orphan yet. */
async function store(folder: string, file: string, sha256: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const beside = path.join(folder, `${randomBytes(8).toString('hex')}.baru`);
  await copyFile(file, beside);
  const handle = await open(beside, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, path.join(folder, sha256));
}

/**
 * Names stored files in a revision, after those it has.
 * @throws Problem `invalid` when there would be more than six.
 */
export async function attach(tx: Writer, revisionId: number, files: NewFile[], now: Date): Promise<void> {
  if (files.length === 0) return;
  const present = await tx.evidence.findMany({ where: { revisionId }, orderBy: { position: 'desc' } });
  const known = new Set(present.map((one) => one.sha256));
  const fresh = files.filter((one) => !known.has(one.sha256) && known.add(one.sha256));
  if (present.length + fresh.length > EVIDENCE_MAX) {
    throw refuse(`Paling banyak ${EVIDENCE_MAX} foto atau PDF dalam satu kegiatan.`);
  }
  for (const one of fresh) await remember(tx, one, now);
  const next = (present[0]?.position ?? -1) + 1;
  const rows = fresh.map(({ sha256, fileName }, at) => ({
    position: next + at,
    sha256,
    file_name: fileName,
  }));
  await execute(
    tx,
    sql`insert into evidence (revision_id, position, sha256, file_name) select ${revisionId}::int, given.*
        from ${rowsOf(rows, sql`position int, sha256 text, file_name text`)}`,
  );
}

/**
 * Names a file of the evidence folder in the database, before a row points at it. One that was named not long ago is
 * only held, so that many who send the same photo do not wait for each other.
 */
export async function remember(
  tx: Writer,
  { sha256, mediaType, byteSize }: NewFile,
  now: Date,
): Promise<void> {
  await execute(
    tx,
    sql`insert into stored_file (sha256, media_type, byte_size, created_at)
        select ${sha256}, ${mediaType}, ${byteSize}::int, ${now} where not exists
          (select from stored_file f where f.sha256 = ${sha256} and f.created_at > ${halfway(now)} for key share)
        on conflict (sha256) do update set created_at = excluded.created_at`,
  );
}

const ORPHAN_HOURS = 24;

/** From when on a name is fresh enough: what is swept is twice as old. */
const halfway = (now: Date) => new Date(now.getTime() - (ORPHAN_HOURS / 2) * 3_600_000);

const youngerThanOrphans = (now: Date) => new Date(now.getTime() - ORPHAN_HOURS * 3_600_000);

/**
 * Forgets stored files that no revision or delivery names: uploads whose form was never finished, evidence of deleted drafts.
 * Anything younger than 24 hours stays, as its transaction may still be on the way.
 * @returns the names (SHA-256) that stay.
 */
export async function forgetOrphans(tx: Writer, now: Date): Promise<Set<string>> {
  await execute(
    tx,
    sql`delete from stored_file f where f.created_at < ${youngerThanOrphans(now)}
        and not exists (select from evidence e where e.sha256 = f.sha256)
        and not exists (select from undertaking_delivery d where d.sha256 = f.sha256)
        and not exists (select from need_assessment s where s.sha256 = f.sha256)
        and not exists (select from spot_case q where q.sha256 = f.sha256)`,
  );
  return new Set((await tx.storedFile.findMany({ select: { sha256: true } })).map((one) => one.sha256));
}

/**
 * Removes files of the evidence folder that are not among `named` and older than 24 hours.
 * @returns how many files were removed.
 */
export async function removeOrphans(folder: string, named: Set<string>, now: Date): Promise<number> {
  let removed = 0;
  for (const name of await readdir(folder).catch(() => [] as string[])) {
    if (named.has(name) || !/^[0-9a-f]{64}$|\.baru$/.test(name)) continue;
    const file = path.join(folder, name);
    if ((await stat(file)).mtime >= youngerThanOrphans(now)) continue;
    await rm(file, { force: true });
    removed += 1;
  }
  return removed;
}
