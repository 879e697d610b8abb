import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { invalid, Problem } from '../core/problem.js';
import type { Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import { safeFileName } from '../web/form.js';
import type { Upload } from '../web/upload.js';

/** Evidence of one revision at most. */
export const EVIDENCE_MAX = 6;
/** Bytes of one file at most. */
export const EVIDENCE_BYTES = 8_000_000;

const LONGEST_SIDE = 1600;
/** Pixels of a photo that is opened: phones make 50 million, read in strips within 60 MB. */
const PIXELS = 64_000_000;
/** Of one that must be unpacked whole (interlaced or 16 bits a colour): these take 130 MB. */
const PIXELS_UNPACKED = 13_000_000;
const photos = new Set(['image/jpeg', 'image/png', 'image/webp']);

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
export async function keepFiles(folder: string, uploads: Upload[]): Promise<NewFile[]> {
  const kept: NewFile[] = [];
  for (const upload of uploads) {
    const fileName = evidenceName(upload.fileName);
    const { bytes, mediaType } = await cleaned(upload, fileName);
    const sha256 = await store(folder, bytes);
    kept.push({ sha256, mediaType, byteSize: bytes.length, fileName: withExtension(fileName, mediaType) });
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

async function cleaned(upload: Upload, name: string): Promise<{ bytes: Buffer; mediaType: string }> {
  const { bytes } = upload;
  const mediaType = (await fileTypeFromBuffer(bytes))?.mime ?? (beginsAsPdf(bytes) ? 'application/pdf' : '');
  if (mediaType === 'application/pdf') return { bytes, mediaType };
  if (mediaType === 'image/heic' || mediaType === 'image/heif' || mediaType === 'image/avif') {
    throw refuse(
      `${name} berformat HEIC, yang belum dapat dibaca. Di iPhone pilih Pengaturan, Kamera, Format, Paling Kompatibel; atau kirim tangkapan layarnya.`,
    );
  }
  if (!photos.has(mediaType)) throw refuse(`${name} bukan foto JPEG, PNG, WebP, atau PDF.`);
  try {
    return { bytes: await oneByOne(() => redrawn(bytes, name)), mediaType: 'image/jpeg' };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw refuse(`${name} tidak dapat dibaca sebagai foto. Coba ambil ulang atau pilih yang lain.`);
  }
}

/** Some programs write a few bytes before the mark of a PDF; readers look for it in the first 1024. */
const beginsAsPdf = (bytes: Buffer) => bytes.subarray(0, 1024).includes('%PDF-');

/** The picture library is loaded with the first photo; a process that shows lists does not carry it. */
async function picture(bytes: Buffer) {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  // Many phones write heads that are not quite right; only a photo that is cut off cannot be shown.
  return sharp(bytes, { limitInputPixels: PIXELS, failOn: 'truncated' });
}

let drawing: Promise<unknown> = Promise.resolve();

/** Photos wait for each other: the memory of one is enough. */
function oneByOne<T>(draw: () => Promise<T>): Promise<T> {
  const drawn = drawing.then(draw);
  drawing = drawn.catch(() => undefined);
  return drawn;
}

async function redrawn(bytes: Buffer, name: string): Promise<Buffer> {
  await refuseGiant(bytes, name);
  return (await picture(bytes))
    .rotate()
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 80 })
    .toBuffer();
}

/** Reads the head of a photo alone, before anything is unpacked. */
async function refuseGiant(bytes: Buffer, name: string): Promise<void> {
  const { default: sharp } = await import('sharp');
  const { width, height, depth, isProgressive } = await sharp(bytes, { limitInputPixels: false }).metadata();
  const limit = isProgressive || depth !== 'uchar' ? PIXELS_UNPACKED : PIXELS;
  if (width * height <= limit) return;
  const mega = (pixels: number) => Math.round(pixels / 1_000_000);
  throw refuse(
    `${name} berukuran ${mega(width * height)} megapiksel, portal membuka paling besar ${mega(limit)} untuk jenis ini. Kirim tangkapan layarnya, atau kecilkan dahulu.`,
  );
}

/** A small picture of a stored photo, for the page. */
export const thumbnail = async (bytes: Buffer) =>
  (await picture(bytes)).resize({ width: 320, height: 240, fit: 'cover' }).jpeg({ quality: 70 }).toBuffer();

/** Writes whole or not at all: beside its place first, on disk, then moved. A fresh file is not an orphan yet. */
async function store(folder: string, bytes: Buffer): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const beside = path.join(folder, `${randomBytes(8).toString('hex')}.baru`);
  const handle = await open(beside, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, path.join(folder, sha256));
  return sha256;
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
  await tx.evidence.createMany({
    data: fresh.map(({ sha256, fileName }, index) => ({
      revisionId,
      position: next + index,
      sha256,
      fileName,
    })),
  });
}

/** Names a file of the evidence folder in the database, before a row points at it. */
export async function remember(
  tx: Writer,
  { sha256, mediaType, byteSize }: NewFile,
  now: Date,
): Promise<void> {
  await execute(
    tx,
    sql`insert into stored_file (sha256, media_type, byte_size, created_at)
        values (${sha256}, ${mediaType}, ${byteSize}::int, ${now})
        on conflict (sha256) do update set created_at = excluded.created_at`,
  );
}

const ORPHAN_HOURS = 24;

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
        and not exists (select from undertaking_delivery d where d.sha256 = f.sha256)`,
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
