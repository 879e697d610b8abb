import type { Request, RequestHandler } from 'express';
import type { Services } from './services.js';

/** A header that tells refusals by admission from what is broken. */
export const REFUSAL = 'portal-refusal';

/** The address as a row declares it (`/desa/:kode`); what no row answers to without its figures. */
export const patternOf = (req: Request): string =>
  (req.route as { path?: string } | undefined)?.path ?? req.path.slice(0, 100).replace(/[^/]*\d[^/]*/g, ':n');

/**
 * One line a request, once it is answered or its client has left: nothing that was typed, no number of a thing, no
 * address of a person.
 */
export function logRequests({ log }: Services): RequestHandler {
  return (req, res, next) => {
    const began = performance.now();
    res.once('close', () => {
      log.info(
        {
          method: req.method,
          path: patternOf(req),
          status: res.statusCode,
          ms: Math.round(performance.now() - began),
          ...(res.getHeader(REFUSAL) ? { refused: res.getHeader(REFUSAL) } : {}),
          ...(res.writableFinished ? {} : { aborted: true }),
        },
        'request',
      );
    });
    next();
  };
}

/** What was refused and why, as an event that can be counted: who asked is told by role alone. */
export function logRefusal(req: Request, { log }: Services, why: string): void {
  const role = req.session?.person?.role ?? 'tamu';
  log.warn({ event: 'refused', why, role, method: req.method, path: patternOf(req) }, 'refused');
}
