import { readFile, rm } from 'node:fs/promises';
import type { Request, RequestHandler, Response } from 'express';
import multer from 'multer';
import { Problem } from '../core/problem.js';
import type { SignedIn } from './actor.js';
import { checkToken } from './csrf.js';
import { takePlainFields } from './plain-fields.js';
import { countSent } from './quota.js';
import type { Services } from './services.js';
import { spool, spoolOf } from './spool.js';

/** An uploaded file. It waits on disk until its form is answered. */
export interface Upload {
  fileName: string;
  /** Where it waits; null when it went beyond the limit of its route. */
  file: string | null;
  /** What it holds, where its route has no other work for it to be done before; empty beyond the limit. */
  bytes: Buffer;
  /** Bytes that were sent. */
  size: number;
}

/** What a route takes: up to `max` files in `field`, `bytes` each. */
export interface UploadLimits {
  field: string;
  max: number;
  bytes: number;
  /** Long work on a file that needs nothing of the form; done before the form takes a place. */
  prepare?: (upload: Upload, account: number) => Promise<unknown>;
}

/** How far beyond its limits a request is still read, so that its other fields arrive and can be shown again. */
const PATIENCE = 5;

/** Requests below this size are soon read and never wait for room. */
const SMALL = 1_000_000;
const AT_ONCE = { account: 3, portal: 60 };
/** The accounts whose files are coming in now, once for each request. */
const uploading: number[] = [];

const received = new WeakMap<Request, Upload[]>();

/** The files of a request, in the order sent; empty inputs left out. */
export const filesOf = (req: Request): Upload[] => received.get(req) ?? [];

/** Takes what was sent into memory once its form has a place, where nothing was prepared of it. */
export async function readFiles(req: Request, { prepare }: UploadLimits): Promise<void> {
  if (!prepare) for (const one of filesOf(req)) one.bytes = await bytesOf(one);
}

const accountOf = (req: Request): number => (req.session.person as SignedIn).id;

/**
 * Asks before anything is read whether the account may send this much now, and counts it; a form that does not say how
 * much it brings counts as the most that its route takes.
 */
export function admitFiles({ max, bytes }: UploadLimits, services: Services): RequestHandler {
  return async (req, res, next) => {
    const account = accountOf(req);
    const size = Number(req.headers['content-length'] ?? max * bytes);
    takePlace(res, account, size);
    await countSent(services, account, size);
    next();
  };
}

/**
 * Reads the files of a form to disk, then prepares them. What goes beyond the limits is read past, not kept;
 * `refuseTooLarge` then says so. Nothing is kept before the form has shown its token, or once the answer is out.
 */
export function takeFiles(limits: UploadLimits, services: Services): RequestHandler {
  return async (req, res, next) => {
    const account = accountOf(req);
    const uploads: Upload[] = [];
    res.once('close', () => uploads.forEach(forget));
    await readForm(req, res, limits, keeping(limits, services, uploads));
    received.set(
      req,
      uploads.filter((one) => one.size > 0 || one.fileName !== ''),
    );
    if (limits.prepare)
      for (const one of withinLimits(filesOf(req), limits)) await limits.prepare(one, account);
    next();
  };
}

const forget = ({ file }: Upload) => void (file && rm(file, { force: true }));

const withinLimits = (uploads: Upload[], { max }: UploadLimits) =>
  uploads.slice(0, max).filter((one) => one.file !== null);

/** @throws Problem `too-large` for a form that no limit foresaw, `invalid` for one that did not arrive whole. */
async function readForm(req: Request, res: Response, limits: UploadLimits, storage: Keeping) {
  const take = multer({
    storage,
    limits: {
      files: limits.max * PATIENCE,
      fileSize: limits.bytes * PATIENCE,
      fields: 500,
      fieldSize: 100_000,
    },
    defParamCharset: 'utf8',
  }).array(limits.field);
  const error = await new Promise<unknown>((resolve) => {
    storage.refuse = resolve;
    takePlainFields(req, () => {
      storage.failed = new Problem('too-large', 'Isian terlalu panjang. Ringkas sedikit, lalu kirim lagi.');
      resolve(storage.failed);
    });
    take(req, res, resolve);
  });
  req.body = { ...req.body };
  if (error instanceof multer.MulterError)
    throw new Problem('too-large', 'Kiriman terlalu besar. Pilih berkas yang lebih kecil.');
  // Whatever else is wrong was not found while keeping its files: the form itself cannot be read.
  if (error && error !== storage.failed)
    throw new Problem('invalid', 'Kiriman tidak sampai dengan utuh. Belum ada yang disimpan; kirim lagi.');
  if (error) throw error;
}

/** @throws Problem `too-many` or `busy` when the account or the portal reads enough already. */
function takePlace(res: Response, account: number, size: number): void {
  if (size < SMALL) return;
  if (uploading.filter((one) => one === account).length >= AT_ONCE.account)
    throw new Problem(
      'too-many',
      'Kiriman Anda yang lain masih berjalan. Tunggu sampai selesai, lalu kirim lagi.',
    );
  if (uploading.length >= AT_ONCE.portal)
    throw new Problem('busy', 'Portal sedang menerima banyak berkas. Tunggu satu menit, lalu kirim lagi.');
  uploading.push(account);
  res.once('close', () => uploading.splice(uploading.indexOf(account), 1));
}

/** How many requests with large files are being read now. */
export const uploadsNow = (): number => uploading.length;

/** Keeps the files of one request, and the error that it met. */
interface Keeping extends multer.StorageEngine {
  failed?: unknown;
  /** Told of that error at once; the reader of the form tells it when all of the form has come. */
  refuse?: (error: unknown) => void;
}

/** The files of one request on disk, those beyond the limits without their content. */
function keeping({ max, bytes }: UploadLimits, services: Services, uploads: Upload[]): Keeping {
  let count = 0;
  const storage: Keeping = {
    _handleFile(req, file, done) {
      const fail = (error: unknown) => {
        storage.failed = error;
        done(error);
        storage.refuse?.(error);
      };
      try {
        checkToken(req, services);
      } catch (error) {
        return fail(error);
      }
      count += 1;
      // Its place is taken as it comes: a later one may be written sooner.
      const upload: Upload = { fileName: file.originalname, file: null, bytes: Buffer.alloc(0), size: 0 };
      uploads.push(upload);
      spool(spoolOf(services.config.dataDir), file.stream, count > max ? 0 : bytes).then((kept) => {
        Object.assign(upload, kept);
        // What was refused meanwhile was answered before this file was there.
        if (req.res?.closed) forget(upload);
        done(null, { size: kept.size });
      }, fail);
    },
    _removeFile: (_req, _file, done) => done(null),
  };
  return storage;
}

/** @throws Problem `too-large` at the field of the files, naming the first that is too large. */
export function refuseTooLarge({ field, max, bytes }: UploadLimits, files: Upload[]): void {
  const large = files.find((file) => file.size > bytes);
  const message = large
    ? `${large.fileName} lebih besar dari ${Math.floor(bytes / 1_000_000)} MB. Kecilkan atau pilih yang lain.`
    : `Paling banyak ${max} berkas sekali kirim. Pilih lagi yang paling perlu.`;
  if (large || files.length > max) throw new Problem('too-large', message, { [field]: message });
}

/** What an uploaded file holds. */
const bytesOf = ({ file }: Upload): Promise<Buffer> =>
  file === null ? Promise.resolve(Buffer.alloc(0)) : readFile(file);
