import { randomBytes } from 'node:crypto';
import type { Request } from 'express';
import { Problem } from '../core/problem.js';
import { readCookie, setCookie } from './cookies.js';
import type { Services } from './services.js';

/** A form may stand open for as long as a session lasts. */
const HOURS = 12;
const GUEST = 'tamu';
/** Who has no cookie yet gets one with the page that holds the form. */
const guests = new WeakMap<Request, string>();

/** A stranger is known by a random cookie alone: nothing is stored for them. */
function guestOf(req: Request, { config }: Services): string {
  return guests.get(req) ?? readCookie(req, config, GUEST);
}

const boundTo = (req: Request, services: Services): string =>
  req.session?.person ? `sesi ${req.sessionID}` : `tamu ${guestOf(req, services)}`;

/** The token of a session's forms, which no other site can know (OWASP: signed double submit). */
export function sessionToken({ secrets, clock }: Services, sessionId: string): string {
  return secrets.stamp('formulir', `sesi ${sessionId}`, later(clock.now()));
}

const later = (now: Date) => new Date(now.getTime() + HOURS * 3_600_000);

/** The token for the forms of the page that answers this request; a stranger's page also sets its cookie. */
export function formToken(req: Request, services: Services): string {
  const { secrets, clock, config } = services;
  if (!req.session?.person && guestOf(req, services) === '') {
    const value = randomBytes(18).toString('base64url');
    guests.set(req, value);
    if (req.res) setCookie(req.res, config, { name: GUEST, value, days: null });
  }
  return secrets.stamp('formulir', boundTo(req, services), later(clock.now()));
}

/** @throws Problem `stale` for a form without the token of this session, or with one whose time is over. */
export function checkToken(req: Request, services: Services): void {
  const sent = (req.body as Record<string, unknown> | undefined)?._csrf;
  const stranger = !req.session?.person && guestOf(req, services) === '';
  const { secrets, clock } = services;
  if (!stranger && secrets.isStamp('formulir', boundTo(req, services), String(sent ?? ''), clock.now()))
    return;
  throw new Problem(
    'stale',
    'Formulir ini sudah lama terbuka, atau Anda masuk lagi sesudah membukanya. Belum ada yang disimpan.',
  );
}

/** Whether the browser itself says that another site sent this. */
export const isFromElsewhere = (req: Request): boolean =>
  ['cross-site', 'same-site'].includes(String(req.headers['sec-fetch-site'] ?? ''));
