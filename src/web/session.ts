import session from 'express-session';
import { z } from 'zod';
import { unaudited } from '../audit/change.js';
import type { Database } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { actorColumns, actorJoins, readActor, type SignedIn } from './actor.js';
import type { Flash } from './reply.js';
import { type Clock, today } from './services.js';

declare module 'express-session' {
  interface SessionData {
    accountId: number;
    flash: Flash;
    /** When the stored session ends, in epoch milliseconds; the cookie's own date moves at every request. */
    storedUntil: number;
    /** The signed-in person, read with the session and never stored in it. */
    person: SignedIn | null;
  }
}

/** A session ends after twelve hours without a request. */
export const SESSION_HOURS = 12;
const LIFE = SESSION_HOURS * 3_600_000;
/** Nobody's session, made by the sign-in form, ends after half an hour. */
const STRANGERS_LIFE = 1_800_000;
const lifeOf = (data: session.SessionData) => (data.accountId ? LIFE : STRANGERS_LIFE);

const Row = z.looseObject({ data: z.custom<session.SessionData>(), expires_at: z.date(), id: z.unknown() });

/**
 * Sessions in the portal's own database, on either engine. Reads go through `queryRows` (a prepared statement on
 * PostgreSQL): the ready-made stores read through Prisma's client, which costs a third of a page's time.
 */
export class DatabaseSessions extends session.Store {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  override get(id: string, done: (error: unknown, data?: session.SessionData | null) => void): void {
    const query = sql`select s.data, s.expires_at, ${actorColumns(today(this.clock))} from session s ${actorJoins}
      where s.id = ${id} and s.expires_at > ${this.clock.now()}`;
    queryRows(this.database.reader, query, Row).then(
      ([row]) =>
        done(
          null,
          row ? { ...row.data, storedUntil: row.expires_at.getTime(), person: readActor(row) } : null,
        ),
      done,
    );
  }

  override set(id: string, data: session.SessionData, done: (error?: unknown) => void = () => {}): void {
    const { person: _person, storedUntil: _storedUntil, ...kept } = data;
    const values = {
      data: JSON.parse(JSON.stringify(kept)),
      accountId: data.accountId ?? null,
      expiresAt: new Date(this.clock.now().getTime() + lifeOf(data)),
    };
    // A stored session that is gone was ended (by a new password, by the admin) and is not made again.
    const stored = data.storedUntil !== undefined;
    unaudited(
      this.database,
      (tx): Promise<unknown> =>
        stored
          ? tx.session.updateMany({ where: { id }, data: values })
          : tx.session.upsert({ where: { id }, create: { id, ...values }, update: values }),
    ).then(() => done(), done);
  }

  override destroy(id: string, done: (error?: unknown) => void = () => {}): void {
    unaudited(this.database, (tx) => tx.session.deleteMany({ where: { id } })).then(() => done(), done);
  }

  override touch(id: string, data: session.SessionData, done: () => void = () => {}): void {
    const life = lifeOf(data);
    const end = this.clock.now().getTime() + life;
    // Moved on now and then alone, so that a page view writes nothing.
    if (end - data.storedUntil < life / 12) {
      done();
      return;
    }
    unaudited(this.database, (tx) =>
      tx.session.updateMany({ where: { id }, data: { expiresAt: new Date(end) } }),
    ).then(
      () => done(),
      () => done(),
    );
  }
}

/** Removes sessions whose time is over. */
export function sweepSessions(database: Database, now: Date): Promise<unknown> {
  return unaudited(database, (tx) => tx.session.deleteMany({ where: { expiresAt: { lt: now } } }));
}
