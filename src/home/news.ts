import { z } from 'zod';
import { activityPaths } from '../activities/paths.js';
import { GoesOn, goesOn } from '../agencies/merge.js';
import { newsFor } from '../audit/news.js';
import { age, calendarDay, date, list, number, plusDays } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { agencyNameOn, dayOf } from '../database/former-names.js';
import { literal, queryRows, type Sql, sql } from '../database/query.js';
import { type AssignmentRole, NewsTopic, ReferralAnswer, SpotFinding } from '../generated/prisma/enums.js';
import { readBy } from '../kept/shown.js';
import type { Actor } from '../policy.js';
import { activityScope, sameRegion, scope, undertakingScope } from '../scope.js';
import { spotPaths } from '../spotcheck/paths.js';
import { findingNames } from '../spotcheck/words.js';
import { undertakingPaths } from '../undertakings/paths.js';
import { type Services, today } from '../web/services.js';
import { notOver } from '../wilayah/in-force.js';

/** News that nobody closed goes after so many days. */
export const NEWS_DAYS = 90;
/** How many are shown; each is a line or two. */
const NEWS_SHOWN = 10;

/** One thing that is new, and which change told it, so that a later one is not closed with it. */
export interface NewsItem {
  topic: NewsTopic;
  id: number;
  entryId: number;
  text: string;
  href: string;
  sub: string;
  when: string;
}

/** What is new for a person: the newest, how many there are, up to which change all of them go, and when by themselves. */
export interface NewsView {
  items: NewsItem[];
  total: number;
  /** Days after which what nobody closed goes. */
  keptDays: number;
  upTo: number;
}

const told = { topic: z.enum(NewsTopic), id: z.number(), entry_id: z.number(), at: z.date() };
const columns = sql`n.topic::text, n.subject_id as id, n.entry_id, e.at`;
type Told = Omit<NewsItem, 'when'> & { at: Date };

/**
 * What is new for this person and not closed, the newest first. It is told as it stands: a report that was mended and
 * submitted again, a dispute the village has spoken about since and an assignment that is over are no news any more.
 */
export async function newsView({ db, clock }: Services, actor: Actor): Promise<NewsView> {
  const day = today(clock);
  const topics = await queryRows(
    db,
    sql`select distinct n.topic::text from news n where n.account_id = ${actor.id}`,
    Topic,
  );
  const found = await Promise.all(topics.map(({ topic }) => ofEach[topic](db, actor, day)));
  const news = found.flat().sort((one, other) => other.entryId - one.entryId);
  const items = news
    .slice(0, NEWS_SHOWN)
    .map(({ at, ...one }) => ({ ...one, when: age(calendarDay(at), day) }));
  return { items, total: news.length, keptDays: NEWS_DAYS, upTo: news[0]?.entryId ?? 0 };
}

const Topic = z.object({ topic: told.topic });

/** What is told of each topic; most people have news of one or two. */
const ofEach: Record<NewsTopic, (db: Reader, actor: Actor, day: Date) => Promise<Told[]>> = {
  LAPORAN: reports,
  SANGGAHAN: disputes,
  PENUGASAN: assignments,
  PENGGABUNGAN: mergers,
  RUJUKAN: referrals,
  UJI_PETIK: findings,
  PASCA: aftercare,
};

const ofTopic = (actor: Actor, topic: NewsTopic, { joins, where }: { joins: Sql; where: Sql }): Sql => {
  const [from, condition] = newsFor(actor);
  return sql`${from} ${joins} ${condition} and n.topic = ${literal(topic)} and ${where}`;
};

/** The activity of a piece of news, by the row by which this person reads it. */
const activityJoins = (
  actor: Actor,
) => sql`join shown_activity x on x.activity_id = n.subject_id and ${readBy(actor)}
  join activity a on a.id = x.activity_id and ${sameRegion(sql`a`, sql`x`)}
  join activity_revision r on r.id = a.current_revision_id join village v on v.code = a.village_code`;

const Report = z.object({
  ...told,
  title: z.string(),
  village: z.string(),
  state: z.enum(['DIVERIFIKASI', 'DIKEMBALIKAN']),
  note: z.string().nullable(),
  asked: z.boolean(),
});

async function reports(db: Reader, actor: Actor): Promise<Told[]> {
  const rows = await queryRows(
    db,
    sql`select ${columns}, r.title, v.name as village, r.review_status::text as state, r.review_note as note,
          r.submitted_at is null as asked
        ${ofTopic(actor, 'LAPORAN', {
          joins: activityJoins(actor),
          where: sql`r.review_status in ('DIVERIFIKASI', 'DIKEMBALIKAN') and ${activityScope(actor)}`,
        })}`,
    Report,
  );
  return rows.map((row) => {
    const word = row.asked ? 'Diminta diperbaiki' : 'Dikembalikan';
    const sub = row.state === 'DIVERIFIKASI' ? 'Diverifikasi' : `${word}: “${row.note ?? ''}”`;
    return activityItem(row, sub);
  });
}

const Answered = z.object({ ...told, title: z.string(), village: z.string(), answer: z.string() });

async function disputes(db: Reader, actor: Actor): Promise<Told[]> {
  const rows = await queryRows(
    db,
    sql`select ${columns}, r.title, v.name as village, p.answer
        ${ofTopic(actor, 'SANGGAHAN', {
          joins: sql`${activityJoins(actor)} join lateral (select w.answer from village_response w
            join activity_revision y on y.id = w.revision_id where y.activity_id = a.id order by w.id desc limit 1) p on true`,
          where: sql`p.answer is not null and ${activityScope(actor)}`,
        })}`,
    Answered,
  );
  return rows.map((row) => activityItem(row, `Sanggahan dijawab: “${row.answer}”`));
}

const Looked = z.object({ ...told, title: z.string(), village: z.string(), finding: z.enum(SpotFinding) });

async function findings(db: Reader, actor: Actor): Promise<Told[]> {
  const rows = await queryRows(
    db,
    sql`select ${columns}, r.title, v.name as village, q.finding::text
        ${ofTopic(actor, 'UJI_PETIK', {
          joins: sql`join spot_case q on q.id = n.subject_id
            join spot_frame w on w.check_id = q.check_id and w.activity_id = q.activity_id
            join activity_revision r on r.id = w.revision_id join activity a on a.id = q.activity_id
            join village v on v.code = a.village_code`,
          where: sql`q.finding is not null`,
        })}`,
    Looked,
  );
  return rows.map(({ entry_id, title, village, finding, ...row }) => ({
    ...row,
    entryId: entry_id,
    text: title,
    href: spotPaths.case(row.id),
    sub: `${village}. Uji petik: ${findingNames[finding]}`,
  }));
}

const Done = z.object({ ...told, code: z.string(), village: z.string(), decided_on: z.date() });

/** Villages that were called tuntas a year ago, told to who led them last. */
async function aftercare(db: Reader, actor: Actor): Promise<Told[]> {
  const rows = await queryRows(
    db,
    sql`select ${columns}, v.code, v.name as village, d.decided_on
        ${ofTopic(actor, 'PASCA', {
          joins: sql`join village_decision d on d.id = n.subject_id join village v on v.code = d.village_code`,
          where: scope(actor, 'village.read'),
        })}`,
    Done,
  );
  return rows.map(({ entry_id, code, village, decided_on, ...row }) => ({
    ...{ ...row, entryId: entry_id, text: village, href: `/desa/${code}` },
    sub: `Tuntas sejak ${date(decided_on)}. Tengok apakah hasilnya bertahan, dan sampaikan dalam rakor`,
  }));
}

type About = { [K in keyof typeof told]: z.output<(typeof told)[K]> } & { title: string; village: string };

const activityItem = ({ topic, id, entry_id, at, title, village }: About, sub: string): Told => ({
  ...{ topic, id, entryId: entry_id, at },
  text: title,
  href: activityPaths.one(id),
  sub: `${village}. ${sub}`,
});

const Assigned = z.object({
  ...told,
  code: z.string(),
  village: z.string(),
  agency: z.string(),
  role: z.string().transform((role) => role as AssignmentRole),
  starts_on: z.date(),
});

const roles: Record<AssignmentRole, string> = { LEAD: 'OPD utama', SUPPORT: 'OPD pendukung' };

async function assignments(db: Reader, actor: Actor, day: Date): Promise<Told[]> {
  const rows = await queryRows(
    db,
    sql`select ${columns}, v.code, v.name as village, ${agencyNameOn(sql`g`, sql`s.starts_on`)} as agency,
          s.role::text, s.starts_on
        ${ofTopic(actor, 'PENUGASAN', {
          joins: sql`join assignment s on s.id = n.subject_id join village v on v.code = s.village_code
            join agency g on g.id = s.agency_id`,
          where: sql`${notOver(sql`s`, day)} and ${scope(actor, 'village.read')}`,
        })}`,
    Assigned,
  );
  return rows.map(({ topic, id, entry_id, at, ...row }) => {
    const since = `${row.starts_on > day ? 'mulai' : 'sejak'} ${date(row.starts_on)}`;
    const own = row.code === actor.villageCode;
    return {
      ...{ topic, id, entryId: entry_id, at },
      text: own ? row.agency : row.village,
      href: `/desa/${row.code}`,
      sub: own
        ? `Menjadi ${roles[row.role]} desa Anda ${since}`
        : `${row.agency} menjadi ${roles[row.role]} di sini ${since}`,
    };
  });
}

const Merger = GoesOn.extend({
  ...told,
  agency: z.string(),
  successor: z.string(),
  successor_id: z.number(),
  last: z.date(),
  assignments: z.number(),
});

/** An OPD that another goes on with, as long as it does; an officer reads what is in hand, a village who comes. */
async function mergers(db: Reader, actor: Actor): Promise<Told[]> {
  const rows = await queryRows(
    db,
    sql`select ${columns}, g.short_name as agency, h.short_name as successor, h.id as successor_id, g.valid_to as last,
          (select count(*) from assignment s where s.agency_id = g.id and coalesce(s.ends_on, g.valid_to) >= g.valid_to)
            as assignments, ${goesOn(sql`n.subject_id`)}
        ${ofTopic(actor, 'PENGGABUNGAN', {
          joins: sql`join agency g on g.id = n.subject_id join agency h on h.id = g.successor_id`,
          where: scope(actor, 'agency.list'),
        })}`,
    Merger,
  );
  return rows.map(({ topic, id, entry_id, at, ...row }) => {
    const moved = [
      `${number(row.assignments)} penugasan`,
      `${number(row.papers)} draf atau laporan yang dikembalikan`,
      `${number(row.promises)} komitmen yang belum dipenuhi`,
    ].filter((words) => !words.startsWith('0 '));
    const what = actor.villageCode === null ? list(moved) : 'pendampingan desa Anda';
    return {
      ...{ topic, id, entryId: entry_id, at },
      text: `${row.agency} digabung ke ${row.successor}`,
      href: `/opd/${row.successor_id}`,
      sub: `Mulai ${date(plusDays(row.last, 1))} ${row.successor} melanjutkan ${what || 'tugasnya'}`,
    };
  });
}

const Answer = z.object({
  ...told,
  what: z.string(),
  village: z.string(),
  owner: z.string(),
  answer: z.enum(ReferralAnswer),
  reason: z.string().nullable(),
});

/** What became of referrals: told to who asked and to the coordinators. */
async function referrals(db: Reader, actor: Actor): Promise<Told[]> {
  const rows = await queryRows(
    db,
    sql`select ${columns}, u.what, v.name as village, ${agencyNameOn(sql`o`, dayOf(sql`u.decided_at`))} as owner,
          u.answer::text, u.reason
        ${ofTopic(actor, 'RUJUKAN', {
          joins: sql`join undertaking u on u.id = n.subject_id join village v on v.code = u.village_code
            join agency o on o.id = u.agency_id`,
          where: sql`u.answer <> 'DITAWARKAN' and ${undertakingScope(actor)}`,
        })}`,
    Answer,
  );
  return rows.map(({ topic, id, entry_id, at, ...row }) => {
    const accepted = `${row.owner} menerima rujukan ini`;
    const sub =
      row.answer === 'DITERIMA' ? accepted : `${row.owner} menolak rujukan ini: “${row.reason ?? ''}”`;
    return {
      ...{ topic, id, entryId: entry_id, at },
      text: row.what,
      href: undertakingPaths.one(id),
      sub: `${row.village}. ${sub}`,
    };
  });
}
