import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { notFound } from '../core/problem.js';
import { file, type Reply } from '../web/reply.js';
import { drawSmall } from './drawing.js';

/** A kept file: a photo to look at, whole or small, or a PDF to download. @throws Problem `not-found` when it is gone. */
export async function keptFile(
  folder: string,
  { sha256, mediaType, fileName }: { sha256: string; mediaType: string; fileName: string | null },
  small: boolean,
): Promise<Reply> {
  const place = path.join(folder, sha256);
  const photo = mediaType.startsWith('image/');
  const bytes = photo && small ? (await drawSmall(place)).bytes : await readFile(place).catch(() => null);
  if (!bytes) throw notFound('Berkas bukti ini tidak ditemukan di penyimpanan.');
  return file(photo ? null : fileName, mediaType, bytes);
}
