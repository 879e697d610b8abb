import type { Doing } from '../audit/act.js';
import type { Fact } from '../audit/change.js';
import type { Writer } from '../database/client.js';
import type {
  ActivityLine,
  ActivityRevision,
  Agency,
  Category,
  LineShare,
} from '../generated/prisma/client.js';
import { leftOf } from './share-verbs.js';
import { SUBJECT } from './subject.js';

type Line = ActivityLine & { shares: LineShare[] };

/**
 * Takes the shares of revisions that counted so far along to those just verified. What no longer fits is returned to its
 * OPD with the reason; where its line is gone it stays behind and counts nowhere.
 * @returns what is told of each, in their order; nothing where none counted so far.
 */
export async function carryShares(
  tx: Writer,
  doing: Doing,
  moves: { fromId: number | null; to: ActivityRevision }[],
): Promise<Fact[][]> {
  const counted = moves.flatMap(({ fromId }) => fromId ?? []);
  if (counted.length === 0) return [];
  const shares = await tx.lineShare.findMany({
    where: { line: { revisionId: { in: counted } } },
    include: { line: { include: { category: true } }, agency: true },
    orderBy: { id: 'asc' },
  });
  const facts: Fact[][] = [];
  for (const { fromId, to } of moves) {
    const own = shares.filter(({ line }) => line.revisionId === fromId);
    facts.push(own.length > 0 ? await carryAll(tx, doing, own, to) : []);
  }
  return facts;
}

type Carried = LineShare & { line: ActivityLine & { category: Category }; agency: Agency };

async function carryAll(
  tx: Writer,
  { actor, now }: Doing,
  shares: Carried[],
  to: ActivityRevision,
): Promise<Fact[]> {
  const lines: Line[] = await tx.activityLine.findMany({
    where: { revisionId: to.id },
    orderBy: { position: 'asc' },
    include: { shares: true },
  });
  const facts: Fact[] = [];
  for (const share of shares) {
    const line = to.workStatus === 'BATAL' ? null : sameLine(share.line, lines, share.agencyId);
    const fits = line !== null && fitsInto(share, line);
    const note =
      fits || share.status === 'DIKEMBALIKAN' ? '' : whyReturned(share.line.category.name, to, line);
    const moved = await tx.lineShare.update({
      where: { id: share.id },
      data: {
        lineId: line?.id ?? share.lineId,
        lockVersion: { increment: 1 },
        ...(note && { status: 'DIKEMBALIKAN', reviewNote: note, reviewerId: actor.id, reviewedAt: now }),
      },
    });
    line?.shares.push(moved);
    if (note) {
      const summary = `mengembalikan bagian ${share.agency.shortName} pada "${to.title}": ${note}`;
      facts.push({ kind: 'share.return', subjectType: SUBJECT, subjectId: to.activityId, summary });
    }
  }
  return facts;
}

/** The line that goes on with another: of the same help and funder, or the only one of the same help. */
function sameLine(old: ActivityLine, lines: Line[], agencyId: number): Line | null {
  const free = lines.filter(
    (one) =>
      one.categoryCode === old.categoryCode && !one.shares.some((share) => share.agencyId === agencyId),
  );
  const exact = free.find((one) => one.fundingCode === old.fundingCode);
  return exact ?? (free.length === 1 ? (free[0] ?? null) : null);
}

function fitsInto(share: LineShare, line: Line): boolean {
  const left = leftOf(line, line.shares);
  return (share.quantity ?? 0) <= left.quantity && Number(share.rupiah ?? 0) <= left.rupiah;
}

function whyReturned(category: string, to: ActivityRevision, line: Line | null): string {
  if (to.workStatus === 'BATAL') return 'Kegiatan ini batal. Tarik bagian ini.';
  return line
    ? `Bagian ini lebih besar daripada yang tersisa di revisi ke-${to.number}. Nyatakan lagi jumlahnya.`
    : `${category} tidak ada lagi di revisi ke-${to.number}. Tarik bagian ini, lalu nyatakan pada baris yang benar.`;
}
