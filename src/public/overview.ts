import { z } from 'zod';
import type { Reader } from '../database/client.js';
import { queryRow, queryRows, sql } from '../database/query.js';
import { addedUp, whole } from '../kept/counted.js';
import { CountRow, counts, MoneyRow, money } from '../kept/counting.js';
import { currentList } from '../lokus/queries.js';
import { type Here, inRegion } from '../scope.js';
import { type Services, today } from '../web/services.js';
import { inForce } from '../wilayah/in-force.js';
import {
  type PlaceStanding,
  type PublicSum,
  type Published,
  readPublished,
  standingIn,
  sumsIn,
} from './published.js';
import { ensureSnapshot } from './snapshot.js';

const VillagesRow = z.object({
  code: z.string(),
  name: z.string(),
  units: z.number(),
  members: z.number(),
  phase: z.number().nullable(),
});
/** The villages of one kecamatan as the reference and the official list of today name them. */
export type KecamatanVillages = z.output<typeof VillagesRow>;

/** A kecamatan, or several that are read together. */
export interface Place extends KecamatanVillages, PlaceStanding {
  /** What is counted in them; more than one where they are read together. */
  kecamatan: { code: string; name: string }[];
  activities: number;
  planned: number;
  spent: number;
}

export interface Overview {
  /** Year of the official list that holds now; null before the first. */
  year: number | null;
  kecamatan: KecamatanVillages[];
  /** Of today, of the whole kabupaten alone. */
  live: z.output<typeof LiveRow>;
  published: Published | null;
}

const LiveRow = z.object({
  ...CountRow.pick({ activities: true }).shape,
  ...MoneyRow.pick({ planned: true, spent: true }).shape,
  accompanied: z.number(),
  since: z.number().nullable(),
});

/**
 * The movement in aggregates that anybody may read. Villages that are only planned for a later year are members, not
 * yet accompanied.
 */
export async function overview(services: Services): Promise<Overview> {
  await ensureSnapshot(services);
  const { db, region } = services;
  const day = today(services.clock);
  const list = await currentList(db, region, day.getUTCFullYear());
  const [kecamatan, live, published] = await Promise.all([
    villageRows(db, region, list?.id ?? null, day),
    liveRow(db, region, list?.id ?? null, day),
    readPublished(db, region),
  ]);
  return { year: list?.year ?? null, kecamatan, live, published };
}

/** What stands for kecamatan that are read together. */
export const JOINED = 'Kecamatan dengan kurang dari tiga desa didampingi';

/** Every kecamatan by alphabet, those with few accompanied villages as one at the end. */
export function places({ kecamatan, published }: Overview): Place[] {
  const apart = kecamatan.filter((one) => published?.apart.has(one.code));
  const joined = kecamatan.filter((one) => !published?.apart.has(one.code));
  const groups = [...apart.map((one) => [one]), joined].filter((group) => group.length > 0);
  return groups.map((group) => place(published, group as [KecamatanVillages, ...KecamatanVillages[]]));
}

function place(published: Published | null, group: [KecamatanVillages, ...KecamatanVillages[]]): Place {
  const [first] = group;
  const codes = new Set(group.map((one) => one.code));
  const sums = sumsIn(published, codes);
  const whole = group.length === 1 ? first : { code: '', name: JOINED, phase: null };
  return {
    ...whole,
    ...standingIn(published, codes),
    kecamatan: group.map(({ code, name }) => ({ code, name })),
    units: total(group, 'units'),
    members: total(group, 'members'),
    activities: total(sums, 'activities'),
    planned: total(sums, 'planned'),
    spent: total(sums, 'spent'),
  };
}

/** By kind of help, in a place. */
export const sumsOf = (published: Published | null, where: Pick<Place, 'kecamatan'>): PublicSum[] =>
  sumsIn(published, new Set(where.kecamatan.map((one) => one.code)));

export const total = <K extends string>(rows: Record<K, number>[], key: K): number =>
  rows.reduce((sum, row) => sum + row[key], 0);

function villageRows(db: Reader, here: Here, listId: number | null, day: Date) {
  return queryRows(
    db,
    sql`select k.code, k.name, p.year as phase,
               (select count(*) from village v where v.kecamatan_code = k.code
                  and v.valid_from <= ${day} and (v.valid_to is null or v.valid_to >= ${day})) as units,
               (select count(*) from lokus_member m where m.list_id = ${listId}::int and m.kecamatan_code = k.code) as members
        from kecamatan k
        left join lokus_phase p on p.list_id = ${listId}::int and p.kecamatan_code = k.code
        where ${inRegion(sql`k`, here)} and (k.valid_to is null or k.valid_to >= ${day})
        order by k.name, k.code`,
    VillagesRow,
  );
}

function liveRow(db: Reader, here: Here, listId: number | null, day: Date) {
  return queryRow(
    db,
    sql`select ${addedUp(...counts, ...money)},
               (select extract(year from c.starts_on)::int from counted_activity c where ${inRegion(sql`c`, here)}
                and c.cut = 'SEMUA' and c.activities > 0 order by c.starts_on limit 1) as since,
               (select count(distinct m.village_code) from lokus_member m
                join assignment s on s.village_code = m.village_code and s.role = 'LEAD' and ${inForce(sql`s`, day)}
                where m.list_id = ${listId}::int) as accompanied
        from counted_sum a where ${whole} and a.cut = 'SEMUA' and ${inRegion(sql`a`, here)}`,
    LiveRow,
  );
}
