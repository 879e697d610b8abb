import { z } from 'zod';
import { date } from '../core/format.js';
import { invalid } from '../core/problem.js';
import type { Reader } from '../database/client.js';
import { queryRow, queryRows, sql } from '../database/query.js';
import { currentList } from '../lokus/queries.js';
import type { Actor } from '../policy.js';
import { scope } from '../scope.js';
import type { Asked } from '../web/list.js';
import { type Services, today } from '../web/services.js';
import { type AgencyLoad, agencyLoads } from './load.js';
import { type MemberTab, membersOf, waiting } from './members.js';

/** An official list whose villages can be assigned: the one in force, or one of a coming year. */
export interface AssignableList {
  id: number;
  year: number;
}

/** What the page needs besides its list. */
export interface AssignmentParts {
  /** The official list whose villages are assigned; null before the first. */
  list: AssignableList | null;
  /** The list in force and those of coming years. */
  lists: AssignableList[];
  /** The first day on which they can be assigned: today, or the start of a coming year. All is counted for it. */
  day: Date;
  counts: Record<MemberTab, number>;
  loads: AgencyLoad[];
  today: Date;
}

const NO_LIST = -1;
export const idOf = (list: AssignableList | null): number => list?.id ?? NO_LIST;

/** The day on which villages of a list can be assigned at the earliest: today, or the start of a year that is coming. */
export const firstDay = (year: number, day: Date): Date =>
  new Date(Math.max(day.getTime(), Date.UTC(year, 0, 1)));

const ListRow = z.object({ id: z.number(), year: z.number() });

/** The list in force and those fixed for coming years, in order. */
export async function assignableLists(db: Reader, actor: Actor, day: Date): Promise<AssignableList[]> {
  const year = day.getUTCFullYear();
  const now = await currentList(db, actor, year);
  const coming = await queryRows(
    db,
    sql`select distinct on (l.year) l.id, l.year from lokus_list l
        where ${scope(actor, 'lokus.read')} and l.status = 'FIXED' and l.year > ${year}::int
        order by l.year, l.edition desc`,
    ListRow,
  );
  return [...(now ? [now] : []), ...coming];
}

/** The list of the year asked for, where it can be assigned; else the one in force, or the first that is coming. */
export const listOf = (lists: AssignableList[], wanted: number | null): AssignableList | null =>
  lists.find((one) => one.year === wanted) ?? lists[0] ?? null;

/** Whether the list is one of a coming year. */
export const isAhead = ({ day, today: now }: AssignmentParts): boolean => day > now;

/** The year that addresses name; the first list needs none. */
export const shownYear = ({ list, lists }: AssignmentParts): number | null =>
  list && list.id !== lists[0]?.id ? list.year : null;

async function readParts(app: Services, actor: Actor, wanted: number | null): Promise<AssignmentParts> {
  const now = today(app.clock);
  const lists = await assignableLists(app.db, actor, now);
  const list = listOf(lists, wanted);
  const day = list ? firstDay(list.year, now) : now;
  const [counts, loads] = await Promise.all([countsOf(app.db, list, day), agencyLoads(app.db, actor, day)]);
  return { list, lists, day, counts, loads, today: now };
}

const Year = z.coerce.number().int().min(2000).max(2100).nullable().catch(null);
/** The year whose list is assigned; null for the one in force. */
export const yearOf = (url: URL): number | null => Year.parse(url.searchParams.get('tahun'));

/** What an address of the page asks for. */
export const partsFor = ({
  app,
  actor,
  url,
}: Pick<Asked, 'app' | 'actor' | 'url'>): Promise<AssignmentParts> => readParts(app, actor, yearOf(url));

const Phases = z.object({ belum: z.number(), sudah: z.number(), nanti: z.number() });

/** How many members wait for what. */
function countsOf(db: Reader, list: AssignableList | null, day: Date): Promise<AssignmentParts['counts']> {
  const { belum, sudah, nanti } = waiting(day);
  return queryRow(
    db,
    sql`select count(*) filter (where ${belum}) as belum, count(*) filter (where ${sudah}) as sudah,
        count(*) filter (where ${nanti}) as nanti ${membersOf(idOf(list), day)}`,
    Phases,
  );
}

const ListYear = z.object({ year: z.number() });

/**
 * A list says who may be assigned and when: every village must stand in it, and its assignment begin in the list's
 * year where that is coming, by the end of the year in which its kecamatan does, or of this one.
 */
export async function refuseOutside(
  app: Services,
  list: AssignableList | null,
  codes: string[],
  startsOn: Date,
): Promise<void> {
  const now = today(app.clock);
  const year = Math.max(list?.year ?? 0, now.getUTCFullYear());
  const rows = await queryRows(
    app.db,
    sql`select greatest(p.year, ${year}::int) as year from lokus_member m
        left join lokus_phase p on p.list_id = m.list_id and p.kecamatan_code = m.kecamatan_code
        where m.list_id = ${idOf(list)} and m.village_code = any(${codes}::text[])`,
    ListYear,
  );
  if (rows.length !== new Set(codes).size)
    throw invalid({ form: 'Ada desa yang tidak ada di daftar lokus ini. Muat ulang halaman ini.' });
  const first = new Date(Date.UTC(year, 0, 1));
  if (list && first > now && startsOn < first)
    throw invalid({ mulai: `Lokus ${list.year} mulai ${date(first)}. Pilih tanggal itu atau sesudahnya.` });
  const latest = new Date(Date.UTC(Math.min(...rows.map((row) => row.year)), 11, 31));
  if (startsOn > latest) throw invalid({ mulai: `Mulai paling akhir ${date(latest)}.` });
}
