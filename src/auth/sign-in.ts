import { Passport } from 'passport';
import { Strategy } from 'passport-local';
import { z } from 'zod';
import { unaudited } from '../audit/change.js';
import type { Database } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { Account } from '../generated/prisma/client.js';
import type { Clock } from '../web/services.js';
import { decoyHash, ONE_TIME_DAYS, verifyPassword } from './password.js';

/** So many passwords may be tried on an account; then it is locked for a while. */
const ATTEMPTS = 10;
export const LOCK_MINUTES = 15;
/** Ends every refusal, whatever was wrong: nobody learns from it whether a name exists or a guess was right. */
export const LOCK_HINT = `Sesudah ${ATTEMPTS} kali salah, akun terkunci ${LOCK_MINUTES} menit: tunggu, atau minta kata sandi baru kepada admin.`;

/** Runs passport's local strategy over the accounts table. @returns the id of the account, or null. */
export function signIn(
  database: Database,
  clock: Clock,
  username: string,
  password: string,
): Promise<number | null> {
  const passport = new Passport();
  passport.use(
    new Strategy((name, secret, done) => {
      const account = database.reader.account.findUnique({ where: { username: name.trim().toLowerCase() } });
      account
        .then((found) => provePassword(database, clock, found, secret))
        .then((id) => done(null, id !== null && { id }), done);
    }),
  );
  return new Promise((resolve, reject) => {
    const settle = (error: unknown, found: { id: number } | false) =>
      error ? reject(error) : resolve(found ? found.id : null);
    const request = { body: { username, password }, query: {} };
    passport.authenticate('local', { session: false }, settle)(request, {}, reject);
  });
}

/**
 * Checks a password against an account. The attempt is counted before it is checked, so that many at once cannot pass
 * the limit, and the answer takes equally long for an account that is locked, disabled or not there.
 * @returns the id of the account, or null.
 */
export async function provePassword(
  database: Database,
  clock: Clock,
  account: Account | null,
  password: string,
): Promise<number | null> {
  const attempt = account && (await countAttempt(database, clock.now(), account.id));
  // A one-time password is copied from paper or a message, with the blanks around it; it has none of its own.
  const secret = account?.mustChangePassword ? password.trim() : password;
  const right = await verifyPassword(account && attempt ? account.passwordHash : decoyHash, secret);
  if (!account || !attempt || !right || expired(account, clock.now())) return null;
  // Another attempt may have locked the account meanwhile, or an admin may have changed its password.
  const { count } = await unaudited(database, (tx) =>
    tx.account.updateMany({
      where: {
        id: account.id,
        disabledAt: null,
        passwordHash: account.passwordHash,
        OR: [{ lockedUntil: null }, { failedAttempts: attempt }],
      },
      data: { failedAttempts: 0, lockedUntil: null, lastSignInAt: clock.now() },
    }),
  );
  return count > 0 ? account.id : null;
}

const expired = ({ mustChangePassword, passwordSetAt }: Account, now: Date) =>
  mustChangePassword && now.getTime() > passwordSetAt.getTime() + ONE_TIME_DAYS * 86_400_000;

/** Which attempt since the last right one this is; undefined when the account may not be tried now. */
async function countAttempt(database: Database, now: Date, id: number): Promise<number | undefined> {
  const until = new Date(now.getTime() + LOCK_MINUTES * 60_000);
  const count = sql`case when locked_until is null then failed_attempts else 0 end + 1`;
  const counted = sql`update account set failed_attempts = ${count},
      locked_until = case when ${count} >= ${ATTEMPTS}::int then ${until}::timestamptz end
    where id = ${id} and disabled_at is null and (locked_until is null or locked_until <= ${now}::timestamptz)
    returning failed_attempts as attempt`;
  const [row] = await unaudited(database, (tx) => queryRows(tx, counted, z.object({ attempt: z.number() })));
  return row?.attempt;
}
