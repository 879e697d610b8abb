import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { generateSecret, generateSync, generateURI } from 'otplib';
import { change, unaudited } from '../audit/change.js';
import { conflict } from '../core/problem.js';
import type { Secrets } from '../core/secrets.js';
import type { Account } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import type { Services } from '../web/services.js';
import { hashPassword, oneTimePassword, verifyPassword } from './password.js';
import { countersOf, countTry, type From, forgiveTry } from './tries.js';

type Doors = Pick<Services, 'database' | 'clock' | 'secrets'>;

/** Codes to sign in with where the phone is lost; each is good for once. */
const RECOVERY_CODES = 10;
const SECONDS = 30;
/** Between the password and the code. */
const TICKET_MINUTES = 5;

export const newFactorSecret = (): string => generateSecret();

/** What an app for codes reads from the picture. */
export const factorAddress = (secret: string, label: string): string =>
  generateURI({ issuer: 'Desa Dampingan', label, secret });

/** AES-256-GCM: who reads the database alone cannot make codes. */
function sealed(secrets: Secrets, secret: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secrets.key('faktor'), iv);
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
}

/** Null where the secret in the settings has changed since; recovery codes and the admin then help. */
function unsealed(secrets: Secrets, stored: string): string | null {
  const bytes = Buffer.from(stored, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', secrets.key('faktor'), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

const stepAt = (now: Date) => Math.floor(now.getTime() / 1_000 / SECONDS);

/** Whether this is the code of these thirty seconds. */
export function isCodeNow(secret: string, code: string, now: Date): boolean {
  const expected = generateSync({ secret, epoch: stepAt(now) * SECONDS });
  const sent = Buffer.from(code.replace(/\s/g, ''));
  return sent.length === expected.length && timingSafeEqual(sent, Buffer.from(expected));
}

/**
 * Gives the account a second step, or new recovery codes for the one it has. Every other session ends.
 * @returns the recovery codes, which nothing keeps.
 * @throws Problem `conflict` for a second step beside the one it has.
 */
export async function setFactor(
  app: Doors,
  actor: Actor,
  { secret, sessionId }: { secret: string | null; sessionId: string },
): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, oneTimePassword);
  const hashes = await Promise.all(codes.map(async (code) => ({ code, hash: await hashPassword(code) })));
  const accountId = actor.id;
  await change(app.database, actor, 'system.factor', async (tx) => {
    if (secret !== null) {
      const values = { secret: sealed(app.secrets, secret), lastStep: stepAt(app.clock.now()) };
      const { count } = await tx.secondFactor.createMany({
        data: [{ accountId, ...values }],
        skipDuplicates: true,
      });
      // One that is there goes by its own code alone.
      if (count === 0) throw conflict('Langkah kedua sudah terpasang. Lepas dahulu, lalu pasang lagi.');
      await tx.session.deleteMany({ where: { accountId, id: { not: sessionId } } });
    }
    await tx.recoveryCode.deleteMany({ where: { accountId } });
    await tx.recoveryCode.createMany({
      data: hashes.map(({ code, hash }) => ({ accountId, label: code.slice(0, 4), hash })),
    });
    const what = secret === null ? 'membuat kode pemulihan baru' : 'memasang langkah kedua';
    return {
      result: null,
      fact: { subjectType: 'akun', subjectId: accountId, summary: `${actor.username} ${what}` },
    };
  });
  return codes;
}

/** Takes the own second step away. */
export function removeFactor(app: Doors, actor: Actor): Promise<void> {
  return change(app.database, actor, 'system.factor', async (tx) => {
    await tx.secondFactor.deleteMany({ where: { accountId: actor.id } });
    await tx.recoveryCode.deleteMany({ where: { accountId: actor.id } });
    const summary = `${actor.username} melepas langkah kedua`;
    return { result: undefined, fact: { subjectType: 'akun', subjectId: actor.id, summary } };
  });
}

/** Whether this is a code of the account's app or one of its recovery codes; each is good for once, and tries are counted. */
export async function proveCode(app: Doors, accountId: number, typed: string, from: From): Promise<boolean> {
  const now = app.clock.now();
  const counters = countersOf(app, 'kode', String(accountId), from);
  if (!(await unaudited(app.database, (tx) => countTry(tx, now, counters, accountId)))) return false;
  const code = typed.trim().toLowerCase();
  const right = /^[\d\s]+$/.test(code)
    ? await useCode(app, accountId, code)
    : await useRecoveryCode(app, accountId, code);
  if (right) await unaudited(app.database, (tx) => forgiveTry(tx, counters));
  return right;
}

async function useCode(
  { database, clock, secrets }: Doors,
  accountId: number,
  code: string,
): Promise<boolean> {
  const factor = await database.reader.secondFactor.findUnique({ where: { accountId } });
  const secret = factor && unsealed(secrets, factor.secret);
  if (!secret || !isCodeNow(secret, code, clock.now())) return false;
  const step = stepAt(clock.now());
  const { count } = await unaudited(database, (tx) =>
    tx.secondFactor.updateMany({ where: { accountId, lastStep: { lt: step } }, data: { lastStep: step } }),
  );
  return count > 0;
}

async function useRecoveryCode(
  { database, clock }: Doors,
  accountId: number,
  code: string,
): Promise<boolean> {
  const where = { accountId, label: code.slice(0, 4), usedAt: null };
  const found = await database.reader.recoveryCode.findMany({ where });
  for (const { id, hash } of found) {
    if (!(await verifyPassword(hash, code))) continue;
    const { count } = await unaudited(database, (tx) =>
      tx.recoveryCode.updateMany({ where: { id, usedAt: null }, data: { usedAt: clock.now() } }),
    );
    return count > 0;
  }
  return false;
}

const markOf = (account: Pick<Account, 'passwordHash'>) =>
  createHash('sha256').update(account.passwordHash).digest('base64url').slice(0, 16);

/** What the page of the code carries: that this account's password was just right. */
export function ticketFor({ secrets, clock }: Doors, account: Account): string {
  const until = new Date(clock.now().getTime() + TICKET_MINUTES * 60_000);
  return secrets.sign('langkah-kedua', `${account.id} ${markOf(account)}`, until);
}

/** The account of a ticket; null when its time is over, or the account was closed or has another password. */
export async function accountOf(
  { secrets, clock, database }: Doors,
  ticket: string,
): Promise<Account | null> {
  const [id = '', mark = ''] = (secrets.open('langkah-kedua', ticket, clock.now()) ?? '').split(' ');
  if (id === '') return null;
  const account = await database.reader.account.findUnique({ where: { id: Number(id), disabledAt: null } });
  return account && markOf(account) === mark ? account : null;
}

/** Carries a new secret from the page that shows it to the form that confirms it. */
export const offerFor = ({ secrets, clock }: Doors, actor: Actor, secret: string): string =>
  secrets.sign(
    'pasang-langkah-kedua',
    `${actor.id} ${secret}`,
    new Date(clock.now().getTime() + 15 * 60_000),
  );

export function offered({ secrets, clock }: Doors, actor: Actor, offer: string): string | null {
  const [id, secret] = (secrets.open('pasang-langkah-kedua', offer, clock.now()) ?? '').split(' ');
  return id === String(actor.id) ? (secret ?? null) : null;
}
