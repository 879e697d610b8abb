import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createAccounts, dropSecondStepAs, nameRules } from '../accounts/accounts.js';
import { placeKinds, placeOf, placesOf } from '../accounts/places.js';
import { system } from '../audit/change.js';
import { ONE_TIME_DAYS } from '../auth/password.js';
import { calendarDay } from '../core/format.js';
import { Problem } from '../core/problem.js';
import type { Database } from '../database/client.js';
import { Role } from '../generated/prisma/enums.js';
import { type Here, ofRegion } from '../scope.js';
import type { Io } from './io.js';

const USAGE = `Pemakaian: npx dampingan pengguna tambah --username NAMA --nama "Nama yang tampil" --peran PERAN ${placeKinds.map(({ name, typed }) => `[--${name} ${typed}]`).join(' ')}
PERAN: ${Object.values(Role).join(', ')}
`;

/**
 * `dampingan pengguna tambah`: makes an account and prints its one-time password; the first admin comes from here.
 * @returns the exit code: 0, 1 when the name is taken, 2 for options that cannot be read.
 */
export async function addAccount(database: Database, here: Here, argv: string[], io: Io): Promise<number> {
  const wanted = await readWanted(database, here, argv);
  if (typeof wanted === 'string') {
    io.stderr.write(`${wanted}\n${USAGE}`);
    return 2;
  }
  try {
    const [made] = await createAccounts(database, system(here.regionCode), [wanted]);
    io.stdout.write(
      `Akun ${made?.username} dibuat. Sandi sekali pakai: ${made?.password}\nSandi ini berlaku ${ONE_TIME_DAYS} hari.\n`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    io.stderr.write(`${Object.values(error.fields)[0] ?? error.message}\n`);
    return 1;
  }
}

/** The account, or a sentence that says which option is wrong. */
async function readWanted(database: Database, here: Here, argv: string[]) {
  const known = ['username', 'nama', 'peran', ...placeKinds.map(({ name }) => name)];
  const options = Object.fromEntries(known.map((name) => [name, { type: 'string' } as const]));
  let values: Record<string, string | undefined>;
  try {
    ({ values } = parseArgs({ args: argv, options, strict: true, allowPositionals: false }));
  } catch {
    return 'Ada opsi yang tidak dikenal.';
  }
  const given = (name: string) => values[name] ?? '';
  const names = z.object(nameRules).safeParse({ username: given('username'), nama: given('nama') });
  const [issue] = names.error?.issues ?? [];
  if (!names.success) return `--${issue?.path.join()}: ${issue?.message}`;
  const role = Object.values(Role).find((one) => one === given('peran').toUpperCase());
  if (!role) return `--peran: "${given('peran')}" tidak dikenal.`;
  const places = await placesOf(database.reader, here, calendarDay(new Date()));
  const { place, unclear } = placeOf(role, places, given);
  const [wrong] = unclear.map(([name, { message }]) => `--${name}: ${message}`);
  return wrong ?? { username: names.data.username, name: names.data.nama, role, place };
}

/**
 * `dampingan pengguna lepas-langkah-kedua`: for the admin who lost the phone and all recovery codes.
 * @returns the exit code: 0, 1 when the account has no second step, 2 for options that cannot be read.
 */
export async function dropSecondStepOf(
  database: Database,
  here: Here,
  argv: string[],
  io: Io,
): Promise<number> {
  const username = argv[0] === '--username' && argv.length === 2 ? argv[1] : undefined;
  const account =
    username &&
    (await database.reader.account.findFirst({
      where: { ...ofRegion(here), username },
    }));
  if (!account) {
    io.stderr.write(
      'Pemakaian: npx dampingan pengguna lepas-langkah-kedua --username NAMA (akun yang ada)\n',
    );
    return 2;
  }
  try {
    await dropSecondStepAs(database, system(here.regionCode), account.id);
    io.stdout.write(`Langkah kedua ${account.username} dilepas.\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    io.stderr.write(`${error.message}\n`);
    return 1;
  }
}
