import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { notFound } from '../core/problem.js';
import { thumbnail } from '../evidence/evidence.js';
import { file, type Reply } from '../web/reply.js';
import type { Services } from '../web/services.js';
import type { Found } from './queries.js';

/**
 * A photo (shown) or PDF (downloaded) of a revision that this reader may open. Like every answer to a person it is not
 * kept by the browser, which may be a shared one.
 */
export async function evidenceFile(
  app: Services,
  found: Found,
  evidenceId: number,
  small: boolean,
): Promise<Reply> {
  const evidence = await app.db.evidence.findFirst({
    where: {
      id: evidenceId,
      revision: {
        activityId: found.id,
        OR: [{ reviewStatus: 'DIVERIFIKASI' }, { id: found.shown_revision_id }],
      },
    },
    include: { file: true },
  });
  if (!evidence) throw notFound('Bukti ini tidak ada.');
  const bytes = await readFile(path.join(app.config.evidenceDir, evidence.sha256)).catch(() => null);
  if (!bytes) throw notFound('Berkas bukti ini tidak ditemukan di penyimpanan.');
  const { mediaType } = evidence.file;
  const photo = mediaType.startsWith('image/');
  if (photo && small) return file(null, 'image/jpeg', await thumbnail(bytes));
  return file(photo ? null : evidence.fileName, mediaType, bytes);
}
