import { parseArgs } from 'node:util';
import { createAccounts, dropSecondStepAs, placeErrors } from '../accounts/accounts.js';
import { system } from '../audit/change.js';
import { ONE_TIME_DAYS } from '../auth/password.js';
import { findNik, nikRefusal } from '../core/nik.js';
import { Problem } from '../core/problem.js';
import type { Database } from '../database/client.js';
import { Role } from '../generated/prisma/enums.js';
import { type Here, ofRegion } from '../scope.js';
import type { Io } from './io.js';

const string = { type: 'string' } as const;
const USAGE = `Pemakaian: npx dampingan pengguna tambah --username NAMA --nama "Nama yang tampil" --peran PERAN [--opd SINGKATAN] [--desa KODE]
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
  const types = { username: string, nama: string, peran: string, opd: string, desa: string };
  let values: Partial<Record<keyof typeof types, string>>;
  try {
    values = parseArgs({ args: argv, options: types, strict: true, allowPositionals: false }).values;
  } catch {
    return 'Ada opsi yang tidak dikenal.';
  }
  const { username = '', nama = '', peran = '', opd, desa } = values;
  const role = Object.values(Role).find((one) => one === peran.toUpperCase());
  if (!role) return `--peran: "${peran}" tidak dikenal.`;
  if (nama.trim() === '') return '--nama: wajib diisi.';
  const masked = findNik(`${username} ${nama}`);
  if (masked) return nikRefusal('--nama', masked);
  const where = ofRegion(here);
  const agency = opd ? await database.reader.agency.findFirst({ where: { ...where, shortName: opd } }) : null;
  if (opd && !agency) return `--opd: "${opd}" tidak ada di data acuan.`;
  const village = desa ? await database.reader.village.findFirst({ where: { ...where, code: desa } }) : null;
  if (desa && !village) return `--desa: "${desa}" tidak ada di daftar wilayah.`;
  const wanted = {
    username: username.toLowerCase(),
    name: nama.trim(),
    role,
    agencyId: agency?.id ?? null,
    villageCode: village?.code ?? null,
  };
  const [wrong] = Object.entries(placeErrors(wanted));
  return wrong ? `--${wrong[0]}: ${wrong[1]}` : wanted;
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
