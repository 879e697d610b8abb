import type { Request, RequestHandler } from 'express';
import { Problem } from '../core/problem.js';

/** How long (milliseconds) a client may go on sending after its answer. */
export const GRACE = 5_000;

/**
 * An answer that is ready before all of the request has come goes out at once and ends the connection: nobody reads tens
 * of megabytes of what is refused already.
 */
export function answerEarly(grace: number): RequestHandler {
  return (req, res, next) => {
    const { writeHead } = res;
    res.writeHead = (...given: unknown[]) => {
      if (hasMore(req)) {
        res.setHeader('Connection', 'close');
        closeGently(req, grace);
      }
      return writeHead.apply(res, given as never);
    };
    next();
  };
}

const hasMore = (req: Request): boolean =>
  !req.complete && (req.headers['content-length'] ?? req.headers['transfer-encoding']) !== undefined;

/**
 * Node closes both directions at once; what then still comes is met by a reset, which takes the answer away from a
 * client that has not read it yet. So what comes is thrown away for a while.
 */
function closeGently(req: Request, grace: number): void {
  const { socket } = req;
  socket.destroySoon = () => {
    socket.end();
    req.resume();
    const cut = () => socket.destroy();
    const late = setTimeout(cut, grace);
    req.once('end', cut);
    socket.once('close', () => clearTimeout(late));
  };
}

/** Refuses a form beyond `limit` bytes, or that does not say its size, where its parser would first read it to its end. */
export function refuseLarge(limit: number): RequestHandler {
  return (req, _res, next) => {
    const tooLarge = req.is('urlencoded') && Number(req.headers['content-length'] ?? Infinity) > limit;
    next(tooLarge ? new Problem('too-large', 'Kiriman terlalu besar.') : undefined);
  };
}
