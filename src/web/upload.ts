import type { RequestHandler } from 'express';
import multer from 'multer';
import { Problem } from './problem.js';

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

/** Reads the files of a form. What goes beyond the limits is read past, not kept; `refuseTooLarge` then says so. */
export function takeFiles(limits: UploadLimits): RequestHandler {
  return (req, res, next) => {
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
      next(
        broken ? new Problem('too-large', 'Kiriman terlalu besar. Pilih berkas yang lebih kecil.') : error,
      );
    });
  };
}

/** The files of one request in memory, those beyond the limits without their content. */
function keeping({ max, bytes }: UploadLimits): multer.StorageEngine {
  let count = 0;
  return {
    _handleFile(_req, file, done) {
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
