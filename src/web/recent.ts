import type { Request, RequestHandler } from 'express';
import type { SignedIn } from './actor.js';
import { readCookie } from './cookies.js';
import type { Services } from './services.js';
import { SESSION_COOKIE } from './session.js';

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

  constructor(private readonly services: Pick<Services, 'clock' | 'config'>) {}

  /** Stands behind the session. */
  readonly remember: RequestHandler = (req, _res, next) => {
    const cookie = this.cookieOf(req);
    // There is no session where no path is asked for: `OPTIONS *`.
    const person = req.session?.person;
    this.seen.delete(cookie);
    if (person && !person.mustChangePassword) {
      this.seen.set(cookie, { person, sessionId: req.sessionID, at: this.services.clock.now().getTime() });
      if (this.seen.size > KEPT) this.seen.delete(this.seen.keys().next().value as string);
    }
    next();
  };

  of(req: Request): Pick<Seen, 'person' | 'sessionId'> | null {
    const found = this.seen.get(this.cookieOf(req));
    const fresh = found !== undefined && this.services.clock.now().getTime() - found.at <= SECONDS * 1_000;
    return fresh ? found : null;
  }

  /** As sent, signature included: only what the session has accepted is ever remembered. */
  private cookieOf(req: Request): string {
    return readCookie(req, this.services.config, SESSION_COOKIE);
  }
}
