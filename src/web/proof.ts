import type { Request, Response } from 'express';
import { httpStatusOf, Problem } from '../core/problem.js';
import type { SignedIn } from './actor.js';
import { field } from './components.js';
import { deviceOf } from './device.js';
import { laterPage } from './later.js';
import type { Reply } from './reply.js';
import type { AnyRow } from './route.js';
import type { Services } from './services.js';

/** A password that was typed so long ago is still fresh. */
const MINUTES = 10;
/** The field in which the page of the proof asks for it. */
export const PROOF_FIELD = 'sandi_bukti';

/**
 * Asks for the password again before what weighs much. The page holds the form that was sent and sends it again with
 * the password; what was typed is neither lost nor stored.
 * @returns null where the password was typed within ten minutes, or just now.
 */
export async function askProof(
  { req, res, services }: { req: Request; res: Response; services: Services },
  definition: AnyRow,
  actor: SignedIn,
): Promise<Reply | null> {
  const typed = (req.body ?? {}) as Record<string, unknown>;
  const { [PROOF_FIELD]: password, ...form } = typed;
  req.body = form;
  const { proof } = definition;
  if (!proof || (typeof proof === 'function' && !proof(form))) return null;
  const now = services.clock.now().getTime();
  if (now - (req.session.provenAt ?? 0) <= MINUTES * 60_000) return null;
  const sent = typeof password === 'string' && password !== '';
  const from = { address: req.ip ?? '', device: deviceOf(req, services, actor.id) };
  if (sent && (await services.prove(actor, password.slice(0, 200), from))) {
    req.session.provenAt = now;
    return null;
  }
  const error = sent ? 'Kata sandi tidak cocok, atau sudah terlalu sering salah.' : '';
  const message =
    'Langkah ini berdampak besar, dan kata sandi Anda terakhir diketik lebih dari 10 menit lalu. Isian Anda belum disimpan; ketik kata sandi untuk melanjutkannya.';
  const reply = await laterPage(req, res, new Problem('sign-in', message), {
    title: 'Ketik kata sandi Anda sekali lagi',
    token: null,
    proof: field({
      name: PROOF_FIELD,
      label: 'Kata sandi',
      type: 'password',
      autocomplete: 'current-password',
      error,
    }),
  });
  return { ...reply, status: sent ? httpStatusOf.invalid : httpStatusOf['sign-in'] };
}
