import { z } from 'zod';
import { join, type Sql, sql } from './database/query.js';

/** Where an account belongs: one column for each kind of place. An account has at most one; without any it is of the office. */
export const Belongs = z.object({
  agencyId: z.number().nullable(),
  villageCode: z.string().nullable(),
});
export type Belongs = z.output<typeof Belongs>;

/** How account `c` tells its place of a kind: its column, the join that finds the place, and what that is called. */
interface Placed {
  column: Sql;
  join: Sql;
  shortName: Sql;
  fullName: Sql;
}

const kinds: Record<keyof Belongs, Placed> = {
  agencyId: {
    column: sql`c.agency_id as "agencyId"`,
    join: sql`left join agency g on g.id = c.agency_id`,
    shortName: sql`g.short_name`,
    fullName: sql`g.name`,
  },
  villageCode: {
    column: sql`c.village_code as "villageCode"`,
    join: sql`left join village v on v.code = c.village_code`,
    shortName: sql`v.name`,
    fullName: sql`v.name || ', ' || (select k.name from kecamatan k where k.code = v.kecamatan_code)`,
  },
};
const placed = Object.values(kinds);

/** The columns that `Belongs` reads. */
export const belongsColumns = join(placed.map(({ column }) => column));
export const placeJoins = join(
  placed.map((one) => one.join),
  ' ',
);

const OFFICE = 'Bappeda';
const named = (names: Sql[]) => sql`coalesce(${join([...names, sql`${OFFICE}::text`])})`;
/** The place of account `c`, with `placeJoins`: as it stands in tables, and in full. */
export const shortPlace = named(placed.map(({ shortName }) => shortName));
export const fullPlace = named(placed.map(({ fullName }) => fullName));
