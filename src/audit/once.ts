import { AsyncLocalStorage } from 'node:async_hooks';
import { conflict } from '../core/problem.js';
import type { Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';

/** A form on its way: whose, its one-time id, and a checksum of what was typed into it. */
export interface SentForm {
  accountId: number;
  id: string;
  typed: string;
  now: Date;
}

const sending = new AsyncLocalStorage<{ form: SentForm; stored: boolean }>();

/** Runs what a form asks for; the first change within it uses up the form's id, in the same transaction. */
export const whileSending = <T>(form: SentForm, work: () => Promise<T>): Promise<T> =>
  sending.run({ form, stored: false }, work);

/** The same form was stored already: an answer was lost, or a button was pressed twice. */
export class SentBefore extends Error {}

const DIFFERENT =
  'Isian ini sudah pernah tersimpan, dan yang Anda kirim sekarang berbeda. Belum ada yang disimpan kali ini: kirim lagi bila memang yang baru.';

/**
 * Uses up the id of the form that is being sent. Of two that arrive at once the second waits here for the first.
 * @throws SentBefore when it was stored before, Problem `conflict` when something else was typed into it since.
 */
export async function useUp(tx: Writer): Promise<void> {
  const sent = sending.getStore();
  if (!sent || sent.stored) return;
  const { accountId, id, typed, now } = sent.form;
  const added = await execute(
    tx,
    sql`insert into sent_form (account_id, id, typed, sent_at)
      values (${accountId}, ${id}::uuid, ${typed}, ${now}) on conflict do nothing`,
  );
  if (added > 0) return;
  const before = await tx.sentForm.findUniqueOrThrow({ where: { accountId_id: { accountId, id } } });
  throw before.typed === typed ? new SentBefore() : conflict(DIFFERENT);
}

/** The transaction that used up the id is committed: what the same request still stores belongs to it. */
export function stored(): void {
  const sent = sending.getStore();
  if (sent) sent.stored = true;
}
