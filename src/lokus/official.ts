import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { agencyNameOn } from '../database/former-names.js';
import { queryRow, queryRows, sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import { sameRegion, scope } from '../scope.js';
import { inForce } from '../wilayah/in-force.js';
import { type Reign, reignOf } from './in-force.js';
import { type PhaseRow, phasesOf } from './queries.js';

const OfficialRow = z.object({
  id: z.number(),
  year: z.number(),
  edition: z.number(),
  status: z.literal('FIXED'),
  sk_number: z.string(),
  sk_date: z.coerce.date(),
  run_id: z.number().nullable(),
  amend_reason: z.string().nullable(),
  created_at: z.coerce.date(),
});
/** An official list as decreed, without its members. */
export type OfficialList = z.output<typeof OfficialRow>;

const Frame = z.object({ id: z.number().nullable(), lists: z.array(OfficialRow) });

/** The days a list is read for: the one its page speaks of, and today with the list that is in force today. */
export interface ListDays {
  day: Date;
  today: Date;
  current: { id: number; year: number } | null;
}

/** The official list of a year among its fellows, and the day its page speaks of. */
export interface Official {
  list: OfficialList;
  /** Every official list and edition of the kabupaten, newest first. */
  all: OfficialList[];
  reign: Reign;
  days: ListDays;
}

/** The official list of a year: the newest edition, or the one asked for; null when there is none. */
export async function findOfficial(
  db: Reader,
  actor: Actor,
  year: number,
  { edition, today }: { edition: number | null; today: Date },
): Promise<Official | null> {
  const frame = await queryRow(
    db,
    sql`with fixed as (select l.id, l.year, l.edition, l.status, l.sk_number, l.sk_date, l.run_id, l.amend_reason, l.created_at
          from lokus_list l where ${scope(actor, 'lokus.read')} and l.status = 'FIXED'),
        wanted as (select id from fixed where year = ${year} and (${edition}::int is null or edition = ${edition}::int)
          order by edition desc limit 1)
        select (select id from wanted) as id,
          coalesce((select json_agg(f order by f.year desc, f.edition desc) from fixed f), '[]'::json) as lists`,
    Frame,
  );
  const list = frame.lists.find((one) => one.id === frame.id);
  if (!list) return null;
  const all = frame.lists;
  const reign = reignOf(
    list.year,
    all.map((one) => one.year),
    today,
  );
  const current = all.find((one) => one.year <= today.getUTCFullYear()) ?? null;
  return { list, all, reign, days: { day: reign.day, today, current } };
}

const Named = z.object({ id: z.number(), name: z.string() });

/** The OPD at work in the villages of a list on a day. */
export function agenciesIn(db: Reader, listId: number, day: Date) {
  return queryRows(
    db,
    sql`select distinct g.id, ${agencyNameOn(sql`g`, sql`${day}::date`)} as name from lokus_member m
        join assignment s on s.village_code = m.village_code and ${inForce(sql`s`, day)}
        join agency g on g.id = s.agency_id where m.list_id = ${listId} order by name`,
    Named,
  );
}

/** What the database will never change again: phases, and what the run selected and the list leaves out. */
export interface Frozen {
  phases: PhaseRow[];
  removals: { name: string; rank: number | null; reason: string }[];
  /** Names that came and went against the edition before; empty in a first edition. */
  enters: string[];
  leaves: string[];
}

const read = new Map<string, Promise<Frozen>>();

/** Reads the frozen parts of an official list once and keeps them. */
export function frozenParts(db: Reader, list: OfficialList): Promise<Frozen> {
  const key = `${list.id} ${list.created_at.getTime()}`;
  let parts = read.get(key);
  if (!parts) {
    parts = readFrozen(db, list);
    parts.catch(() => read.delete(key));
    read.set(key, parts);
  }
  return parts;
}

const Changed = z.object({ name: z.string(), enters: z.boolean() });

async function readFrozen(db: Reader, list: OfficialList): Promise<Frozen> {
  const [phases, removals, changes] = await Promise.all([
    phasesOf(db, list.id),
    db.lokusRemoval.findMany({ where: { listId: list.id }, orderBy: { villageCode: 'asc' } }),
    queryRows(
      db,
      sql`select coalesce(n.name, o.name) as name, o.village_code is null as enters
          from (select village_code, name from lokus_member where list_id = ${list.id}) n
          full join (select m.village_code, m.name from lokus_member m join lokus_list l on l.id = m.list_id
            join lokus_list now on now.id = ${list.id} and ${sameRegion(sql`l`, sql`now`)} and l.year = now.year
              and l.edition = now.edition - 1) o on o.village_code = n.village_code
          where ${list.edition} > 1 and (n.village_code is null or o.village_code is null)
          order by coalesce(n.village_code, o.village_code)`,
      Changed,
    ),
  ]);
  return {
    phases,
    removals,
    enters: changes.filter((one) => one.enters).map((one) => one.name),
    leaves: changes.filter((one) => !one.enters).map((one) => one.name),
  };
}
