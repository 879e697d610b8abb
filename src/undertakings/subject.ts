import { z } from 'zod';
import { lastChange, type Subject } from '../audit/act.js';
import type { Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { DeliveryState, ReferralAnswer, UndertakingKind } from '../generated/prisma/enums.js';
import { UNDERTAKING } from '../kept/keep.js';
import type { Actor, DeliveryRef, UndertakingRef } from '../policy.js';
import { inRegion } from '../scope.js';
import { type UndertakingRow, undertakingsWhere } from './standing.js';

/** How the trail calls an undertaking. */
export const SUBJECT = UNDERTAKING;

/** What the policy asks about an undertaking. */
export const undertakingRefOf = (row: UndertakingRow): UndertakingRef => ({
  kind: row.kind,
  answer: row.answer,
  from: row.from_agency,
  owedBy: row.owed_by,
  villageCode: row.village_code,
  isOpen: !row.withdrawn && row.answer !== 'DITOLAK' && !row.kept,
});

/** An undertaking as somebody saw it: its answer, its newest delivery and the revision that spoke of it last. */
export interface AsSeen {
  /** 'DITARIK' where it was withdrawn, '' where none is asked for. */
  answer: string;
  newest: number;
  /** 0 where no revision speaks of it. */
  statedIn: number;
}

/** The answer as a page sends it back. */
export const answerSeen = ({ answer, withdrawn }: Pick<UndertakingRow, 'answer' | 'withdrawn'>): string =>
  answer === null ? '' : withdrawn ? 'DITARIK' : answer;

export type Locked = UndertakingRow & { ref: UndertakingRef };

const Key = z.object({ id: z.number() });

/** Read anew under the lock, so that two who mark at once see each other. */
async function lock(tx: Writer, actor: Actor, ids: number[]): Promise<Locked[]> {
  const keys = await queryRows(
    tx,
    sql`select u.id from undertaking u
        where u.id = any(${ids}::int[]) and ${inRegion(sql`u`, actor)} order by u.id for update`,
    Key,
  );
  const rows = await undertakingsWhere(tx, new Date(0), sql`u.id = any(${keys.map(({ id }) => id)}::int[])`);
  return rows.map((row) => ({ ...row, ref: undertakingRefOf(row) }));
}

export const undertaking: Subject<Locked, AsSeen> = {
  type: SUBJECT,
  gone: 'Komitmen ini tidak ada.',
  lock,
  stale: async (tx, one, seen) =>
    answerSeen(one) === seen.answer && one.newest === seen.newest && (one.stated_in_id ?? 0) === seen.statedIn
      ? ''
      : lastChange(tx, 'Komitmen ini', { type: SUBJECT, id: one.id }),
  states: (ref) =>
    (ref.answer === null ? [null] : Object.values(ReferralAnswer)).flatMap((answer) =>
      [true, false].map((isOpen) => ({ ...ref, answer, isOpen })),
    ),
};

const DeliveryRow = z.object({
  id: z.number(),
  undertaking_id: z.number(),
  state: z.enum(DeliveryState),
  marked_by_id: z.number(),
  quantity: z.number().nullable(),
  unit: z.string().nullable(),
  what: z.string(),
  village_code: z.string().nullable(),
  kind: z.enum(UndertakingKind),
});
export type LockedDelivery = z.output<typeof DeliveryRow> & { ref: DeliveryRef };

/** A delivery that is to be decided. Once decided it never changes, so who comes second was too late. */
export const delivery: Subject<LockedDelivery, Record<string, never>> = {
  type: SUBJECT,
  gone: 'Laporan pemenuhan ini tidak ada.',
  lock: async (tx, actor, ids) => {
    const rows = await queryRows(
      tx,
      sql`select d.id, d.undertaking_id, d.state::text, d.marked_by_id, d.quantity, u.unit, u.what, u.village_code, u.kind::text
          from undertaking_delivery d join undertaking u on u.id = d.undertaking_id
          where d.id = any(${ids}::int[]) and ${inRegion(sql`u`, actor)} order by d.id for update of d`,
      DeliveryRow,
    );
    return rows.map((row) => ({
      ...row,
      ref: { kind: row.kind, villageCode: row.village_code, markedById: row.marked_by_id, state: row.state },
    }));
  },
  stale: async (tx, one) =>
    one.state === 'DILAPORKAN'
      ? ''
      : lastChange(tx, 'Komitmen ini', { type: SUBJECT, id: one.undertaking_id }),
  states: (ref) => Object.values(DeliveryState).map((state) => ({ ...ref, state })),
};
