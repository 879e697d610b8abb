import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import { z } from 'zod';
import { unaudited, unauditedStatement } from '../audit/change.js';
import { gathered } from '../core/gathered.js';
import type { Database } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { DataVersions, type StoredVersion, VersionRow } from '../database/version.js';
import { actorColumns, actorJoins, readActor, type SignedIn } from './actor.js';
import { cookieName, readCookie } from './cookies.js';
import type { Flash } from './reply.js';
import { type Clock, type Services, today } from './services.js';

declare module 'express-session' {
  interface SessionData {
    accountId: number;
    flash: Flash;
    /** On what it was opened, in words. */
    device: string;
    /** When the password was typed last, in epoch milliseconds; what weighs much asks for it again. */
    provenAt: number;
    /** When it was used last, in epoch milliseconds; not set while nothing is stored. */
    seenAt: number;
    /** The signed-in person, read with the session and never stored in it. */
    person: SignedIn | null;
    /** What was stored when the session was read; never stored in it. */
    stored: StoredVersion;
  }
}

/** What the cookie of a session is called. */
export const SESSION_COOKIE = 'sesi';

/** A session ends twelve hours after the sign-in, whatever is done in it. */
export const SESSION_HOURS = 12;

const Row = z.looseObject({
  session_id: z.string(),
  data: z.custom<session.SessionData>(),
  device: z.string(),
  seen_at: z.date(),
  proven_at: z.date(),
  id: z.unknown(),
});
const AskedRow = z.looseObject({ ...VersionRow.shape, session_id: z.string().nullable() });

/**
 * Sessions of signed-in people in the portal's own database, on either engine; a stranger has none. Reads go through
 * `queryRows` (a prepared statement on PostgreSQL): the ready-made stores read through Prisma's client, which costs a
 * third of a page's time.
 */
export class DatabaseSessions extends session.Store {
  private readonly silence: number;
  /** The sessions of all who ask together, with the version of the data. */
  private readonly find = gathered((ids: readonly string[]) => this.read(ids));

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    idleMinutes: number,
  ) {
    super();
    this.silence = idleMinutes * 60_000;
  }

  override get(id: string, done: (error: unknown, data?: session.SessionData | null) => void): void {
    this.find(id).then((found) => done(null, found), done);
  }

  private async read(ids: readonly string[]): Promise<(session.SessionData | null)[]> {
    const { versions, reader } = this.database;
    const now = this.clock.now();
    const heardSince = new Date(now.getTime() - this.silence);
    const query = sql`select ${versions.columns}, s.id as session_id, s.data, s.device, s.seen_at, s.proven_at,
        ${actorColumns(today(this.clock))}
      from ${DataVersions.now} left join session s
        on s.id = any(${[...new Set(ids)]}::text[]) and s.expires_at > ${now} and s.seen_at > ${heardSince} ${actorJoins}`;
    const rows = await queryRows(reader, query, AskedRow);
    const stored = versions.learn(rows[0] as z.output<typeof AskedRow>);
    const found = new Map(rows.map((row) => [row.session_id, row]));
    return ids.map((id) => {
      const row = found.get(id);
      return row ? sessionIn(Row.parse(row), stored) : null;
    });
  }

  override createSession(req: Request, data: session.SessionData) {
    return besides(super.createSession(req, data), data);
  }

  override set(id: string, data: session.SessionData, done: (error?: unknown) => void = () => {}): void {
    if (!data.accountId) {
      done();
      return;
    }
    const { seenAt, device, provenAt, ...kept } = data;
    const now = this.clock.now();
    const content = JSON.stringify(kept);
    const proven = new Date(provenAt ?? now);
    const end = new Date(now.getTime() + SESSION_HOURS * 3_600_000);
    // A stored session that is gone was ended (by a new password, by the admin) and is not made again.
    const statement =
      seenAt === undefined
        ? sql`insert into session (id, account_id, device, begun_at, expires_at, data, seen_at, proven_at)
            values (${id}, ${data.accountId}, ${device ?? ''}, ${now}, ${end}, ${content}::jsonb, ${now}, ${proven})`
        : sql`update session set data = ${content}::jsonb, seen_at = ${now}, proven_at = ${proven} where id = ${id}`;
    unauditedStatement(this.database, statement).then(() => done(), done);
  }

  override destroy(id: string, done: (error?: unknown) => void = () => {}): void {
    unauditedStatement(this.database, sql`delete from session where id = ${id}`).then(() => done(), done);
  }

  override touch(id: string, data: session.SessionData, done: () => void = () => {}): void {
    const now = this.clock.now();
    // Noted now and then alone, so that a page view writes nothing.
    if (data.seenAt === undefined || now.getTime() - data.seenAt < this.silence / 12) {
      done();
      return;
    }
    unauditedStatement(this.database, sql`update session set seen_at = ${now} where id = ${id}`).then(
      () => done(),
      () => done(),
    );
  }
}

const sessionIn = (row: z.output<typeof Row>, stored: StoredVersion): session.SessionData =>
  besides(
    {
      ...row.data,
      device: row.device,
      seenAt: row.seen_at.getTime(),
      provenAt: row.proven_at.getTime(),
    },
    { person: readActor(row), stored },
  );

/** Who it is and what was stored are of this request: not stored, and not looked through for what changed. */
const besides = <T extends object>(
  data: T,
  { person, stored }: Pick<session.SessionData, 'person' | 'stored'>,
): T & Pick<session.SessionData, 'person' | 'stored'> =>
  Object.defineProperties(data, {
    person: { value: person, writable: true },
    stored: { value: stored },
  }) as T & Pick<session.SessionData, 'person' | 'stored'>;

/**
 * The step that gives a request its session, by a cookie that scripts and other sites cannot use. Whoever only reads and
 * shows no cookie has none.
 */
export function sessions({ config, database, clock, secrets }: Services): RequestHandler {
  const given = session({
    name: cookieName(config, SESSION_COOKIE),
    secret: secrets.key('sesi').toString('base64url'),
    store: new DatabaseSessions(database, clock, config.idleMinutes),
    resave: false,
    saveUninitialized: false,
    cookie: {
      httpOnly: true,
      sameSite: 'lax',
      secure: config.production,
      maxAge: SESSION_HOURS * 3_600_000,
    },
  });
  return (req, res, next) => {
    const isStranger = req.method === 'GET' && readCookie(req, config, SESSION_COOKIE) === '';
    return isStranger ? next() : given(req, res, next);
  };
}

/** Removes sessions whose time is over. */
export function sweepSessions(database: Database, now: Date, idleMinutes: number): Promise<unknown> {
  const silent = new Date(now.getTime() - idleMinutes * 60_000);
  return unaudited(database, (tx) =>
    tx.session.deleteMany({ where: { OR: [{ expiresAt: { lt: now } }, { seenAt: { lt: silent } }] } }),
  );
}
