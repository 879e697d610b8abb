import { z } from 'zod';
import type { Reader, Writer } from '../database/client.js';
import { execute, rowsOf, sql } from '../database/query.js';
import { contentOf, forTrail } from './content.js';
import type { Comparable } from './difference.js';
import { fromJson } from './field-kinds.js';
import { type FieldRow, headFields, lineFields } from './fields.js';
import { promiseFields } from './promise-fields.js';

const Row = z.record(z.string(), z.unknown());
type Row = z.output<typeof Row>;
const Content = z.object({
  village: z.string(),
  number: z.number(),
  head: Row,
  lines: z.array(Row),
  commitments: z.array(Row),
  evidence: z.array(z.object({ sha256: z.string(), fileName: z.string() })),
});

/** Keeps what revisions say at the moment of the steps that submit them, within the transaction of these steps. */
export async function keepSubmissions(
  tx: Writer,
  steps: { id: number; revisionId: number }[],
): Promise<void> {
  const inOrder = { orderBy: { position: 'asc' as const } };
  const revisions = await tx.activityRevision.findMany({
    where: { id: { in: steps.map(({ revisionId }) => revisionId) } },
    include: {
      activity: { select: { villageCode: true } },
      lines: inOrder,
      commitments: inOrder,
      evidence: inOrder,
    },
  });
  const stepOf = new Map(steps.map(({ id, revisionId }) => [revisionId, id]));
  const kept = revisions.map((revision) => {
    const { lines, commitments, ...head } = contentOf(revision);
    const content = {
      village: revision.activity.villageCode,
      number: revision.number,
      ...{ head, lines, commitments },
      evidence: revision.evidence.map(({ sha256, fileName }) => ({ sha256, fileName })),
    } satisfies z.input<typeof Content>;
    return { step_id: stepOf.get(revision.id), content: forTrail(content) };
  });
  await execute(
    tx,
    sql`insert into submission (step_id, content) select * from ${rowsOf(kept, sql`step_id int, content jsonb`)}`,
  );
}

/** What was submitted in this step, to be held against a revision; null where it was not kept. */
export async function readSubmission(db: Reader, stepId: number): Promise<Comparable | null> {
  const kept = await db.submission.findUnique({ where: { stepId } });
  if (!kept) return null;
  const content = Content.parse(kept.content);
  const revived = (fields: readonly FieldRow[], one: Row) =>
    Object.fromEntries(fields.map((row) => [row.column, fromJson(row, one[row.column])]));
  const [village, categories, funding] = await Promise.all([
    db.village.findUniqueOrThrow({ where: { code: content.village } }),
    db.category.findMany(),
    db.fundingSource.findMany(),
  ]);
  const lines = content.lines.map((one) => ({
    ...revived(lineFields, one),
    category: categories.find(({ code }) => code === one.categoryCode),
    funding: funding.find(({ code }) => code === one.fundingCode) ?? null,
  }));
  return {
    ...revived(headFields, content.head),
    number: content.number,
    activity: { village },
    lines,
    commitments: content.commitments.map((one) => revived(promiseFields, one)),
    evidence: content.evidence,
  } as unknown as Comparable;
}
