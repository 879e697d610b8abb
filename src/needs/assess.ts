import { actOnOne, type Doing } from '../audit/act.js';
import { calendarDay, date } from '../core/format.js';
import { execute, rowsOf, sql } from '../database/query.js';
import { type NewFile, remember } from '../evidence/evidence.js';
import type { NeedSource } from '../generated/prisma/enums.js';
import { ASSESSMENT } from '../kept/keep.js';
import { assessedVillage, type SeenNeeds } from './subject.js';
import { sourceLabels } from './words.js';

/** How much of one kind of help is needed, in its unit. */
export interface NeedTold {
  categoryCode: string;
  baseline: number;
  target: number | null;
}

/** What a village needs on a day, as somebody tells it. */
export interface Assessment {
  villageCode: string;
  assessedOn: Date;
  source: NeedSource;
  note: string | null;
  needs: NeedTold[];
}

/**
 * Stores what a village needs, with its berita acara. One of an older day stays behind the newer; of two of one day the
 * later holds. `seen` is what the page showed on which it was written; null for a sheet.
 * @returns its id.
 * @throws Problem as `act`; `conflict` where somebody told of the village meanwhile.
 */
export function assess(
  doing: Doing,
  told: Assessment,
  { seen = null, file }: { seen?: SeenNeeds | null; file?: NewFile | undefined } = {},
): Promise<number> {
  const { actor, now } = doing;
  const deed = { action: 'need.write', on: assessedVillage(calendarDay(now)) } as const;
  return actOnOne(doing, deed, { id: told.villageCode, seen }, async (tx, village) => {
    const { needs, ...head } = told;
    if (file) await remember(tx, file, now);
    const papers = { sha256: file?.sha256 ?? null, fileName: file?.fileName ?? null };
    const by = { regionCode: actor.regionCode, authorId: actor.id, createdAt: now };
    const { id } = await tx.needAssessment.create({ data: { ...head, ...papers, ...by } });
    const rows = needs.map((one) => ({ code: one.categoryCode, baseline: one.baseline, target: one.target }));
    await execute(
      tx,
      sql`insert into need (assessment_id, category_code, baseline, target)
          select ${id}::int, given.* from ${rowsOf(rows, sql`code text, baseline int, target int`)}`,
    );
    const summary = `mencatat kebutuhan ${village.name} per ${date(told.assessedOn)} (${sourceLabels[told.source]})`;
    const after = { ...head, assessedOn: told.assessedOn.toISOString(), needs: rows, file: papers.fileName };
    return { result: id, fact: { subjectType: ASSESSMENT, subjectId: id, summary, after } };
  });
}
