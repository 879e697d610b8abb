import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../core/problem.js';

/** Wrong guesses over many accounts from one network; the lock of a single account is counted in the database. */
const perNetwork = new RateLimiterMemory({ points: 60, duration: 15 * 60 });

/**
 * Counts a sign-in attempt of `address`; a right one is forgiven, as an office shares one address.
 * @throws Problem `too-many` above 60 in a quarter of an hour.
 */
export async function limitSignIn(address: string): Promise<void> {
  try {
    await perNetwork.consume(networkOf(address));
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const minutes = Math.ceil(error.msBeforeNext / 60_000);
    throw new Problem(
      'too-many',
      `Terlalu banyak percobaan masuk dari jaringan ini. Coba lagi dalam ${minutes} menit.`,
    );
  }
}

/** Takes back what `limitSignIn` counted: the attempt was right. */
export const forgiveSignIn = (address: string): Promise<unknown> => perNetwork.reward(networkOf(address));

/** The first 64 bits of an IPv6 address, which one house has to itself; an IPv4 address as it is. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [front = '', back = ''] = address.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const missing = 8 - groups(front).length - groups(back).length;
  const all = address.includes('::')
    ? [...groups(front), ...Array<string>(Math.max(missing, 0)).fill('0'), ...groups(back)]
    : groups(address);
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
