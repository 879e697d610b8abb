import { z } from 'zod';
import { actOnOne, type Doing, type Subject, type Target } from '../audit/act.js';
import type { Fact } from '../audit/change.js';
import { number, rupiah } from '../core/format.js';
import { conflict, type FieldErrors, invalid } from '../core/problem.js';
import type { Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { ReviewStatus } from '../generated/prisma/enums.js';
import type { Actor, ShareRef } from '../policy.js';
import { refuseClosed } from '../rhythm/closing.js';
import { inRegion } from '../scope.js';
import type { Verb } from '../web/verb.js';
import { assignedUnderLock } from './assigned.js';
import { type Amount, wholeOf } from './shares.js';
import { type Seen, SUBJECT, verifiedActivity } from './subject.js';
import { type ActivityVerb, daysOfForm } from './verbs.js';

const LockedRow = z.object({
  id: z.number(),
  activity_id: z.number(),
  title: z.string(),
  agency: z.string(),
  agency_id: z.number(),
  status: z.enum(ReviewStatus),
  author_id: z.number(),
  lock_version: z.number(),
  starts_on: z.date(),
  ends_on: z.date(),
});
type LockedShare = z.output<typeof LockedRow> & { ref: ShareRef };

/** A share, locked with its activity, so that no revision is verified while it is decided. */
const share: Subject<LockedShare, number> = {
  type: 'bagian',
  gone: 'Bagian ini sudah ditarik.',
  lock: async (tx: Writer, actor: Actor, ids: number[]) => {
    const rows = await queryRows(
      tx,
      sql`select x.id, a.id as activity_id, r.title, g.short_name as agency, x.agency_id, x.status::text, x.author_id,
            x.lock_version, r.starts_on, r.ends_on
          from line_share x join activity_line l on l.id = x.line_id join activity_revision r on r.id = l.revision_id
          join activity a on a.id = r.activity_id join agency g on g.id = x.agency_id
          where x.id = any(${ids}::int[]) and ${inRegion(sql`a`, actor)}
          order by a.id, x.id for update of a, x`,
      LockedRow,
    );
    return rows.map((row) => ({
      ...row,
      ref: { sharerId: row.agency_id, shareStatus: row.status, statedById: row.author_id },
    }));
  },
  stale: async (_tx, one, seen) =>
    one.lock_version === seen
      ? ''
      : 'Bagian ini berubah sejak halaman Anda dibuka. Baca lagi, lalu putuskan.',
  states: (ref) => Object.values(ReviewStatus).map((shareStatus) => ({ ...ref, shareStatus })),
};

type ShareVerb = Verb<LockedShare, number>;
const plain = { on: share, look: '', note: null } as const;

/** Another OPD says what part of a line is its own; what was sent back it says anew, whatever is closed. */
export const state: ActivityVerb = {
  on: verifiedActivity,
  action: 'share.create',
  ...daysOfForm,
  address: 'bagian',
  label: 'Ajukan bagian',
  look: '',
  note: null,
  done: {
    title: 'Bagian OPD Anda diajukan.',
    text: 'Dihitung untuk OPD Anda setelah koordinator memverifikasinya.',
  },
};

export const withdraw: ShareVerb = {
  ...plain,
  action: 'share.withdraw',
  requires: (tx, actor, { starts_on, ends_on, status }) => {
    const days = { startsOn: starts_on, endsOn: ends_on };
    return refuseClosed(tx, actor, days, status === 'DIKEMBALIKAN' ? days : null);
  },
  address: 'tarik',
  label: 'Tarik bagian',
  done: { title: 'Bagian OPD Anda ditarik.', text: '' },
};

export const verify: ShareVerb = {
  ...plain,
  action: 'share.verify',
  address: 'verifikasi',
  label: 'Verifikasi bagian',
  look: 'primary',
  done: { title: 'Bagian diverifikasi.', text: 'Mulai sekarang dihitung untuk OPD yang menyatakannya.' },
};

export const sendBack: ShareVerb = {
  ...plain,
  action: 'share.return',
  address: 'kembalikan',
  label: 'Kembalikan bagian',
  note: {
    name: 'catatan_bagian',
    word: 'Catatan',
    label: 'Catatan untuk OPD',
    hint: 'Tulis apa yang perlu diperbaiki.',
  },
  done: { title: 'Bagian dikembalikan.', text: 'OPD melihat catatan Anda di berandanya.' },
};

/** What an OPD states as its part of a line; 0 where it states none. */
interface Stated extends Amount {
  lineId: number;
}

/**
 * States the part of the actor's OPD in a line of a verified activity, or states anew what was returned. It waits for
 * a coordinator and counts from then on.
 * @throws Problem as `act`; `invalid` when the OPD had no assignment there on those days or the line has less left.
 */
export function stateShare(doing: Doing, target: Target<Seen>, stated: Stated): Promise<void> {
  return actOnOne(doing, state, target, async (tx, { id, village_code, revision }) => {
    const { actor, now } = doing;
    const agencyId = actor.agencyId as number;
    const assigned = await assignedUnderLock(tx, agencyId, village_code, revision);
    if (Object.keys(assigned).length > 0)
      throw invalid({ baris: 'OPD Anda tidak ditugaskan di desa ini pada hari kegiatan itu.' });
    const line = await tx.activityLine.findFirst({
      where: { id: stated.lineId, revisionId: revision.id },
      include: { category: true, shares: true },
    });
    if (!line) throw invalid({ baris: 'Pilih jenis bantuan dari daftar.' });
    const mine = line.shares.find((one) => one.agencyId === agencyId);
    await refuseClosed(tx, actor, revision, mine?.status === 'DIKEMBALIKAN' ? revision : null);
    if (mine?.status === 'DIVERIFIKASI')
      throw conflict('Bagian OPD Anda sudah diverifikasi. Bila keliru, minta koordinator mengembalikannya.');
    const left = leftOf(
      line,
      line.shares.filter((one) => one !== mine),
    );
    const errors = tooMuch(stated, left, line.category.unit);
    if (Object.keys(errors).length > 0) throw invalid(errors);
    const content = {
      quantity: stated.quantity || null,
      rupiah: stated.rupiah ? BigInt(stated.rupiah) : null,
    };
    const data = { ...content, authorId: actor.id, status: 'DIAJUKAN', submittedAt: now } as const;
    if (mine) {
      await tx.lineShare.update({ where: { id: mine.id }, data: { ...data, lockVersion: { increment: 1 } } });
    } else {
      await tx.lineShare.create({ data: { ...data, lineId: line.id, agencyId, createdAt: now } });
    }
    const summary = `menyatakan bagian ${actor.place} pada "${revision.title}": ${inWords(stated, line.category)}`;
    const after = { jenis: line.category.name, jumlah: stated.quantity, rupiah: stated.rupiah };
    return { result: undefined, fact: { subjectType: SUBJECT, subjectId: id, summary, after } };
  });
}

const inWords = ({ quantity, rupiah: amount }: Amount, { unit, name }: { unit: string; name: string }) =>
  `${[quantity ? `${number(quantity)} ${unit}` : '', amount ? rupiah(amount) : ''].filter(Boolean).join(', ')} ${name}`;

type Shared = { quantity: number | null; rupiah: bigint | null; status: ReviewStatus };

/** What of a line is nobody else's. */
export function leftOf(line: Parameters<typeof wholeOf>[0], others: Shared[]): Amount {
  const whole = wholeOf(line);
  const held = others.filter((one) => one.status !== 'DIKEMBALIKAN');
  return {
    quantity: held.reduce((left, one) => left - (one.quantity ?? 0), whole.quantity),
    rupiah: held.reduce((left, one) => left - Number(one.rupiah ?? 0), whole.rupiah),
  };
}

function tooMuch(stated: Amount, left: Amount, unit: string): FieldErrors {
  if (stated.quantity === 0 && stated.rupiah === 0)
    return { jumlah_bagian: 'Isi jumlah, dana, atau keduanya.' };
  const errors: FieldErrors = {};
  if (stated.quantity > left.quantity)
    errors.jumlah_bagian = `Yang belum dibagi ${number(left.quantity)} ${unit}. Isi paling banyak itu.`;
  if (stated.rupiah > left.rupiah)
    errors.rupiah_bagian = `Yang belum dibagi ${rupiah(left.rupiah)}. Isi paling banyak itu.`;
  return errors;
}

/** Takes back what was stated, as long as it is not verified. */
export const withdrawShare = (doing: Doing, target: Target<number>): Promise<void> =>
  actOnOne(doing, withdraw, target, async (tx, one) => {
    await tx.lineShare.delete({ where: { id: one.id } });
    return { result: undefined, fact: told(one, `menarik bagian ${one.agency} pada "${one.title}"`) };
  });

/** A coordinator verifies a share, or returns it with a note; a verified one, too, may turn out wrong. */
export const reviewShare = (
  doing: Doing,
  verb: typeof verify | typeof sendBack,
  target: Target<number>,
  note: string,
): Promise<void> =>
  actOnOne(doing, verb, target, async (tx, one) => {
    const verified = verb === verify;
    await tx.lineShare.update({
      where: { id: one.id },
      data: {
        status: verified ? 'DIVERIFIKASI' : 'DIKEMBALIKAN',
        reviewNote: verified ? null : note,
        reviewerId: doing.actor.id,
        reviewedAt: doing.now,
        lockVersion: { increment: 1 },
      },
    });
    const word = verified ? 'memverifikasi' : 'mengembalikan';
    const fact = told(one, `${word} bagian ${one.agency} pada "${one.title}"`);
    return {
      result: undefined,
      fact: {
        ...fact,
        before: { status: one.status },
        after: { status: verified ? 'DIVERIFIKASI' : 'DIKEMBALIKAN', ...(note && { note }) },
      },
    };
  });

const told = (one: LockedShare, summary: string): Fact => ({
  subjectType: SUBJECT,
  subjectId: one.activity_id,
  summary,
});
