import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { actOnOne, type Doing, type Nothing, type Target } from '../audit/act.js';
import { change } from '../audit/change.js';
import { date, number } from '../core/format.js';
import { invalid } from '../core/problem.js';
import { agencyNameOn } from '../database/former-names.js';
import { execute, queryRows, rowsOf, sql } from '../database/query.js';
import { type NewFile, remember } from '../evidence/evidence.js';
import type { SpotFinding } from '../generated/prisma/enums.js';
import { countsAs, verifiedActivities } from '../kept/counting.js';
import { inRegion } from '../scope.js';
import { drawSample, fingerprint, frameText } from './draw.js';
import { frameOf } from './standing.js';
import { CASE, CHECK } from './subject.js';
import { draw, find } from './verbs.js';
import { findingNames } from './words.js';

/** What a spot check is to be about. */
export interface Wanted {
  firstDay: Date;
  lastDay: Date;
  /** Percent of the activities of each OPD. */
  share: number;
}

const FrameRow = z.object({
  activity: z.number(),
  revision: z.number(),
  agency_id: z.number(),
  agency: z.string(),
});

/**
 * Freezes which activities can be drawn: verified, delivered, begun within the days. What is drawn of them is decided in
 * a later change, when the fingerprint of this frame is public already.
 * @returns the id of the spot check.
 * @throws Problem `invalid` where there is no such activity.
 */
export function freezeFrame(doing: Doing, { firstDay, lastDay, share }: Wanted): Promise<number> {
  const { database, actor, now } = doing;
  return change(database, actor, 'spotcheck.draw', async (tx) => {
    const rows = await queryRows(
      tx,
      sql`select a.id as activity, w.id as revision, a.agency_id, ${agencyNameOn(sql`g`, sql`${now}::date`)} as agency
          ${verifiedActivities} join agency g on g.id = a.agency_id
          where ${inRegion(sql`a`, actor)} and ${countsAs.delivered(sql`w`)}
            and w.starts_on between ${firstDay}::date and ${lastDay}::date order by a.id`,
      FrameRow,
    );
    if (rows.length === 0)
      throw invalid({
        dari: 'Tidak ada kegiatan terverifikasi yang berjalan atau selesai pada hari-hari itu.',
      });
    const frameSha256 = fingerprint(frameText(rows));
    const made = { firstDay, lastDay, share, frameSha256 };
    const by = { regionCode: actor.regionCode, framedById: actor.id, framedAt: now };
    const { id } = await tx.spotCheck.create({ data: { ...made, ...by } });
    await execute(
      tx,
      sql`insert into spot_frame (check_id, activity_id, revision_id, agency_id, agency_name)
          select ${id}::int, given.activity, given.revision, given.agency_id, given.agency
          from ${rowsOf(rows, sql`activity int, revision int, agency_id int, agency text`)}`,
    );
    const summary = `Kerangka uji petik dibekukan: ${number(rows.length)} kegiatan, ${date(firstDay)} sampai ${date(lastDay)}`;
    const after = { bagian: share, sidikKerangka: frameSha256 };
    return { result: id, fact: { subjectType: CHECK, subjectId: id, summary, after } };
  });
}

const SEED_BYTES = 16;

/**
 * Draws the seed of a frozen frame, and by it the sample. Everybody may know the fingerprint of the seed now, and the
 * seed once all is looked at: before, an OPD would know its cases.
 * @throws Problem as `act`; `conflict` where it was drawn.
 */
export function drawSeed(doing: Doing, target: Target<Nothing>, seed = randomSeed()): Promise<void> {
  const { actor, now } = doing;
  return actOnOne(doing, draw, target, async (tx, { id, share }) => {
    const sample = drawSample(await frameOf(tx, id), seed, share);
    await tx.spotCheck.update({ where: { id }, data: { seed, drawnById: actor.id, drawnAt: now } });
    const cases = rowsOf(sample, sql`activity int`);
    await execute(
      tx,
      sql`insert into spot_case (check_id, activity_id) select ${id}::int, given.activity from ${cases}`,
    );
    const summary = `Sampel uji petik diundi: ${number(sample.length)} kegiatan`;
    const after = { sidikBenih: fingerprint(seed), sampel: sample.length };
    return { result: undefined, fact: { subjectType: CHECK, subjectId: id, summary, after } };
  });
}

const randomSeed = () => randomBytes(SEED_BYTES).toString('hex');

/** What somebody saw on the spot. */
export interface Found {
  finding: SpotFinding;
  visitedOn: Date;
  note: string | null;
}

/**
 * Writes down what was found. With the last case the check closes: its rate and its seed are public from then on.
 * @returns the id of the check.
 * @throws Problem as `act`; `forbidden` where the actor verified the activity; `conflict` where it was found by another.
 */
export function recordFinding(
  doing: Doing,
  target: Target<Nothing>,
  { finding, visitedOn, note }: Found,
  [file]: NewFile[] = [],
): Promise<number> {
  const { actor, now } = doing;
  return actOnOne(doing, find, target, async (tx, one) => {
    if (file) await remember(tx, file, now);
    const papers = { sha256: file?.sha256 ?? null, fileName: file?.fileName ?? null };
    await tx.spotCase.update({
      where: { id: one.id },
      data: { finding, visitedOn, note, ...papers, foundById: actor.id, foundAt: now },
    });
    const checkId = one.check_id;
    const left = await tx.spotCase.count({ where: { checkId, finding: null } });
    if (left === 0) await tx.spotCheck.update({ where: { id: checkId }, data: { closedAt: now } });
    const fact = {
      ...{ subjectType: CASE, subjectId: one.id },
      summary: `Uji petik "${one.title}": ${findingNames[finding]}`,
      after: { temuan: findingNames[finding], catatan: note, berkas: papers.fileName },
      news: { topic: 'UJI_PETIK' as const, id: one.id },
    };
    return { result: checkId, fact };
  });
}
