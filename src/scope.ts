import { z } from 'zod';
import { forbidden } from './core/problem.js';
import type { Reader, Writer } from './database/client.js';
import { queryRows, type Sql, sql } from './database/query.js';
import { type Action, type Actor, cellOf } from './policy.js';

/** A kind of row: its FROM, the kabupaten it belongs to, and the key a person asks for it by. */
interface Noun {
  from: Sql;
  region: Sql;
  key: Sql;
}

const villages: Noun = {
  from: sql`village v`,
  region: sql`v.region_code`,
  key: sql`v.code`,
};
const activities: Noun = {
  from: sql`activity a join activity_revision r on r.id = a.current_revision_id`,
  region: sql`a.region_code`,
  key: sql`a.id`,
};
/** As they are read: by their kept row, so that neither a list nor a count asks the activities themselves. */
const shownActivities: Noun = {
  from: sql`shown_activity x`,
  region: sql`x.region_code`,
  key: sql`x.activity_id`,
};

const lists: Noun = { from: sql`lokus_list l`, region: sql`l.region_code`, key: sql`l.id` };

/** By the first word of an action; what is not here belongs to no kabupaten. */
const nouns = new Map<string, Noun>(
  Object.entries({
    village: villages,
    poverty: villages,
    need: villages,
    activity: shownActivities,
    review: shownActivities,
    recap: activities,
    undertaking: { from: sql`undertaking u`, region: sql`u.region_code`, key: sql`u.id` },
    agency: { from: sql`agency g`, region: sql`g.region_code`, key: sql`g.id` },
    dataset: { from: sql`dataset_version d`, region: sql`d.region_code`, key: sql`d.id` },
    ranking: { from: sql`ranking_run r`, region: sql`r.region_code`, key: sql`r.id` },
    lokus: lists,
    evaluation: lists,
    assignment: {
      from: sql`assignment s join village v on v.code = s.village_code`,
      region: sql`v.region_code`,
      key: sql`s.id`,
    },
    dayoff: { from: sql`day_off d`, region: sql`d.region_code`, key: sql`d.day::text` },
    /** What is owed for a month, as the lists of a month derive it. */
    rhythm: { from: sql`nil_report q`, region: sql`q.region_code`, key: sql`q.id` },
    spotcheck: { from: sql`spot_check t`, region: sql`t.region_code`, key: sql`t.id` },
    spotframe: {
      from: sql`spot_frame w join spot_check t on t.id = w.check_id`,
      region: sql`t.region_code`,
      key: sql`w.activity_id`,
    },
    spotcase: {
      from: sql`spot_case q join spot_frame w on w.check_id = q.check_id and w.activity_id = q.activity_id
        join spot_check t on t.id = q.check_id`,
      region: sql`t.region_code`,
      key: sql`q.id`,
    },
    account: { from: sql`account c`, region: sql`c.region_code`, key: sql`c.id` },
    audit: { from: sql`audit_entry e`, region: sql`e.region_code`, key: sql`e.id` },
  }),
);

const nounOf = (action: Action) => nouns.get(action.split('.')[0] as string);

/**
 * Which rows this person may do `action` to, as a condition on the aliases of its noun; none without a cell, all of the
 * kabupaten where the cell says yes. An assignment is seen with its village, so its condition stands on `v`.
 */
export function scope(actor: Actor, action: Action): Sql {
  const cell = cellOf(actor.role, action);
  if (cell === undefined) return sql`false`;
  const noun = nounOf(action);
  const here = noun ? sql`${noun.region} = ${actor.regionCode}` : sql`true`;
  return typeof cell === 'object' ? sql`(${here} and ${cell.rows(actor)})` : here;
}

/** Who asks which database. */
interface Asking {
  db: Reader | Writer;
  actor: Actor;
}

const Key = z.object({ key: z.union([z.number(), z.string()]) });

/** The keys of the rows of a noun that this person may do `action` to, of those that `only` leaves. */
const keysOf = async ({ db, actor }: Asking, action: Action, noun: Noun, only: Sql = sql`true`) => {
  const query = sql`select ${noun.key} as key from ${noun.from} where ${only} and ${scope(actor, action)}`;
  const rows = await queryRows(db, query, Key);
  return rows.map(({ key }) => key);
};

/** Whether this person sees the row under `key`; a stranger's is not there, which a route answers with 404. */
export async function sees(asking: Asking, action: Action, key: number | string): Promise<boolean> {
  const noun = nounOf(action);
  if (!noun) return cellOf(asking.actor.role, action) !== undefined;
  return (await keysOf(asking, action, noun, sql`${noun.key} = ${key}`)).length > 0;
}

/** A condition for Prisma. The keys stand apart, so that whoever asks for some of them does not overwrite them. */
type Where<A extends Action> = Here & {
  AND?: { [K in KeyOf<A>]: { in: (K extends 'code' ? string : number)[] } };
};
type KeyOf<A extends Action> = A extends `${'village' | 'poverty' | 'need'}.${string}` ? 'code' : 'id';

/**
 * The same for what Prisma reads. Where a cell says which rows, their keys are asked for first: the rule stays one.
 * @throws Problem `forbidden` where the policy has no cell.
 */
export async function inScope<A extends Action>(asking: Asking, action: A): Promise<Where<A>> {
  const { actor } = asking;
  const cell = cellOf(actor.role, action);
  if (cell === undefined) throw forbidden();
  const noun = nounOf(action);
  if (typeof cell !== 'object' || !noun) return ofRegion(actor);
  const key = noun === villages ? 'code' : 'id';
  return { ...ofRegion(actor), AND: { [key]: { in: await keysOf(asking, action, noun) } } } as Where<A>;
}

/** The kecamatan in which a person sees villages, for Prisma. */
export const kecamatanInScope = async (asking: Asking) => ({
  ...ofRegion(asking.actor),
  villages: { some: await inScope(asking, 'village.list') },
});

/** Whatever belongs to a kabupaten: a person, a thing, or the portal itself. */
export interface Here {
  regionCode: string;
}

/** What belongs to the same kabupaten, for Prisma and for the table behind `alias`: for locks and for the portal's own work. */
export const ofRegion = ({ regionCode }: Here): Here => ({ regionCode });
export const inRegion = (alias: Sql, { regionCode }: Here): Sql => sql`${alias}.region_code = ${regionCode}`;
/** The same between two tables, and between a table and a village, whose code begins with its kabupaten's. */
export const sameRegion = (one: Sql, other: Sql): Sql => sql`${one}.region_code = ${other}.region_code`;
export const inRegionOf = (alias: Sql, villageCode: Sql): Sql =>
  sql`${alias}.region_code = left(${villageCode}, 5)`;

/** Which activities a person sees, as a condition on `x` (kept row). */
export const activityScope = (actor: Actor): Sql => scope(actor, 'activity.read');

/** Which official lists a person sees, as a condition on `l` (lokus_list). */
export const listScope = (actor: Actor): Sql => scope(actor, 'lokus.read');

/** Which undertakings a person sees, as a condition on `u`. */
export const undertakingScope = (actor: Actor): Sql => scope(actor, 'undertaking.read');
