import { Passport } from 'passport';
import { Strategy } from 'passport-local';
import { unaudited } from '../audit/change.js';
import type { Database } from '../database/client.js';
import type { Account } from '../generated/prisma/client.js';
import type { Clock } from '../web/services.js';
import { decoyHash, verifyPassword } from './password.js';

/** After this many wrong passwords an account is locked. */
const ATTEMPTS = 10;
export const LOCK_MINUTES = 15;

export type SignInResult = { accountId: number } | { refused: 'wrong' | 'locked' };

/** Runs passport's local strategy over the accounts table. */
export function signIn(
  database: Database,
  clock: Clock,
  username: string,
  password: string,
): Promise<SignInResult> {
  const passport = new Passport();
  passport.use(
    new Strategy((name, secret, done) => {
      checkPassword(database, clock, name, secret).then((result) => done(null, result as object), done);
    }),
  );
  return new Promise((resolve, reject) => {
    const settle = (error: unknown, result: SignInResult | false) =>
      error ? reject(error) : resolve(result || { refused: 'wrong' });
    const request = { body: { username, password }, query: {} };
    passport.authenticate('local', { session: false }, settle)(request, {}, reject);
  });
}

/**
 * Checks a name and password. Counts wrong ones per account and locks it for a while; a locked account is told so
 * only in answer to the right password, so that nobody learns from the outside which names exist.
 */
async function checkPassword(
  database: Database,
  clock: Clock,
  username: string,
  password: string,
): Promise<SignInResult> {
  const account = await database.reader.account.findUnique({
    where: { username: username.trim().toLowerCase() },
  });
  const right = await verifyPassword(account?.passwordHash ?? decoyHash, password);
  if (!account || account.disabledAt) return { refused: 'wrong' };
  const locked = account.lockedUntil !== null && account.lockedUntil > clock.now();
  if (locked) return { refused: right ? 'locked' : 'wrong' };
  if (!right) {
    await countFailure(database, clock, account);
    return { refused: 'wrong' };
  }
  await unaudited(database, (tx) =>
    tx.account.update({
      where: { id: account.id },
      data: { failedAttempts: 0, lockedUntil: null, lastSignInAt: clock.now() },
    }),
  );
  return { accountId: account.id };
}

function countFailure(database: Database, clock: Clock, account: Account): Promise<unknown> {
  return unaudited(database, async (tx) => {
    const { failedAttempts } = await tx.account.update({
      where: { id: account.id },
      data: { failedAttempts: { increment: 1 } },
    });
    if (failedAttempts < ATTEMPTS) return;
    const lockedUntil = new Date(clock.now().getTime() + LOCK_MINUTES * 60_000);
    await tx.account.update({ where: { id: account.id }, data: { failedAttempts: 0, lockedUntil } });
  });
}
