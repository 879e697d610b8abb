import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../web/problem.js';

/** Guesses over many accounts from one address; the lock of a single account is counted in the database. */
const perAddress = new RateLimiterMemory({ points: 60, duration: 15 * 60 });

/** Counts a sign-in attempt of `address`. @throws Problem `too-many` above 60 in a quarter of an hour. */
export async function limitSignIn(address: string): Promise<void> {
  try {
    await perAddress.consume(address);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const minutes = Math.ceil(error.msBeforeNext / 60_000);
    throw new Problem(
      'too-many',
      `Terlalu banyak percobaan masuk dari jaringan ini. Coba lagi dalam ${minutes} menit.`,
    );
  }
}
