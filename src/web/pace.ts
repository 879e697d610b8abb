import type { RequestHandler } from 'express';

/** How slowly what is sent may come: milliseconds between two looks, of silence, and in which so many bytes must come. */
export interface Pace {
  look: number;
  silence: number;
  span: number;
  bytes: number;
}

/** Cut after 30 seconds without a byte, or under 1 kB a second over a minute. */
export const PACE: Pace = { look: 5_000, silence: 30_000, span: 60_000, bytes: 60_000 };

/**
 * Cuts what comes too slowly to be going on, however long the rest has taken: a large photo over a weak signal arrives,
 * a client that went away holds no place. What was typed is still in its browser.
 */
export function keepPace(pace: Pace): RequestHandler {
  return (req, _res, next) => {
    if (req.complete || req.method === 'GET' || req.method === 'HEAD') return next();
    const arrived = [req.socket.bytesRead];
    const timer = setInterval(() => {
      arrived.push(req.socket.bytesRead);
      if (req.complete) clearInterval(timer);
      else if (isTooSlow(arrived, pace)) req.destroy();
    }, pace.look);
    req.once('close', () => clearInterval(timer));
    next();
  };
}

/** Of the bytes that had arrived at each look, the newest last. */
export function isTooSlow(arrived: number[], { look, silence, span, bytes }: Pace): boolean {
  const now = arrived.at(-1) as number;
  const before = (milliseconds: number) => arrived.at(-1 - Math.ceil(milliseconds / look));
  const earlier = before(span);
  return before(silence) === now || (earlier !== undefined && now - earlier < bytes);
}
