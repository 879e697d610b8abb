import { z } from 'zod';
import { amountInWords, shownActivities } from '../activities/queries.js';
import { sharersInWords } from '../activities/shares.js';
import type { Reader } from '../database/client.js';
import { agencyNameOn, categoryNameOn, verifiedOn } from '../database/former-names.js';
import { literal, queryRow, queryRows, type Sql, sql } from '../database/query.js';
import { byKind, kindCodes, mainFigure } from '../datasets/kinds.js';
import { MemberOrigin, ReviewStatus, WorkStatus } from '../generated/prisma/enums.js';
import { lastReport } from '../kept/reports.js';
import { isDone } from '../lokus/standing.js';
import type { Actor } from '../policy.js';
import { activityScope } from '../scope.js';

const TimelineRow = z.object({
  id: z.number(),
  title: z.string(),
  starts_on: z.date(),
  agency: z.string(),
  sharers: z.string().nullable(),
  work_status: z.enum(WorkStatus),
  review_status: z.enum(ReviewStatus),
  response: z.enum(['KONFIRMASI', 'SANGGAHAN']).nullable(),
  answered: z.boolean(),
  lines: z.array(z.string()),
  money: z.array(z.object({ name: z.string(), spent: z.number(), planned: z.number() })),
});
export type TimelineRow = z.output<typeof TimelineRow>;

/** The newest activities of a village that this person may see, with their lines in words and their money by funder. */
export function timeline(
  db: Reader,
  actor: Actor,
  villageCode: string,
  limit: number,
): Promise<TimelineRow[]> {
  return queryRows(
    db,
    sql`select a.id, s.title, s.starts_on, ${agencyNameOn(sql`g`, verifiedOn(sql`s`))} as agency, ${sharersInWords} as sharers, s.work_status::text, s.review_status::text,
          p.kind::text as response, p.answered_at is not null as answered,
          coalesce((select array_agg(${categoryNameOn(sql`c`, verifiedOn(sql`s`))} || ': ' || ${amountInWords} order by l.position)
            from activity_line l join category c on c.code = l.category_code where l.revision_id = s.id), '{}') as lines,
          coalesce((select json_agg(m order by m.position) from (select coalesce(f.name, 'Sumber dana belum diisi') as name,
              f.position, coalesce(sum(l.spent_rupiah), 0) as spent, coalesce(sum(l.planned_rupiah), 0) as planned
            from activity_line l left join funding_source f on f.code = l.funding_code where l.revision_id = s.id
            group by f.code having sum(coalesce(l.spent_rupiah, 0) + coalesce(l.planned_rupiah, 0)) > 0) m), '[]'::json) as money
        ${shownActivities(actor)}
        where x.village_code = ${villageCode} and ${activityScope(actor)}
        order by x.starts_on desc, x.activity_id desc limit ${literal(limit)}`,
    TimelineRow,
  );
}

const PaperRow = z.object({ waiting: z.number(), newest: z.date().nullable() });

/** How many activities of a village wait for review, and its laporan terakhir. */
export function papers(db: Reader, villageCode: string, day: Date) {
  return queryRow(
    db,
    sql`select (select count(*) from shown_activity x where x.village_code = ${villageCode}
                and x.review_status = 'DIAJUKAN') as waiting,
               ${lastReport(sql`o.village_code = ${villageCode}`, day)} as newest`,
    PaperRow,
  );
}

const FigureRow = z.object({
  version_id: z.number(),
  kind: z.enum(kindCodes),
  source: z.string(),
  unit: z.string(),
  as_of: z.date(),
  sha256: z.string(),
  value: z.number().nullable(),
});
export type FigureRow = z.output<typeof FigureRow>;

/** What a version says of a village; null where it says nothing. */
const figureIn = (villageCode: string): Sql =>
  byKind(
    sql`d.kind`,
    (kind) => sql`(select f.${mainFigure(kind).stored.column}::float8 from ${kind.table} f
                   where f.version_id = d.id and f.village_code = ${villageCode})`,
  );

/** Every version with its figure of a village, oldest first. */
export function figures(db: Reader, villageCode: string): Promise<FigureRow[]> {
  return queryRows(
    db,
    sql`select d.id as version_id, d.kind::text, d.source, d.unit, d.as_of, d.sha256,
               ${figureIn(villageCode)} as value
        from dataset_version d order by d.as_of, d.id`,
    FigureRow,
  );
}

const RankRow = z.object({
  rank: z.number(),
  of: z.number(),
  desil1: z.number(),
  idm: z.number().nullable(),
  desil1_rank: z.number(),
  idm_rank: z.number().nullable(),
  stability: z.number(),
  selected: z.boolean(),
  run_id: z.number(),
  year: z.number(),
  unit: z.string(),
});
export type RankRow = z.output<typeof RankRow>;

/** Where the village stood in the run behind the newest official list; null without such a run. */
export async function rankBehind(
  db: Reader,
  listId: number | null,
  villageCode: string,
): Promise<RankRow | null> {
  const [row] = await queryRows(
    db,
    sql`select x.rank, x.desil1, x.idm, x.stability, x.selected, x.run_id, l.year, d.unit,
          (select count(*) from ranking_result o where o.run_id = x.run_id) as of,
          (select count(*) + 1 from ranking_result o where o.run_id = x.run_id and o.desil1 > x.desil1) as desil1_rank,
          case when x.idm is null then null else
            (select count(*) + 1 from ranking_result o where o.run_id = x.run_id and o.idm < x.idm) end as idm_rank
        from lokus_list l join ranking_result x on x.run_id = l.run_id and x.village_code = ${villageCode}
        join ranking_run n on n.id = l.run_id join dataset_version d on d.id = n.desil1_version_id
        where l.id = ${listId}::int`,
    RankRow,
  );
  return row ?? null;
}

const Borders = z.object({ desil1: z.number(), idm: z.number().nullable() });

/** The two figures of every unit of a run, for the histograms. */
export function spread(db: Reader, runId: number) {
  return queryRows(db, sql`select desil1, idm from ranking_result where run_id = ${runId}`, Borders);
}

const ListRow = z.object({
  year: z.number(),
  edition: z.number(),
  sk_number: z.string(),
  origin: z.enum(MemberOrigin),
});

const MemberRow = z.object({
  origin: z.enum(MemberOrigin),
  phase: z.number().nullable(),
  done: z.boolean(),
});
export type Membership = z.output<typeof MemberRow>;

/** How the village stands in the official list in force on the day; null when it does not stand there. */
export async function memberOf(db: Reader, listId: number | null, villageCode: string, day: Date) {
  const [row] = await queryRows(
    db,
    sql`select m.origin::text, p.year as phase, ${isDone(sql`m.village_code`, day)} as done from lokus_member m
        left join lokus_phase p on p.list_id = m.list_id and p.kecamatan_code = m.kecamatan_code
        where m.list_id = ${listId}::int and m.village_code = ${villageCode}`,
    MemberRow,
  );
  return row ?? null;
}

const EntryRow = z.object({
  origin: z.enum(MemberOrigin),
  reason: z.string().nullable(),
  year: z.number(),
  sk_number: z.string().nullable(),
});
export type EntryRow = z.output<typeof EntryRow>;

/** How the village came into an official list; null when it does not stand there. */
export async function entryOf(
  db: Reader,
  listId: number | null,
  villageCode: string,
): Promise<EntryRow | null> {
  const [row] = await queryRows(
    db,
    sql`select m.origin::text, m.reason, l.year, l.sk_number from lokus_member m join lokus_list l on l.id = m.list_id
        where m.list_id = ${listId}::int and m.village_code = ${villageCode}`,
    EntryRow,
  );
  return row ?? null;
}

/** Official lists in which the village stands, newest first. */
export function listsOf(db: Reader, villageCode: string) {
  return queryRows(
    db,
    sql`select l.year, l.edition, l.sk_number, m.origin::text from lokus_member m join lokus_list l on l.id = m.list_id
        where m.village_code = ${villageCode} and l.status = 'FIXED' order by l.year desc, l.edition desc`,
    ListRow,
  );
}

/** The first coming year whose official list has the village. */
export async function nextYearOf(db: Reader, villageCode: string, year: number): Promise<number | null> {
  const found = await db.lokusMember.findFirst({
    where: { villageCode, list: { status: 'FIXED', year: { gt: year } } },
    orderBy: { list: { year: 'asc' } },
    select: { list: { select: { year: true } } },
  });
  return (found as { list: { year: number } } | null)?.list.year ?? null;
}
