import { contentOf } from '../activities/content.js';
import { readRevision } from '../activities/queries.js';
import { review } from '../activities/review.js';
import { askForCorrection } from '../activities/revise.js';
import { updateActivity } from '../activities/save.js';
import { sendBack } from '../activities/verbs.js';
import { doingAs } from '../audit/act.js';
import type { Database } from '../database/client.js';
import type { Account, Prisma } from '../generated/prisma/client.js';

/**
 * What becomes of a report that is sent back, done by the demo accounts as people do it: one was returned, mended and
 * waits again, so that it shows what changed; one that was verified is to be mended.
 */
export async function sendReportsBack(
  database: Database,
  { coordinator, officer }: { coordinator: Account; officer: Account },
  yesterday: Date,
): Promise<void> {
  const at = (who: Account, hour: number) =>
    doingAs(database, who, new Date(yesterday.getTime() + hour * 3_600_000));
  const submitted = { reviewStatus: 'DIAJUKAN', submittedAt: { lt: yesterday } } as const;
  const returned = await newest(database, officer, submitted);
  if (returned) {
    const note = 'Jumlahnya kurang satu dari berita acara. Hitung lagi, dan sebutkan siapa yang memeriksa.';
    await review(at(coordinator, 2), sendBack, [returned.target], note);
    const { id, seen } = returned.target;
    const again = { id, seen: { ...seen, lockVersion: seen.lockVersion + 1 } };
    await updateActivity(at(officer, 5), again, { ...returned.mended, submit: true });
  }
  const counted = { verifiedOf: { isNot: null }, lines: { none: { shares: { some: {} } } } };
  const verified = await newest(database, officer, counted);
  const note = 'Foto dan jumlahnya tidak cocok. Perbaiki salah satunya.';
  if (verified) await askForCorrection(at(coordinator, 6), verified.target, note);
}

/** The newest such first report of an officer's OPD about work that is done, and how the officer mends it. */
async function newest({ reader }: Database, { agencyId }: Account, where: Prisma.ActivityRevisionWhereInput) {
  const found = await reader.activityRevision.findFirst({
    where: { ...where, number: 1, workStatus: 'SELESAI', currentOf: { agencyId: agencyId as number } },
    orderBy: { submittedAt: 'desc' },
  });
  if (!found) return null;
  const stored = await readRevision(reader, found.id);
  const content = contentOf(stored);
  content.description = `${content.description} Dihitung ulang bersama kepala dusun.`;
  content.lines = content.lines.map((line, place) =>
    place === 0 ? { ...line, realised: (line.realised ?? 0) + 1 } : line,
  );
  const seen = { revisionId: stored.id, lockVersion: stored.lockVersion };
  const kept = { files: [], removeEvidence: [], another: false };
  return {
    target: { id: stored.activityId, seen },
    mended: { villageCode: stored.activity.villageCode, content, ...kept },
  };
}
