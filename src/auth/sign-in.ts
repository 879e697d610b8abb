import { Passport } from 'passport';
import { Strategy } from 'passport-local';
import { z } from 'zod';
import { unaudited } from '../audit/change.js';
import type { Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { Account } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import type { Services } from '../web/services.js';
import { decoyHash, ONE_TIME_DAYS, verifyPassword } from './password.js';
import { countersOf, countTry, type From, forgiveTry, TRIES, WINDOW_MINUTES } from './tries.js';

/**
 * Wrong passwords from anywhere, beyond which an account opens for a while only where it was opened before. Below it
 * tries from many networks come to nothing, and no ten of them keep anybody out.
 */
export const TRIES_ANYWHERE = 100;
/** Ends every refusal, whatever was wrong: nobody learns from it whether a name exists or a guess was right. */
export const LOCK_HINT = `Sesudah ${TRIES} kali salah, tunggu ${WINDOW_MINUTES} menit, atau minta kata sandi baru kepada admin.`;

type Doors = Pick<Services, 'database' | 'clock' | 'secrets'>;

/** Runs passport's local strategy over the accounts table. @returns the account, or null. */
export function signIn(
  app: Doors,
  typed: { username: string; password: string },
  fromOf: (accountId: number) => From,
): Promise<Account | null> {
  const passport = new Passport();
  passport.use(
    new Strategy((typedName, secret, done) => {
      const name = typedName.trim().toLowerCase();
      app.database.reader.account
        .findUnique({ where: { username: name } })
        .then((account) => provePassword(app, { name, account }, secret, fromOf(account?.id ?? 0)))
        .then((account) => done(null, account ?? false), done);
    }),
  );
  return new Promise((resolve, reject) => {
    const settle = (error: unknown, found: Account | false) =>
      error ? reject(error) : resolve(found || null);
    passport.authenticate('local', { session: false }, settle)({ body: typed, query: {} }, {}, reject);
  });
}

/**
 * Checks a password against an account. The try is counted before it is made, so that many at once cannot pass the
 * limits; a right one is taken out of the count. Whatever is wrong, the same work is done and the same answer given.
 * @returns the account, or null.
 */
export async function provePassword(
  { database, clock, secrets }: Doors,
  { name, account }: { name: string; account: Account | null },
  password: string,
  from: From,
): Promise<Account | null> {
  const now = clock.now();
  const counters = countersOf({ secrets }, 'sandi', name, from);
  const elsewhere = from.device === null ? (account?.id ?? 0) : null;
  const allowed = await unaudited(database, async (tx) => {
    // Every transaction takes the account first, then the counts, so that none waits for another in a ring.
    const free = elsewhere === null || (await countAnywhere(tx, now, elsewhere));
    return (await countTry(tx, now, counters, account?.id ?? null)) && free;
  });
  // A one-time password is copied from paper or a message, with the blanks around it; it has none of its own.
  const secret = account?.mustChangePassword ? password.trim() : password;
  const right = await verifyPassword(account && allowed ? account.passwordHash : decoyHash, secret);
  if (!account || !allowed || !right || expired(account, now)) return null;
  // An admin may have closed the account or changed its password meanwhile.
  return unaudited(database, async (tx) => {
    const { count } = await tx.account.updateMany({
      where: { id: account.id, disabledAt: null, passwordHash: account.passwordHash },
      data: { failedAttempts: 0, lockedUntil: null, lastSignInAt: now },
    });
    if (count === 0) return null;
    await forgiveTry(tx, counters);
    return account;
  });
}

/** Whether this is the password of who is signed in. */
export async function provesItself(
  app: Doors,
  { id }: Actor,
  password: string,
  from: From,
): Promise<boolean> {
  const account = await app.database.reader.account.findUniqueOrThrow({ where: { id } });
  return (await provePassword(app, { name: account.username, account }, password, from)) !== null;
}

const expired = ({ mustChangePassword, passwordSetAt }: Account, now: Date) =>
  mustChangePassword && now.getTime() > passwordSetAt.getTime() + ONE_TIME_DAYS * 86_400_000;

const Counted = z.object({ id: z.number() });

/** Whether an account may be tried from where it was never opened. */
async function countAnywhere(tx: Writer, now: Date, id: number): Promise<boolean> {
  const until = new Date(now.getTime() + WINDOW_MINUTES * 60_000);
  const count = sql`case when locked_until is null then failed_attempts else 0 end + 1`;
  const counted = sql`update account set failed_attempts = ${count},
      locked_until = case when ${count} >= ${TRIES_ANYWHERE}::int then ${until}::timestamptz end
    where id = ${id} and (locked_until is null or locked_until <= ${now}::timestamptz)
    returning id`;
  return (await queryRows(tx, counted, Counted)).length > 0;
}
