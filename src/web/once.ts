import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { unaudited, unauditedStatement } from '../audit/change.js';
import { SentBefore, type SentForm, whileSending } from '../audit/once.js';
import { httpStatusOf, Problem } from '../core/problem.js';
import type { Database, Reader } from '../database/client.js';
import { sql } from '../database/query.js';
import { laterPage } from './later.js';
import { type Reply, redirect } from './reply.js';
import type { Services } from './services.js';
import { filesOf } from './upload.js';

/** The hidden field of every form; views leave it empty, and a page gets its ids when it is sent. */
export const FORM_ID = 'kiriman';
/** How long a form that was stored is known when it comes again. */
const SENT_DAYS = 30;
/** What tells nothing of what somebody typed: the token, the id, the button that was pressed. */
const ASIDE = new Set(['_csrf', FORM_ID, 'aksi']);

const Id = z.uuid().nullable().catch(null);

/** The one-time id a form was sent with; null when it carries none, or what is none. */
export const formIdOf = (req: Request): string | null =>
  Id.parse((req.body as Record<string, unknown> | undefined)?.[FORM_ID] ?? null);

/** A form that came without its one-time id, on a page that holds what was typed and gives it one. */
export async function withoutId(req: Request, res: Response): Promise<Reply> {
  req.body = { ...req.body, [FORM_ID]: '' };
  const message =
    'Formulir ini datang tanpa nomor kirimannya, yang menjaga agar isian yang sama tidak tersimpan dua kali. Tekan Kirim lagi.';
  const title = 'Kirim formulir ini sekali lagi';
  const reply = await laterPage(req, res, new Problem('stale', message), { title, token: null });
  return { ...reply, status: httpStatusOf.invalid };
}

/**
 * Answers a form by `work`, and the same form that comes again by where the first one led: a lost answer, a double
 * press and the back button store nothing twice. A refused form uses no id up.
 */
export async function answerOnce(
  { database, db, clock }: Services,
  { accountId, id }: Pick<SentForm, 'accountId' | 'id'>,
  req: Request,
  work: () => Promise<Reply>,
): Promise<Reply> {
  const form = { accountId, id, typed: checksum(req), now: clock.now() };
  const led = await ledBefore(db, form);
  if (led !== null) return again(led);
  try {
    const reply = await whileSending(form, work);
    const led = reply.kind === 'redirect' ? reply.to : reply.kind === 'page' ? reply.frame.tells : undefined;
    if (led) await remember(database, form, led);
    return reply;
  } catch (error) {
    if (error instanceof SentBefore) return again(await leadsTo(db, form));
    throw error;
  }
}

const again = (led: string) =>
  redirect(led || '/beranda', {
    title: 'Kiriman ini sudah tersimpan.',
    text: 'Isian yang sama terkirim dua kali. Yang pertama dipakai; tombol yang lain dapat ditekan di sini.',
  });

/** Of all that was typed and of the files that came with it. */
function checksum(req: Request): string {
  const typed = Object.entries(req.body as Record<string, unknown>).filter(([name]) => !ASIDE.has(name));
  typed.sort(([one], [other]) => (one < other ? -1 : 1));
  const files = filesOf(req).map(({ fileName, size }) => [fileName, size]);
  return createHash('sha256')
    .update(JSON.stringify([...typed, ...files]))
    .digest('hex');
}

/** Where this very form led before; '' when that is not known, null when it was never stored. */
async function ledBefore(db: Reader, { accountId, id, typed }: SentForm): Promise<string | null> {
  const before = await db.sentForm.findUnique({ where: { accountId_id: { accountId, id } } });
  return before?.typed === typed ? (before.ledTo ?? '') : null;
}

/** As `ledBefore`, of a form whose first sending is being answered now. */
async function leadsTo(db: Reader, form: SentForm): Promise<string> {
  for (let left = 20; left > 0; left -= 1) {
    const led = await ledBefore(db, form);
    if (led) return led;
    await wait(100);
  }
  return '';
}

function remember(database: Database, { accountId, id, typed, now }: SentForm, to: string): Promise<unknown> {
  return unauditedStatement(
    database,
    sql`insert into sent_form (account_id, id, typed, sent_at, led_to)
        values (${accountId}, ${id}::uuid, ${typed}, ${now}, ${to})
        on conflict (account_id, id) do update set led_to = excluded.led_to`,
  );
}

/** Forgets forms that nobody sends again. */
export function forgetSent(database: Database, now: Date): Promise<unknown> {
  const before = new Date(now.getTime() - SENT_DAYS * 86_400_000);
  return unaudited(database, (tx) => tx.sentForm.deleteMany({ where: { sentAt: { lt: before } } }));
}

const FORM_OR_ID = new RegExp(`<form\\b[^>]*?\\baction="([^"?]*)|name="${FORM_ID}" value=""`, 'g');

/** A page on which the form that was refused keeps the id it came with; all others get theirs when it is sent. */
export function withIdOf(html: string, refused: { address: string; id: string | null }): string {
  let address = '';
  let id = refused.id;
  return html.replace(FORM_OR_ID, (found, action: string | undefined) => {
    if (action !== undefined) address = action;
    if (action !== undefined || id === null || address !== refused.address) return found;
    const kept = `name="${FORM_ID}" value="${id}"`;
    id = null;
    return kept;
  });
}
