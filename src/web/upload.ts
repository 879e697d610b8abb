import type { Request, RequestHandler, Response } from 'express';
import multer from 'multer';
import { Problem } from '../core/problem.js';
import { checkToken } from './csrf.js';

/** An uploaded file, held in memory (every route that takes files states its limit). */
export interface Upload {
  fileName: string;
  /** Empty when the file went beyond the limit of its route. */
  bytes: Buffer;
  /** Bytes that were sent. */
  size: number;
}

/** What a route takes: up to `max` files in `field`, `bytes` each. */
export interface UploadLimits {
  field: string;
  max: number;
  bytes: number;
}

/** How far beyond its limits a request is still read, so that its other fields arrive and can be shown again. */
const PATIENCE = 5;

/** Requests below this size hold little and never wait for room. */
const SMALL = 1_000_000;
const AT_ONCE = { account: 2, portal: 4 };
/** The accounts whose files are in memory now, once for each request. */
const uploading: number[] = [];

/**
 * Reads the files of a form. What goes beyond the limits is read past, not kept; `refuseTooLarge` then says so.
 * Nothing is kept before the form has shown its token, and only a few large requests are read at once.
 */
export function takeFiles(limits: UploadLimits): RequestHandler {
  return (req, res, next) => {
    takePlace(req, res);
    const take = multer({
      storage: keeping(limits),
      limits: {
        files: limits.max * PATIENCE,
        fileSize: limits.bytes * PATIENCE,
        fields: 500,
        fieldSize: 100_000,
      },
      defParamCharset: 'utf8',
    }).array(limits.field);
    take(req, res, (error: unknown) => {
      const broken = error instanceof multer.MulterError;
      // A name like `a[b]` arrives as an object; no form of the portal has one.
      const fields = Object.entries((req.body ?? {}) as Record<string, unknown>);
      req.body = Object.fromEntries(fields.filter(([, value]) => isTyped(value)));
      next(
        broken ? new Problem('too-large', 'Kiriman terlalu besar. Pilih berkas yang lebih kecil.') : error,
      );
    });
  };
}

const isTyped = (value: unknown) => [value].flat().every((one) => typeof one === 'string');

/** @throws Problem `too-many` or `busy` when the account or the portal reads enough already. */
function takePlace(req: Request, res: Response): void {
  if (Number(req.headers['content-length'] ?? SMALL) < SMALL) return;
  const account = req.session.person?.id ?? 0;
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

/** The files of one request in memory, those beyond the limits without their content. */
function keeping({ max, bytes }: UploadLimits): multer.StorageEngine {
  let count = 0;
  return {
    _handleFile(req, file, done) {
      try {
        checkToken(req);
      } catch (error) {
        return done(error);
      }
      count += 1;
      const room = count > max ? 0 : bytes;
      const parts: Buffer[] = [];
      let size = 0;
      file.stream.on('data', (part: Buffer) => {
        size += part.length;
        if (size <= room) parts.push(part);
        else parts.length = 0;
      });
      file.stream.on('error', done);
      file.stream.on('end', () => done(null, { buffer: Buffer.concat(parts), size }));
    },
    _removeFile: (_req, _file, done) => done(null),
  };
}

/** @throws Problem `too-large` at the field of the files, naming the first that is too large. */
export function refuseTooLarge({ field, max, bytes }: UploadLimits, files: Upload[]): void {
  const large = files.find((file) => file.size > bytes);
  const message = large
    ? `${large.fileName} lebih besar dari ${Math.floor(bytes / 1_000_000)} MB. Kecilkan atau pilih yang lain.`
    : `Paling banyak ${max} berkas sekali kirim. Pilih lagi yang paling perlu.`;
  if (large || files.length > max) throw new Problem('too-large', message, { [field]: message });
}

/** The files of a request, in the order sent; empty inputs left out. */
export function filesOf(req: { files?: unknown }): Upload[] {
  const files = Array.isArray(req.files) ? (req.files as Express.Multer.File[]) : [];
  return files
    .filter((file) => file.size > 0 || file.originalname !== '')
    .map((file) => ({ fileName: file.originalname, bytes: file.buffer, size: file.size }));
}
