import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Shortest password accepted (NIST SP 800-63B recommends length over character classes). */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 200;

/** argon2id with the parameters OWASP recommends: 19 MiB, two passes, one lane. */
const settings = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each takes a core and 19 MiB for some hundredths of a second: so many at once, whoever asks. */
const AT_ONCE = 2;
const turns: (() => void)[] = [];
let working = 0;
let proofs = 0;

/** How often a password was checked since the start: as often for names that do not exist. */
export const proofsMade = (): number => proofs;

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (working < AT_ONCE) working += 1;
  else await new Promise<void>((turn) => turns.push(turn));
  try {
    return await work();
  } finally {
    const next = turns.shift();
    if (next) next();
    else working -= 1;
  }
}

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, settings));

export const verifyPassword = (stored: string, password: string): Promise<boolean> => {
  proofs += 1;
  return inTurn(() => verify(stored, password));
};

/** Checked when no account has the typed name, so that the answer takes equally long. */
export const decoyHash = await hashPassword('akun-yang-tidak-ada');

/** A one-time password opens the portal for so long. */
export const ONE_TIME_DAYS = 14;

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password for one use, without letters that are mistaken for others: `k7qm-x2pd-9wtn`. */
export function oneTimePassword(): string {
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return [group(), group(), group()].join('-');
}
