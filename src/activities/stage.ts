import { actOnOne, type Doing, type Target } from '../audit/act.js';
import { date, isoDate } from '../core/format.js';
import { type FieldErrors, invalid } from '../core/problem.js';
import { attach, type NewFile } from '../evidence/evidence.js';
import { type Closed, refuseClosed } from '../rhythm/closing.js';
import { readDate } from '../web/form.js';
import type { Term } from '../wilayah/in-force.js';
import { requireAssigned } from './assigned.js';
import { forTrail, lineField } from './content.js';
import { isFar } from './days.js';
import { absentIn, type FieldRow, headFields, lineFields } from './fields.js';
import { readFields } from './form.js';
import { nearestDay, whyShut } from './offered.js';
import type { Revision } from './queries.js';
import { takeStep } from './review.js';
import { copyRevision } from './revise.js';
import { type Seen, SUBJECT } from './subject.js';
import { finish, postpone, type StageVerb, start, submit } from './verbs.js';

/** What is told of the next stage of a work: what differs from the revision before. */
export interface Stage {
  days: { startsOn: Date; endsOn: Date };
  head: { description?: string };
  /** What the lines tell otherwise, in their order. */
  lines: object[];
  note: string;
  files: NewFile[];
}

/**
 * Takes a plan or a running work further: a new revision with what is told of it, submitted at once.
 * @throws Problem as `act`; `invalid` with gaps, or with days outside the agency's assignments.
 */
export function moveOn(doing: Doing, verb: StageVerb, target: Target<Seen>, stage: Stage): Promise<void> {
  return actOnOne(doing, verb, target, async (tx, { id, revision, agency_id, village_code }) => {
    // Work may have begun in a closed month: only what is told now is new.
    const newDay = verb === finish ? stage.days.endsOn : stage.days.startsOn;
    // One that is given no day, as cancelling, was asked of those of the work.
    if (verb.day !== '') {
      await refuseClosed(tx, doing.actor, { startsOn: newDay, endsOn: newDay });
      await requireAssigned(tx, agency_id, village_code, stage.days);
    }
    const reason = verb.reason ? { [verb.reason]: stage.note } : {};
    const head = { ...stage.days, ...stage.head, ...reason, workStatus: verb.to };
    const made = await copyRevision(tx, doing, revision.id, { head, lines: stage.lines });
    await attach(tx, made.id, stage.files, doing.now);
    await tx.activity.update({ where: { id }, data: { currentRevisionId: made.id } });
    const moved = { subjectType: SUBJECT, subjectId: id, summary: `${verb.told} "${made.title}"` };
    const before = forTrail({ workStatus: revision.workStatus, startsOn: revision.startsOn });
    const after = forTrail({ ...head, lines: stage.lines });
    const submitted = await takeStep(tx, doing, made, { verb: submit });
    return { result: undefined, fact: [{ ...moved, before, after }, ...submitted] };
  });
}

/** What the next stage can tell of a line that the work could not tell so far. */
export const askedOf = (verb: StageVerb): FieldRow[] =>
  (lineFields as readonly FieldRow[]).filter((row) => row.absentIn !== undefined && !absentIn(row, verb.to));

/** What was done is told anew where the work is done. */
export const wordsAsked = (verb: StageVerb): FieldRow[] =>
  verb === finish ? headFields.filter((row) => row.column === 'description') : [];

/** Reads what was typed on the page of a stage. @throws Problem `invalid` with a sentence for every field. */
export function readStage(
  verb: StageVerb,
  revision: Revision,
  typed: Record<string, string>,
  { today, errors }: { today: Date; errors: FieldErrors },
): Pick<Stage, 'days' | 'head' | 'lines'> {
  const days = verb.day === '' ? revision : daysOf(verb, revision, readDay(verb, typed, today, errors));
  if (days.endsOn < days.startsOn) errors.hari ??= 'Tanggal selesai mendahului tanggal mulai.';
  const head = readFields(wordsAsked(verb), typed, errors) as Stage['head'];
  const lines = revision.lines.map((_line, index) => {
    const named = (name: string) => lineField(index, name);
    const row = Object.fromEntries(askedOf(verb).map(({ name }) => [name, typed[named(name)] ?? '']));
    return readFields(askedOf(verb), row, errors, named);
  });
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const { startsOn, endsOn } = days;
  return { days: { startsOn, endsOn }, head: head.description ? head : {}, lines };
}

/** The day that was chosen; today, with a sentence in `errors`, where it cannot be. */
function readDay(verb: StageVerb, typed: Record<string, string>, today: Date, errors: FieldErrors): Date {
  const field = verb !== postpone && typed.hari !== 'lain' ? 'hari' : 'tanggal';
  const text = typed[field] ?? '';
  const day = readDate(text);
  if (!day) {
    errors[field] ??= text === '' ? 'Isi tanggalnya.' : 'Tanggal tidak dikenali. Tulis seperti 24/10/2022.';
    return today;
  }
  if (verb === postpone && day <= today)
    errors[field] ??= `Tanggal ${date(day)} sudah lewat atau hari ini. Pilih tanggal sesudah hari ini.`;
  if (verb !== postpone && day > today)
    errors[field] ??= `Tanggal ${date(day)} belum terjadi. Pilih hari ini atau sebelumnya.`;
  if (isFar(day, today) && !typed.jauh)
    errors.jauh ??= `Tanggal ${date(day)} masih jauh. Periksa tahunnya; bila memang benar, centang ini.`;
  return day;
}

/** First and last day of the next stage, from the one day that is asked. */
function daysOf(verb: StageVerb, { startsOn, endsOn, workStatus }: Revision, day: Date) {
  if (verb === start) return { startsOn: day, endsOn: endsOn > day ? endsOn : day };
  if (verb === postpone)
    return { startsOn: day, endsOn: new Date(day.getTime() + endsOn.getTime() - startsOn.getTime()) };
  // A plan that took place within its days began when it was meant to; running work began when it did.
  const began = workStatus === 'BERJALAN' || (startsOn <= day && day <= endsOn);
  return { startsOn: began ? startsOn : day, endsOn: day };
}

/** What the page of a stage shows before anything was typed: the last day of the work, or the nearest that can be told. */
export function stageTyped(
  verb: StageVerb,
  { startsOn, endsOn, ...revision }: Revision,
  { today, closed, periods }: { today: Date; closed: Closed[]; periods: Term[] },
): Record<string, string> {
  const isOver = startsOn <= today && endsOn <= today;
  const wanted = isOver && whyShut(closed)(endsOn) === '' ? endsOn : today;
  const told = nearestDay(periods, wanted, closed) ?? today;
  const day = verb === postpone ? '' : isoDate(told < today ? told : today);
  const begun = verb === start ? revision.lines.map((_, index) => [lineField(index, 'jumlah'), '0']) : [];
  return { hari: day, uraian: revision.description, ...Object.fromEntries(begun) };
}
