import type { Database } from '../../src/database/client.js';
import type { Account } from '../../src/generated/prisma/client.js';
import type { Role } from '../../src/generated/prisma/enums.js';

/** Pemalang, where every test plays. */
export const REGION = '33.27';
/** Kec. Belik: Gombong; Kec. Moga: Mandiraja. */
export const GOMBONG = '33.27.03.2001';
export const MANDIRAJA = '33.27.01.2002';

let made = 0;

/** The id of an agency of the reference list, by its short name. */
export async function agencyId(database: Database, shortName = 'Dinkes'): Promise<number> {
  const agency = await database.reader.agency.findFirstOrThrow({ where: { regionCode: REGION, shortName } });
  return agency.id;
}

/** An account of a role; OPD belong to Dinkes and DESA to Gombong unless said otherwise. No password opens it. */
export async function makeAccount(
  database: Database,
  role: Role,
  more: { agency?: string; villageCode?: string; username?: string; name?: string } = {},
): Promise<Account> {
  made += 1;
  const agency = role === 'OPD' ? await agencyId(database, more.agency) : null;
  return database.transaction((tx) =>
    tx.account.create({
      data: {
        regionCode: REGION,
        username: more.username ?? `${role.toLowerCase()}-${made}`,
        name: more.name ?? `Petugas ${made}`,
        role,
        passwordHash: '-',
        agencyId: agency,
        villageCode: role === 'DESA' ? (more.villageCode ?? GOMBONG) : null,
      },
    }),
  );
}
