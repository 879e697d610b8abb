import { z } from 'zod';
import { actOnOne, type Doing, target } from '../audit/act.js';
import { type By, change, type Fact } from '../audit/change.js';
import { hashPassword, oneTimePassword } from '../auth/password.js';
import { fullPlace, placeJoins } from '../belonging.js';
import { calendarDay } from '../core/format.js';
import { conflict, invalid } from '../core/problem.js';
import type { Database, Reader, Writer } from '../database/client.js';
import { keepFormerName } from '../database/former-names.js';
import { queryRow, sql } from '../database/query.js';
import type { Account, Agency } from '../generated/prisma/client.js';
import type { Role } from '../generated/prisma/enums.js';
import { type Actor, roleLabels } from '../policy.js';
import { ofRegion, sees } from '../scope.js';
import { text } from '../web/form.js';
import type { Place } from './places.js';
import { SUBJECT } from './subject.js';
import * as verbs from './verbs.js';

export interface NewAccount {
  username: string;
  name: string;
  role: Role;
  place: Place | null;
}

/** An account as handed to its owner: the password is known here and nowhere else. */
export interface HandedOut {
  id: number;
  username: string;
  name: string;
  password: string;
}

/** Names that sign-in accepts: lower case letters, digits, dot, hyphen; no spaces to be mistyped. */
const USERNAME = /^[a-z0-9][a-z0-9.-]{2,39}$/;

/** What form, sheet and command ask of an account's names, by what the field is called in each of them. */
export const nameRules = {
  username: text('Nama pengguna', 40)
    .transform((value) => value.toLowerCase())
    .refine(
      (value) => USERNAME.test(value),
      'Nama pengguna 3 sampai 40 huruf kecil, angka, titik, atau tanda hubung. Contoh: dinkes-1.',
    ),
  nama: text('Nama', 100),
};

/**
 * Creates accounts with one-time passwords, all or none.
 * @throws Problem `invalid` when a name is taken.
 */
export async function createAccounts(database: Database, by: By, wanted: NewAccount[]): Promise<HandedOut[]> {
  const passwords = wanted.map(() => oneTimePassword());
  const hashes = await Promise.all(passwords.map(hashPassword));
  return change(database, by, 'account.manage', async (tx) => {
    await refuseTakenNames(tx, wanted);
    const made: HandedOut[] = [];
    const facts: Fact[] = [];
    for (const [at, account] of wanted.entries()) {
      const stored = await tx.account.create({
        data: {
          regionCode: by.regionCode,
          username: account.username,
          name: account.name,
          role: account.role,
          ...account.place?.belongs,
          passwordHash: hashes[at] as string,
          mustChangePassword: true,
        },
      });
      const { id, username, name } = stored;
      made.push({ id, username, name, password: passwords[at] as string });
      facts.push(createdFact(stored, account.place));
    }
    return { result: made, fact: facts };
  });
}

function createdFact(account: Account, place: Place | null): Fact {
  const { id, username, role } = account;
  return {
    subjectType: SUBJECT,
    subjectId: id,
    summary: `Akun ${username} (${roleLabels[role]}) dibuat`,
    after: { username, peran: roleLabels[role], tempat: place?.label ?? null, ...told(account) },
  };
}

async function refuseTakenNames(tx: Writer, wanted: NewAccount[]): Promise<void> {
  const taken = await tx.account.findFirst({
    where: { username: { in: wanted.map((one) => one.username) } },
  });
  if (taken) throw invalid({ username: `Nama pengguna ${taken.username} sudah dipakai. Pilih yang lain.` });
}

/** What the trail tells of an account; its password never. */
const told = (account: Account): Record<string, string | boolean | null> => ({
  nama: account.name,
  aktif: account.disabledAt === null,
  terkunciSampai: account.lockedUntil?.toISOString() ?? null,
  sandiSekaliPakai: account.mustChangePassword,
});

const factOf = (summary: string, before: Account, after: Account): Fact => ({
  subjectType: SUBJECT,
  subjectId: before.id,
  summary,
  before: told(before),
  after: told(after),
});

/** A new one-time password; the old one and every session end. */
export async function resetPassword(doing: Doing, id: number): Promise<HandedOut> {
  const password = oneTimePassword();
  const passwordHash = await hashPassword(password);
  return actOnOne(doing, verbs.reset, target(id), async (tx, account) => {
    const data = {
      passwordHash,
      mustChangePassword: true,
      passwordSetAt: new Date(),
      failedAttempts: 0,
      lockedUntil: null,
    };
    const after = await tx.account.update({ where: { id }, data });
    await tx.session.deleteMany({ where: { accountId: id } });
    await tx.wrongTry.deleteMany({ where: { accountId: id } });
    const result = { id, username: account.username, name: account.name, password };
    const summary = `Sandi sekali pakai dibuat untuk ${account.username}`;
    return { result, fact: factOf(summary, account, after) };
  });
}

/** Closes an account and ends its sessions. The admin's own and the last admin's stay open. */
export function disableAccount(doing: Doing, id: number): Promise<void> {
  const { actor, now } = doing;
  return actOnOne(doing, verbs.disable, target(id), async (tx, account) => {
    if (account.disabledAt) throw conflict(`Akun ${account.username} sudah nonaktif.`);
    if (id === actor.id)
      throw conflict('Anda tidak dapat menonaktifkan akun Anda sendiri. Minta admin lain.');
    if (account.role === 'ADMIN' && (await activeAdmins(tx, actor)) < 2)
      throw conflict('Ini admin terakhir. Buat admin lain dahulu.');
    const after = await tx.account.update({ where: { id }, data: { disabledAt: now } });
    await tx.session.deleteMany({ where: { accountId: id } });
    return { result: undefined, fact: factOf(`Akun ${account.username} dinonaktifkan`, account, after) };
  });
}

const activeAdmins = (tx: Writer, actor: Actor) =>
  tx.account.count({ where: { ...ofRegion(actor), role: 'ADMIN', disabledAt: null } });

export function enableAccount(doing: Doing, id: number): Promise<void> {
  return actOnOne(doing, verbs.enable, target(id), async (tx, account) => {
    const data = { disabledAt: null, failedAttempts: 0, lockedUntil: null };
    const after = await tx.account.update({ where: { id }, data });
    return { result: undefined, fact: factOf(`Akun ${account.username} diaktifkan`, account, after) };
  });
}

/** Lets an account try again before its lockout ends. */
export function unlockAccount(doing: Doing, id: number): Promise<void> {
  return actOnOne(doing, verbs.unlock, target(id), async (tx, account) => {
    const data = { failedAttempts: 0, lockedUntil: null };
    await tx.wrongTry.deleteMany({ where: { accountId: id } });
    const after = await tx.account.update({ where: { id }, data });
    return { result: undefined, fact: factOf(`Kunci akun ${account.username} dibuka`, account, after) };
  });
}

/** Takes the second step of an account away whose owner lost it; they sign in by password alone and set up another. */
export const dropSecondStep = (doing: Doing, id: number): Promise<void> =>
  actOnOne(doing, verbs.dropStep, target(id), withoutSecondStep);

/** As `dropSecondStep`, from the command line: for the only admin. */
export const dropSecondStepAs = (database: Database, by: By, id: number): Promise<void> =>
  change(database, by, 'account.manage', async (tx) =>
    withoutSecondStep(tx, await tx.account.findUniqueOrThrow({ where: { id } })),
  );

async function withoutSecondStep(tx: Writer, account: Account) {
  const accountId = account.id;
  const { count } = await tx.secondFactor.deleteMany({ where: { accountId } });
  if (count === 0) throw conflict(`Akun ${account.username} tidak memakai langkah kedua.`);
  await tx.recoveryCode.deleteMany({ where: { accountId } });
  await tx.session.deleteMany({ where: { accountId } });
  return { result: undefined, fact: factOf(`Langkah kedua ${account.username} dilepas`, account, account) };
}

/** Renames an account. Where it goes to another person since a day, older papers keep the name of the one before. */
export function renameAccount(
  doing: Doing,
  id: number,
  { name, since }: { name: string; since: Date | null },
): Promise<void> {
  return actOnOne(doing, verbs.rename, target(id), async (tx, account) => {
    const today = calendarDay(doing.now);
    if (since && name !== account.name)
      await keepFormerName(tx, { accountId: id }, { name: account.name }, { since, today });
    const after = await tx.account.update({ where: { id }, data: { name } });
    const summary = `Nama akun ${account.username} diubah`;
    return { result: undefined, fact: factOf(summary, account, after) };
  });
}

/**
 * Moves an account of an OPD that has ended to the one that goes on with its work.
 * @throws Problem `conflict` when its OPD has not ended or has no successor of today.
 */
export function moveToSuccessor(doing: Doing, id: number): Promise<void> {
  return actOnOne(doing, verbs.move, target(id), async (tx, account) => {
    const found = await successorOf(tx, account.agencyId, calendarDay(doing.now));
    if (!found) throw conflict('OPD akun ini masih berlaku, atau belum punya penerus.');
    await tx.account.update({ where: { id }, data: { agencyId: found.to.id } });
    const fact = {
      subjectType: SUBJECT,
      subjectId: id,
      summary: `Akun ${account.username} dipindahkan ke ${found.to.shortName}`,
      before: { opd: found.from.shortName },
      after: { opd: found.to.shortName },
    };
    return { result: undefined, fact };
  });
}

/** The OPD of today that goes on with one that ended, over any number of mergers; null while it has not ended. */
export async function successorOf(
  db: Reader | Writer,
  agencyId: number | null,
  today: Date,
): Promise<{ from: Agency; to: Agency } | null> {
  const find = (id: number) => db.agency.findUnique({ where: { id } }) as Promise<Agency | null>;
  const ended = (one: Agency) => one.validTo !== null && one.validTo < today;
  const from = agencyId === null ? null : await find(agencyId);
  if (!from || !ended(from)) return null;
  const seen = new Set<number>();
  let to: Agency | null = from;
  while (to && ended(to) && !seen.has(to.id)) {
    seen.add(to.id);
    to = to.successorId === null ? null : await find(to.successorId);
  }
  return to && !ended(to) ? { from, to } : null;
}

const Told = z.object({ place: z.string() });

/** The account with its place, for its page. */
export async function findAccount(db: Reader, actor: Actor, id: number) {
  if (!(await sees({ db, actor }, 'account.manage', id))) return null;
  const where = { id };
  const [account, { place }] = await Promise.all([
    db.account.findUniqueOrThrow({ where, include: { factor: true } }),
    queryRow(db, sql`select ${fullPlace} as place from account c ${placeJoins} where c.id = ${id}`, Told),
  ]);
  return { ...account, place };
}

export type AccountState = 'aktif' | 'nonaktif' | 'terkunci' | 'sandi sekali pakai';

/** An account is in one state: the first that holds. */
export const accountState = (row: {
  disabled_at: Date | null;
  locked: boolean;
  must_change_password: boolean;
}): AccountState => {
  if (row.disabled_at) return 'nonaktif';
  if (row.locked) return 'terkunci';
  return row.must_change_password ? 'sandi sekali pakai' : 'aktif';
};
