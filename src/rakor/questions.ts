import { z } from 'zod';
import { calendarDay, date, daysBetween, number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { queryRows, type Sql, sql } from '../database/query.js';
import { accompaniedBy, disputesOf, duePlansOf, lateOf, type Reach, silentOf } from '../home/queries.js';
import { type ByKecamatan, byKecamatan, type Part, type Waiting } from '../home/waiting.js';
import { isNeeded, isUnserved, left, NeedRow, needColumns, needStandings } from '../needs/standing.js';
import { potentialWords } from '../needs/words.js';
import type { Actor } from '../policy.js';
import { inRegion, scope } from '../scope.js';
import { undertakingPaths } from '../undertakings/paths.js';
import { ownerOf } from '../undertakings/words.js';
import { totalInWords } from '../web/list-rows.js';
import { inForce } from '../wilayah/in-force.js';

/** One line of a rakor's paper. */
export interface Item {
  text: string;
  href: string;
  rest: string;
}

/** One kind of what is to be spoken about: the worst, and how many there are. */
export interface Topic {
  id: string;
  title: string;
  items: Item[];
  /** `dan 23 lagi`; '' where all are shown. */
  more: string;
  moreHref: string;
  empty: string;
  places: ByKecamatan;
}

/** What is asked of a rakor: by whom, of which OPD, where, on which day. */
export interface Agenda {
  db: Reader;
  actor: Actor;
  /** An OPD's rakor asks what the home of that OPD asks. */
  reach: Reach;
  part: Part;
  day: Date;
  /** Of the filters that the lists of what is shown share. */
  query: string;
}

function topic<T>(
  [id, title, empty]: readonly [id: string, title: string, empty: string],
  { rows, total, places }: Waiting<T> & { places: ByKecamatan },
  item: (row: T) => Item,
  moreHref: string,
): Topic {
  const hidden = total - rows.length;
  const more = hidden > 0 ? `dan ${totalInWords(hidden)} lagi` : '';
  const words = `${title} (${totalInWords(total)})`;
  return { id, title: words, items: rows.map(item), more, moreHref, empty, places };
}

const days = (since: Date, day: Date) => `${number(Math.max(0, daysBetween(calendarDay(since), day)))} hari`;
const words = (...parts: (string | null)[]) => parts.filter(Boolean).join(', ');

/** Needs under a condition on their standing `n`, those of which most is left on top. */
const needsOf = (where: Sql, { actor, reach, day }: Pick<Agenda, 'actor' | 'reach' | 'day'>) => ({
  select: needColumns,
  from: sql`from ${needStandings}`,
  where: sql`${inRegion(sql`v`, actor)} and ${where} ${accompaniedBy(reach, day)}`,
  order: sql`${left}::float8 / nullif(n.baseline, 0) desc, ${left} desc, v.code, c.position`,
  schema: NeedRow,
});

/** Everything that is spoken about, the worst of each kind. */
export async function topicsOf(asked: Agenda) {
  const [silent, plans, unserved, served, disputes, late] = await Promise.all([
    silentTopic(asked),
    planTopic(asked),
    unservedTopic(asked),
    servedTopic(asked),
    disputeTopic(asked),
    lateTopic(asked),
  ]);
  return { silent, plans, unserved, served, disputes, late };
}

async function silentTopic({ db, actor, reach, part, day, query }: Agenda): Promise<Topic> {
  const found = await byKecamatan(db, silentOf(actor, day, reach), part);
  const item = (row: (typeof found.rows)[number]) => ({
    text: row.village,
    href: `/desa/${row.code}`,
    rest: words(row.kecamatan, row.agency, days(row.since, day)),
  });
  const named = ['diam', 'Desa diam', 'Tidak ada desa yang diam.'] as const;
  return topic(named, found, item, `/desa?diam=ya&urut=terakhir${query}`);
}

async function planTopic({ db, actor, reach, part, day, query }: Agenda): Promise<Topic> {
  const found = await byKecamatan(db, duePlansOf(actor, day, reach), part);
  const item = (row: (typeof found.rows)[number]) => ({
    text: row.title,
    href: `/kegiatan/${row.id}`,
    rest: words(row.village, row.agency, `lewat ${days(row.since, day)}`),
  });
  const named = ['rencana', 'Rencana yang tiba harinya', 'Tidak ada rencana yang menunggu kabar.'] as const;
  return topic(named, found, item, `/kegiatan?rencana=tiba&urut=tanggal${query}`);
}

async function needTopic(
  { db, part, query, ...asked }: Agenda,
  named: readonly [id: string, title: string, empty: string],
  [where, list]: [where: Sql, list: string],
): Promise<Topic> {
  const found = await byKecamatan(db, needsOf(where, asked), part);
  const item = (row: (typeof found.rows)[number]) => {
    const potential = potentialWords(row);
    return {
      text: row.village,
      href: `/desa/${row.village_code}`,
      rest: words(
        row.kecamatan,
        `${row.category} sisa ${number(row.left)} dari ${number(row.baseline)} ${row.unit}`,
        potential && `potensi ${potential}`,
      ),
    };
  };
  return topic(named, found, item, list + query);
}

/** What nobody serves, and beside it what somebody does. */
const unservedTopic = (asked: Agenda) =>
  needTopic(
    asked,
    ['kebutuhan', 'Kebutuhan yang belum dilayani', 'Tidak ada, atau belum ada asesmen.'],
    [isUnserved, '/matriks?tanda=tanpa'],
  );
const servedTopic = (asked: Agenda) =>
  needTopic(
    asked,
    ['sisa', 'Sisa kebutuhan yang sedang dilayani', 'Tidak ada sisa yang sedang dilayani.'],
    [sql`(${isNeeded} and not ${isUnserved})`, '/kebutuhan?sisa=ada&urut=-sisa'],
  );

async function disputeTopic({ db, actor, reach, part, day, query }: Agenda): Promise<Topic> {
  const found = await byKecamatan(db, disputesOf(actor, reach), part);
  const item = (row: (typeof found.rows)[number]) => ({
    text: row.title,
    href: `/kegiatan/${row.id}`,
    rest: words(row.village, row.agency, days(row.since, day)),
  });
  const named = ['sanggahan', 'Disanggah desa', 'Tidak ada sanggahan yang belum dijawab.'] as const;
  return topic(named, found, item, `/kegiatan?tanggapan=menunggu&urut=sanggahan${query}`);
}

async function lateTopic({ db, actor, reach, part, day, query }: Agenda): Promise<Topic> {
  const found = await byKecamatan(db, lateOf(actor, day, reach), part);
  const item = (row: (typeof found.rows)[number]) => ({
    text: row.what,
    href: undertakingPaths.one(row.id),
    rest: words(ownerOf(row), row.village, row.due_on && `lewat ${days(row.due_on, day)}`),
  });
  const named = ['komitmen', 'Komitmen lewat batas', 'Tidak ada komitmen yang lewat batas.'] as const;
  return topic(named, found, item, `${undertakingPaths.list}?status=terlambat${query}`);
}

const Idle = z.object({ name: z.string() });

/** OPD that accompany a village of the part today and have reported no work there since the year began. */
export async function idleAgencies({ db, actor, reach, part, day }: Agenda): Promise<string[]> {
  const year = new Date(Date.UTC(day.getUTCFullYear(), 0, 1));
  const own = reach === null ? sql`true` : sql`g.id = any(${reach}::int[])`;
  const rows = await queryRows(
    db,
    sql`select g.short_name as name from agency g where ${scope(actor, 'agency.list')} and ${own}
          and exists (select from assignment s join village v on v.code = s.village_code
            where s.agency_id = g.id and ${inForce(sql`s`, day)} and ${part.where})
          and not exists (select from activity_report o join village v on v.code = o.village_code
            where o.agency_id = g.id and o.starts_on >= ${year}::date and ${part.where})
        order by g.short_name`,
    Idle,
  );
  return rows.map(({ name }) => name);
}

/** `1 Januari 2026`, since when work is looked for. */
export const sinceWords = (day: Date): string => date(new Date(Date.UTC(day.getUTCFullYear(), 0, 1)));
