import { z } from 'zod';
import { type Sql, sql } from '../database/query.js';
import { Role } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';

const Row = z.object({
  id: z.number(),
  role: z.enum(Role),
  name: z.string(),
  username: z.string(),
  region_code: z.string(),
  agency_id: z.number().nullable(),
  agency_ids: z.array(z.number()).nullable(),
  village_code: z.string().nullable(),
  must_change_password: z.boolean(),
  password_set_at: z.date(),
  has_second_step: z.boolean(),
  place: z.string().nullable(),
});

/** The signed-in person; `mustChangePassword` holds them on the password page. */
export interface SignedIn extends Actor {
  mustChangePassword: boolean;
  passwordSetAt: Date;
  /** A code is asked behind the password. */
  hasSecondStep: boolean;
}

const offices: Partial<Record<Role, string>> = {
  BAPPEDA: 'Bappeda',
  KOORDINATOR: 'Bappeda',
  ADMIN: 'Bappeda',
};

/** The columns that make an actor on `day`; `c`, `g`, `v` come from `actorJoins` on `s.account_id`. */
export const actorColumns = (
  day: Date,
): Sql => sql`c.id, c.role::text, c.name, c.username, c.region_code, c.agency_id, c.village_code,
  c.must_change_password, c.password_set_at, exists (select from second_factor f where f.account_id = c.id) as has_second_step, coalesce(g.name, v.name) as place,
  (with recursive own as (select c.agency_id as id where c.agency_id is not null
     union select p.id from own join agency p on p.successor_id = own.id and p.valid_to <= ${day}::date)
   select array_agg(id) from own) as agency_ids`;
/** A disabled or removed account is nobody. */
export const actorJoins = sql`left join account c on c.id = s.account_id and c.disabled_at is null
  left join agency g on g.id = c.agency_id left join village v on v.code = c.village_code`;

/** The actor in a row with `actorColumns`; null where the row holds no account. */
export function readActor(row: { id?: unknown }): SignedIn | null {
  if (row.id === null) return null;
  const account = Row.parse(row);
  return {
    id: account.id,
    role: account.role,
    name: account.name,
    username: account.username,
    regionCode: account.region_code,
    agencyId: account.agency_id,
    agencyIds: account.agency_ids ?? [],
    villageCode: account.village_code,
    place: account.place ?? offices[account.role] ?? '',
    mustChangePassword: account.must_change_password,
    passwordSetAt: account.password_set_at,
    hasSecondStep: account.has_second_step,
  };
}
