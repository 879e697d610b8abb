import { notFound } from '../core/problem.js';
import { keptFile } from '../evidence/serve.js';
import type { Reply } from '../web/reply.js';
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
  const { sha256, fileName, file } = evidence;
  return keptFile(app.config.evidenceDir, { sha256, mediaType: file.mediaType, fileName }, small);
}
