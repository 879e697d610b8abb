import { type By, change } from '../audit/change.js';
import { hashPassword, oneTimePassword } from '../auth/password.js';
import type { Database, Reader, Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import type { Account } from '../generated/prisma/client.js';
import type { Role } from '../generated/prisma/enums.js';
import { roleLabels } from '../web/navigation.js';
import { conflict, type FieldErrors, invalid } from '../web/problem.js';

export interface NewAccount {
  username: string;
  name: string;
  role: Role;
  agencyId: number | null;
  villageCode: string | null;
}

/** An account as handed to its owner: the password is known here and nowhere else. */
export interface HandedOut {
  id: number;
  username: string;
  name: string;
  password: string;
}

/** Names that sign-in accepts: lower case letters, digits, dot, hyphen; no spaces to be mistyped. */
export const USERNAME = /^[a-z0-9][a-z0-9.-]{2,39}$/;

/** What is wrong with the place of an account; an empty answer means nothing. */
export function placeErrors(account: NewAccount): FieldErrors {
  const errors: FieldErrors = {};
  if (!USERNAME.test(account.username))
    errors.username =
      'Nama pengguna 3 sampai 40 huruf kecil, angka, titik, atau tanda hubung. Contoh: dinkes-1.';
  if (account.role === 'OPD' && account.agencyId === null)
    errors.opd = 'Pilih OPD tempat petugas ini bekerja.';
  if (account.role === 'DESA' && account.villageCode === null) errors.desa = 'Pilih desa akun ini.';
  return errors;
}

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
    for (const [at, account] of wanted.entries()) {
      const { id } = await tx.account.create({
        data: {
          regionCode: by.regionCode,
          username: account.username,
          name: account.name,
          role: account.role,
          agencyId: account.role === 'OPD' ? account.agencyId : null,
          villageCode: account.role === 'DESA' ? account.villageCode : null,
          passwordHash: hashes[at] as string,
          mustChangePassword: true,
        },
      });
      made.push({ id, username: account.username, name: account.name, password: passwords[at] as string });
    }
    const fact = made.map(({ id, username }, at) => ({
      subjectType: 'akun',
      subjectId: id,
      summary: `Akun ${username} (${roleLabels[(wanted[at] as NewAccount).role]}) dibuat`,
    }));
    return { result: made, fact };
  });
}

async function refuseTakenNames(tx: Writer, wanted: NewAccount[]): Promise<void> {
  const taken = await tx.account.findFirst({
    where: { username: { in: wanted.map((one) => one.username) } },
  });
  if (taken) throw invalid({ username: `Nama pengguna ${taken.username} sudah dipakai. Pilih yang lain.` });
}

const subject = (account: Account) => ({ subjectType: 'akun', subjectId: account.id });

/** A new one-time password; the old one and every session end. */
export async function resetPassword(database: Database, by: By, id: number): Promise<HandedOut> {
  const password = oneTimePassword();
  const passwordHash = await hashPassword(password);
  return change(database, by, 'account.manage', async (tx) => {
    const account = await lock(tx, by, id);
    const data = {
      passwordHash,
      mustChangePassword: true,
      passwordSetAt: new Date(),
      failedAttempts: 0,
      lockedUntil: null,
    };
    await tx.account.update({ where: { id }, data });
    await tx.session.deleteMany({ where: { accountId: id } });
    const result = { id, username: account.username, name: account.name, password };
    return {
      result,
      fact: { ...subject(account), summary: `Sandi sekali pakai dibuat untuk ${account.username}` },
    };
  });
}

/** Closes an account and ends its sessions. The admin's own and the last admin's stay open. */
export function disableAccount(database: Database, by: By, id: number, now: Date): Promise<void> {
  return change(database, by, 'account.manage', async (tx) => {
    const account = await lock(tx, by, id);
    if (account.disabledAt) throw conflict(`Akun ${account.username} sudah nonaktif.`);
    if (id === by.id) throw conflict('Anda tidak dapat menonaktifkan akun Anda sendiri. Minta admin lain.');
    if (account.role === 'ADMIN' && (await activeAdmins(tx, by.regionCode)) < 2)
      throw conflict('Ini admin terakhir. Buat admin lain dahulu.');
    await tx.account.update({ where: { id }, data: { disabledAt: now } });
    await tx.session.deleteMany({ where: { accountId: id } });
    return {
      result: undefined,
      fact: { ...subject(account), summary: `Akun ${account.username} dinonaktifkan` },
    };
  });
}

const activeAdmins = (tx: Writer, regionCode: string) =>
  tx.account.count({ where: { regionCode, role: 'ADMIN', disabledAt: null } });

export function enableAccount(database: Database, by: By, id: number): Promise<void> {
  return change(database, by, 'account.manage', async (tx) => {
    const account = await lock(tx, by, id);
    await tx.account.update({
      where: { id },
      data: { disabledAt: null, failedAttempts: 0, lockedUntil: null },
    });
    return {
      result: undefined,
      fact: { ...subject(account), summary: `Akun ${account.username} diaktifkan` },
    };
  });
}

/** Lets an account try again before its lockout ends. */
export function unlockAccount(database: Database, by: By, id: number): Promise<void> {
  return change(database, by, 'account.manage', async (tx) => {
    const account = await lock(tx, by, id);
    await tx.account.update({ where: { id }, data: { failedAttempts: 0, lockedUntil: null } });
    return {
      result: undefined,
      fact: { ...subject(account), summary: `Kunci akun ${account.username} dibuka` },
    };
  });
}

export function renameAccount(database: Database, by: By, id: number, name: string): Promise<void> {
  return change(database, by, 'account.manage', async (tx) => {
    const account = await lock(tx, by, id);
    await tx.account.update({ where: { id }, data: { name } });
    const summary = `Nama akun ${account.username} diubah`;
    return { result: undefined, fact: { ...subject(account), summary, before: account.name, after: name } };
  });
}

async function lock(tx: Writer, by: By, id: number): Promise<Account> {
  await execute(tx, sql`select id from account where id = ${id} for update`);
  const account = await tx.account.findFirst({ where: { id, regionCode: by.regionCode } });
  if (!account) throw conflict('Akun itu tidak ada lagi.');
  return account;
}

/** The account with its place, for its page. */
export function findAccount(db: Reader, regionCode: string, id: number) {
  return db.account.findFirst({
    where: { id, regionCode },
    include: { agency: true, village: { include: { kecamatan: true } } },
  });
}
