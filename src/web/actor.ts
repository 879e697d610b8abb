import { z } from 'zod';
import { Belongs, belongsColumns, fullPlace, placeJoins } from '../belonging.js';
import { type Sql, sql } from '../database/query.js';
import { Role } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';

const Row = z.object({
  id: z.number(),
  role: z.enum(Role),
  name: z.string(),
  username: z.string(),
  region_code: z.string(),
  agency_ids: z.array(z.number()).nullable(),
  must_change_password: z.boolean(),
  password_set_at: z.date(),
  has_second_step: z.boolean(),
  place: z.string(),
  ...Belongs.shape,
});

/** The signed-in person; `mustChangePassword` holds them on the password page. */
export interface SignedIn extends Actor {
  mustChangePassword: boolean;
  passwordSetAt: Date;
  /** A code is asked behind the password. */
  hasSecondStep: boolean;
}

/** The columns that make an actor on `day`; what they read comes from `actorJoins` on `s.account_id`. */
export const actorColumns = (
  day: Date,
): Sql => sql`c.id, c.role::text, c.name, c.username, c.region_code, ${belongsColumns}, ${fullPlace} as place,
  c.must_change_password, c.password_set_at, exists (select from second_factor f where f.account_id = c.id) as has_second_step,
  (with recursive own as (select c.agency_id as id where c.agency_id is not null
     union select p.id from own join agency p on p.successor_id = own.id and p.valid_to <= ${day}::date)
   select array_agg(id) from own) as agency_ids`;
/** A disabled or removed account is nobody. */
export const actorJoins = sql`left join account c on c.id = s.account_id and c.disabled_at is null ${placeJoins}`;

/** The actor in a row with `actorColumns`; null where the row holds no account. */
export function readActor(row: { id?: unknown }): SignedIn | null {
  if (row.id === null) return null;
  const { region_code, agency_ids, must_change_password, password_set_at, has_second_step, ...same } =
    Row.parse(row);
  return {
    ...same,
    regionCode: region_code,
    agencyIds: agency_ids ?? [],
    mustChangePassword: must_change_password,
    passwordSetAt: password_set_at,
    hasSecondStep: has_second_step,
  };
}
