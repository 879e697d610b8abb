import { randomBytes } from 'node:crypto';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { httpStatusOf, notFound, Problem } from '../core/problem.js';
import { codeOf, isAway } from '../database/away.js';
import { withoutValues } from '../failure.js';
import { formToken, isFromElsewhere, sessionToken } from './csrf.js';
import { noRoom } from './disk.js';
import { laterPage } from './later.js';
import { logRefusal, patternOf, REFUSAL } from './log.js';
import { actorOf, markDecided } from './mount.js';
import type { RecentPeople } from './recent.js';
import { page } from './reply.js';
import { framed, send, sendingOf } from './send.js';
import type { Services } from './services.js';

declare module './render.js' {
  interface Views {
    'web/galat': ErrorPage;
  }
}

interface ErrorPage {
  title: string;
  message: string;
  /** Also in the log; empty when nothing is broken. */
  reference: string;
  retryHref: string;
  homeHref: string;
  homeLabel: string;
}

const titles: Record<Problem['kind'], string> = {
  'not-found': 'Tidak ditemukan',
  forbidden: 'Halaman ini bukan untuk Anda',
  'sign-in': 'Silakan masuk',
  stale: 'Formulir ini sudah lama terbuka',
  invalid: 'Permintaan tidak dapat dibaca',
  conflict: 'Keadaannya sudah berubah',
  'too-large': 'Kiriman terlalu besar',
  'too-many': 'Terlalu banyak permintaan',
  busy: 'Portal sedang penuh',
  full: 'Portal sedang penuh',
  away: 'Portal sedang tidak dapat menjawab',
  'no-room': 'Portal sedang tidak dapat menyimpan',
};

const READ_FAILED = 'Bukan kesalahan Anda. Coba buka lagi sebentar lagi.';
const WRITE_FAILED =
  'Bukan kesalahan Anda. Kembali ke halaman sebelumnya, periksa apakah kiriman Anda sudah tersimpan, dan kirim lagi bila belum.';

/** What no row answers to. */
export const nothingHere: RequestHandler = () => {
  throw notFound();
};

/** What can be done later, after some seconds. */
const LATER = new Set<Problem['kind']>(['busy', 'full', 'away', 'no-room']);
const RETRY_AFTER = '5';

/** Every error becomes a page or JSON here, in Indonesian, without a stack. */
export function errorHandler(services: Services, recent: RecentPeople): ErrorRequestHandler {
  const refuseForNow = refusal(services, recent);
  return async (error, req, res, _next) => {
    if (res.headersSent) return cutShort(req, res, services, error);
    markDecided(req);
    // In its frame stands who was signed in; by itself a 404 may be kept.
    res.set('Cache-Control', 'no-store');
    const problem = problemOf(error);
    if (problem && REFUSED.has(problem.kind)) logRefusal(req, services, problem.kind);
    if (problem && LATER.has(problem.kind)) return refuseForNow(req, res, problem);
    if (problem?.kind === 'sign-in' && wantsPage(req)) {
      const target = encodeURIComponent(req.originalUrl);
      return res.redirect(303, req.method === 'GET' ? `/masuk?ke=${target}` : '/masuk');
    }
    const reference = problem ? '' : randomBytes(4).toString('hex').toUpperCase();
    if (!problem)
      services.log.error({ err: withoutValues(error), reference, path: patternOf(req) }, 'request failed');
    if (reference) services.watch.fail(req, reference);
    const status = problem ? httpStatusOf[problem.kind] : 500;
    const message = problem?.message ?? (req.method === 'GET' ? READ_FAILED : WRITE_FAILED);
    if (!wantsPage(req))
      return res.status(status).json({ galat: message, ...(reference && { nomor: reference }) });
    const reply =
      problem?.kind === 'stale' && !isFromElsewhere(req)
        ? await laterPage(req, res, problem, { title: titles.stale, token: formToken(req, services) })
        : errorPage(req, problem, message, reference);
    try {
      await send({ req, res, services, actor: actorOf(req) }, { ...reply, status });
    } catch (broken) {
      services.log.error({ err: withoutValues(broken), reference }, 'error page failed');
      res.status(status).type('text').send(`${message} ${reference}`);
    }
  };
}

/** What an attacker tries, and what a limit ends; a form with a mistake in it is neither. */
const REFUSED = new Set<Problem['kind']>(['forbidden', 'sign-in', 'stale', 'too-many', 'too-large', 'full']);

/** An answer that had begun: a client that left is no error; what else went wrong is told to the log alone. */
function cutShort(req: Request, res: Response, { log }: Services, error: unknown): void {
  const left = req.destroyed || (error as { code?: string }).code === 'ERR_STREAM_PREMATURE_CLOSE';
  if (!left) log.error({ err: withoutValues(error), path: patternOf(req) }, 'answer cut short');
  res.destroy();
}

/** 503, made without the database: nothing is read from it or stored in it for this answer. */
function refusal(services: Services, recent: RecentPeople) {
  return async (req: Request, res: Response, problem: Problem): Promise<void> => {
    const seen = recent.of(req);
    const actor = actorOf(req) ?? seen?.person ?? null;
    const sessionId = req.session?.person ? req.sessionID : seen?.sessionId;
    const token = sessionId ? sessionToken(services, sessionId) : '';
    Reflect.deleteProperty(req, 'session');
    res.status(httpStatusOf[problem.kind]).set({
      'Retry-After': RETRY_AFTER,
      [REFUSAL]: problem.kind,
    });
    if (wantsPage(req)) {
      const reply = await laterPage(req, res, problem, { title: titles[problem.kind], token: null });
      const document = framed(req, services, reply, { actor, badges: {} });
      res.type('html').send(document.plain(sendingOf(req, services, { token: () => token, flash: null })));
    } else res.json({ galat: problem.message });
  };
}

const AWAY = 'Bukan kesalahan Anda. Basis data portal belum menjawab. Tunggu sebentar, lalu coba lagi.';

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', '53100']);

function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  // Somebody else filled the disk meanwhile: what was half written is gone, and nothing is stored.
  if (NO_ROOM.has(codeOf(error))) return noRoom();
  return isAway(error) ? new Problem('away', AWAY) : clientProblem(error);
}

/** Express's own complaints (a broken body, a bad escape in the path) are the client's, not ours. */
function clientProblem(error: unknown): Problem | null {
  const status = (error as { status?: number }).status;
  if (status === 413) return new Problem('too-large', 'Kiriman terlalu besar.');
  if (status !== undefined && status >= 400 && status < 500) {
    return new Problem(
      'invalid',
      'Permintaan tidak dapat dibaca. Kembali ke halaman sebelumnya, lalu coba lagi.',
    );
  }
  return null;
}

const wantsPage = (req: Request) =>
  req.query.format === undefined && req.accepts(['html', 'json']) !== 'json';

function errorPage(req: Request, problem: Problem | null, message: string, reference: string) {
  const signedIn = actorOf(req) !== null;
  const title = problem ? titles[problem.kind] : 'Halaman ini sedang bermasalah';
  const model = {
    title,
    message,
    reference,
    // A form cannot be sent again from here; its address would only be read.
    retryHref: problem || req.method !== 'GET' ? '' : req.originalUrl,
    homeHref: signedIn ? '/beranda' : '/',
    homeLabel: signedIn ? 'Kembali ke beranda' : 'Kembali ke halaman depan',
  };
  return page('web/galat', model, { title }) as Extract<ReturnType<typeof page>, { kind: 'page' }>;
}
