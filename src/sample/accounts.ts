import { change, system } from '../audit/change.js';
import { hashPassword } from '../auth/password.js';
import type { Database } from '../database/client.js';
import type { Account, Agency, Village } from '../generated/prisma/client.js';
import { type Here, ofRegion } from '../scope.js';

/** The password of every demo account. */
export const DEMO_PASSWORD = 'desa-dampingan';

export interface SampleAccounts {
  bappeda: Account;
  coordinator: Account;
  /** Of the demo OPD. */
  officer: Account;
  /** Officers by agency and villages by code. */
  officers: Map<number, number>;
  villages: Map<string, number>;
}

const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

type Person = Pick<Account, 'username' | 'name' | 'role'> &
  Partial<Pick<Account, 'agencyId' | 'villageCode'>>;

/** Where two of the demo accounts work. */
interface DemoPlace {
  agencyId: number;
  villageCode: string;
}

const demoPeople = ({ agencyId, villageCode }: DemoPlace): Person[] => [
  { username: 'bappeda', name: 'Analis Bappeda', role: 'BAPPEDA' },
  { username: 'koordinator', name: 'Koordinator', role: 'KOORDINATOR' },
  { username: 'opd', name: 'Petugas Dinkes', role: 'OPD', agencyId },
  { username: 'desa', name: 'Pemerintah desa', role: 'DESA', villageCode },
  { username: 'admin', name: 'Admin', role: 'ADMIN' },
];

const officerOf = (agency: Agency): Person => ({
  username: `petugas-${slug(agency.shortName)}`,
  name: `Petugas ${agency.shortName}`,
  role: 'OPD',
  agencyId: agency.id,
});

const villageOf = (village: Village): Person => ({
  username: `desa-${village.code.replaceAll('.', '')}`,
  name: `Pemerintah ${village.name}`,
  role: 'DESA',
  villageCode: village.code,
});

/** The five demo accounts, an officer for every other OPD, and a village account for each of `villageCodes`. */
export async function makeAccounts(
  database: Database,
  here: Here,
  demo: DemoPlace,
  villageCodes: string[],
): Promise<SampleAccounts> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const agencies = await database.reader.agency.findMany({ where: ofRegion(here), orderBy: { id: 'asc' } });
  const villages = await database.reader.village.findMany({
    where: { code: { in: villageCodes } },
    orderBy: { code: 'asc' },
  });
  const people: Person[] = [
    ...demoPeople(demo),
    ...agencies.filter((agency) => agency.id !== demo.agencyId).map(officerOf),
    ...villages.filter((village) => village.code !== demo.villageCode).map(villageOf),
  ];
  const data = people.map((person) => ({ ...person, ...ofRegion(here), passwordHash, isDemo: true }));
  await change(database, system(here.regionCode, 'Data contoh'), 'system.sample', async (tx) => {
    const { count } = await tx.account.createMany({ data });
    const summary = `${count} akun contoh dibuat`;
    return { result: undefined, fact: { subjectType: 'wilayah', subjectId: here.regionCode, summary } };
  });
  return byRole(await database.reader.account.findMany({ where: { ...ofRegion(here), isDemo: true } }));
}

function byRole(accounts: Account[]): SampleAccounts {
  const named = (username: string) => accounts.find((one) => one.username === username) as Account;
  return {
    bappeda: named('bappeda'),
    coordinator: named('koordinator'),
    officer: named('opd'),
    officers: new Map(accounts.flatMap((one) => (one.agencyId === null ? [] : [[one.agencyId, one.id]]))),
    villages: new Map(
      accounts.flatMap((one) => (one.villageCode === null ? [] : [[one.villageCode, one.id]])),
    ),
  };
}
