import type { RequestHandler } from 'express';
import multer from 'multer';
import { Problem } from './problem.js';

/** An uploaded file, held in memory (every route that takes files states its limit). */
export interface Upload {
  fileName: string;
  bytes: Buffer;
}

/** Takes up to `max` files named `field`, `bytes` each; more or larger is a clear answer, not a broken connection. */
export function takeFiles(limits: { field: string; max: number; bytes: number }): RequestHandler {
  const take = multer({
    storage: multer.memoryStorage(),
    limits: { files: limits.max, fileSize: limits.bytes, fields: 500, fieldSize: 100_000 },
    defParamCharset: 'utf8',
  }).array(limits.field, limits.max);
  return (req, res, next) => {
    take(req, res, (error: unknown) => next(error ? uploadProblem(error, limits) : undefined));
  };
}

function uploadProblem(error: unknown, limits: { max: number; bytes: number }): unknown {
  if (!(error instanceof multer.MulterError)) return error;
  if (error.code === 'LIMIT_FILE_SIZE') {
    return new Problem('too-large', `Berkas lebih besar dari ${Math.floor(limits.bytes / 1_000_000)} MB.`);
  }
  return new Problem('too-large', `Paling banyak ${limits.max} berkas sekali kirim.`);
}

/** The files of a request, in the order sent; empty inputs left out. */
export function filesOf(req: { files?: unknown }): Upload[] {
  const files = Array.isArray(req.files) ? (req.files as Express.Multer.File[]) : [];
  return files
    .filter((file) => file.size > 0 || file.originalname !== '')
    .map((file) => ({ fileName: file.originalname, bytes: file.buffer }));
}
