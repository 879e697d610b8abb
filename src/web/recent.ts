import type { Request, RequestHandler } from 'express';
import type { SignedIn } from './actor.js';
import type { Clock } from './services.js';

const SECONDS = 60;
const KEPT = 1_000;

interface Seen {
  person: SignedIn;
  sessionId: string;
  at: number;
}

/**
 * Who was seen within the last minute, by their cookie: for the name in the frame of a page that is made without asking
 * the database. Never a right.
 */
export class RecentPeople {
  private readonly seen = new Map<string, Seen>();

  constructor(private readonly clock: Clock) {}

  /** Stands behind the session. */
  readonly remember: RequestHandler = (req, _res, next) => {
    const cookie = cookieOf(req);
    const { person } = req.session;
    this.seen.delete(cookie);
    if (person && !person.mustChangePassword) {
      this.seen.set(cookie, { person, sessionId: req.sessionID, at: this.clock.now().getTime() });
      if (this.seen.size > KEPT) this.seen.delete(this.seen.keys().next().value as string);
    }
    next();
  };

  of(req: Request): Pick<Seen, 'person' | 'sessionId'> | null {
    const found = this.seen.get(cookieOf(req));
    const fresh = found !== undefined && this.clock.now().getTime() - found.at <= SECONDS * 1_000;
    return fresh ? found : null;
  }
}

/** As sent, signature included: only what the session has accepted is ever remembered. */
const cookieOf = (req: Request): string =>
  /(?:^|;\s*)(?:__Host-)?sesi=([^;]+)/.exec(req.headers.cookie ?? '')?.[1] ?? '';
