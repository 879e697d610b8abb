import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { Role } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';

const Row = z.object({
  id: z.number(),
  role: z.enum(Role),
  name: z.string(),
  username: z.string(),
  region_code: z.string(),
  agency_id: z.number().nullable(),
  village_code: z.string().nullable(),
  must_change_password: z.boolean(),
  place: z.string().nullable(),
});

/** The signed-in person; `mustChangePassword` holds them on the password page. */
export interface SignedIn extends Actor {
  mustChangePassword: boolean;
}

const offices: Partial<Record<Role, string>> = {
  BAPPEDA: 'Bappeda',
  KOORDINATOR: 'Bappeda',
  ADMIN: 'Bappeda',
};

/** The actor behind an account, or null when it was disabled or removed meanwhile. */
export async function findActor(db: Reader, accountId: number): Promise<SignedIn | null> {
  const [row] = await queryRows(
    db,
    sql`select c.id, c.role::text, c.name, c.username, c.region_code, c.agency_id, c.village_code,
               c.must_change_password, coalesce(g.name, v.name) as place
        from account c left join agency g on g.id = c.agency_id left join village v on v.code = c.village_code
        where c.id = ${accountId} and c.disabled_at is null`,
    Row,
  );
  if (!row) return null;
  return {
    id: row.id,
    role: row.role,
    name: row.name,
    username: row.username,
    regionCode: row.region_code,
    agencyId: row.agency_id,
    villageCode: row.village_code,
    place: row.place ?? offices[row.role] ?? '',
    mustChangePassword: row.must_change_password,
  };
}
