import { actOnOne, type Doing, type Target } from '../audit/act.js';
import { date } from '../core/format.js';
import { type FieldErrors, invalid } from '../core/problem.js';
import type { NewFile } from '../evidence/evidence.js';
import { remember } from '../evidence/evidence.js';
import { optionalCount, optionalDate, optionalText } from '../web/form.js';
import { type AsSeen, type Locked, SUBJECT } from './subject.js';
import { type DecideVerb, mark } from './verbs.js';
import { amountOf } from './words.js';

/** What a person says came of a promise. */
export interface Told {
  whole: boolean;
  /** In the unit of the promise; null for all that is left, or where no quantity was promised. */
  quantity: number | null;
  deliveredOn: Date;
  note: string | null;
}

/**
 * Reads the form that marks a promise; `errors` holds what is known to be wrong already and receives the rest.
 * @throws Problem `invalid` with a sentence for every field that is wrong.
 */
export function readTold(typed: Record<string, unknown>, today: Date, errors: FieldErrors): Told {
  const read = <T>(name: string, schema: { safeParse: (value: unknown) => Parsed<T> }): T | null => {
    const parsed = schema.safeParse(typed[name]);
    if (parsed.success) return parsed.data;
    errors[name] ??= parsed.error.issues[0]?.message ?? 'Isian ini tidak dapat dibaca.';
    return null;
  };
  const whole = typed.bagian === 'penuh';
  if (!whole && typed.bagian !== 'sebagian') errors.bagian ??= 'Pilih sepenuhnya atau sebagian.';
  const quantity = whole ? null : read('jumlah', optionalCount('Jumlah yang dipenuhi'));
  const deliveredOn = read('tanggal', optionalDate('Tanggal dipenuhi'));
  if (!deliveredOn) errors.tanggal ??= 'Isi tanggal dipenuhi.';
  else if (deliveredOn > today) errors.tanggal ??= `${date(deliveredOn)} belum tiba. Isi hari dipenuhinya.`;
  const note = read('keterangan', optionalText('Keterangan', 500));
  if (Object.keys(errors).length > 0 || !deliveredOn) throw invalid(errors);
  return { whole, quantity, deliveredOn, note };
}

type Parsed<T> = { success: true; data: T } | { success: false; error: { issues: { message: string }[] } };

/**
 * Adds what came of a promise. It waits until the village or a coordinator who did not mark it confirms.
 * @throws Problem as `act`; `invalid` when a part has no quantity, or nothing is left to be reported.
 */
export function markDelivery(
  doing: Doing,
  target: Target<AsSeen>,
  told: Told,
  [file]: NewFile[],
): Promise<void> {
  const { actor, now } = doing;
  return actOnOne(doing, mark, target, async (tx, one) => {
    const quantity = quantityOf(one, told);
    if (file) await remember(tx, file, now);
    const given = { quantity, whole: told.whole, deliveredOn: told.deliveredOn, note: told.note };
    const evidence = { sha256: file?.sha256 ?? null, fileName: file?.fileName ?? null };
    await tx.undertakingDelivery.create({
      data: { undertakingId: one.id, ...given, ...evidence, markedById: actor.id, markedAt: now },
    });
    const how = amountOf(quantity, one.unit) || (told.whole ? 'sepenuhnya' : 'sebagian');
    const summary = `menandai "${one.what}" dipenuhi, ${how}`;
    const after = {
      quantity,
      whole: told.whole,
      deliveredOn: told.deliveredOn.toISOString(),
      note: told.note,
    };
    return {
      result: undefined,
      fact: {
        subjectType: SUBJECT,
        subjectId: one.id,
        summary,
        after: { ...after, evidence: evidence.fileName },
      },
    };
  });
}

/** What is left counts what was reported and not refused, so that nothing is reported twice. */
function quantityOf(one: Locked, { whole, quantity }: Told): number | null {
  if (one.quantity === null) {
    if (whole && one.whole_reported) throw invalid({ bagian: ALREADY });
    return quantity === 0 ? null : quantity;
  }
  if (!whole) {
    if (!quantity) throw invalid({ jumlah: 'Isi jumlah yang dipenuhi, lebih dari 0.' });
    return quantity;
  }
  const left = one.quantity - one.confirmed - one.reported;
  if (left <= 0) throw invalid({ bagian: ALREADY });
  return left;
}

const ALREADY = 'Sisanya sudah dilaporkan dan menunggu konfirmasi.';

/**
 * Confirms a reported delivery, which counts from then on, or refuses it with a reason.
 * @throws Problem as `act`; `conflict` when somebody decided it first.
 */
export function decideDelivery(
  doing: Doing,
  verb: DecideVerb,
  target: Target<Record<string, never>>,
  reason: string,
): Promise<number> {
  return actOnOne(doing, verb, target, async (tx, one) => {
    const { actor, now } = doing;
    await tx.undertakingDelivery.update({
      where: { id: one.id },
      data: { state: verb.to, decidedById: actor.id, decidedAt: now, reason: reason || null },
    });
    const how = amountOf(one.quantity, one.unit);
    const summary = `${verb.told} "${one.what}"${how && `, ${how}`}`;
    const after = { state: verb.to, ...(reason && { reason }) };
    return {
      result: one.undertaking_id,
      fact: {
        subjectType: SUBJECT,
        subjectId: one.undertaking_id,
        summary,
        before: { state: one.state },
        after,
      },
    };
  });
}
