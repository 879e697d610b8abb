import { z } from 'zod';
import { activityPaths } from '../activities/paths.js';
import { number, rupiah } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { categoryNameOn, verifiedOn } from '../database/former-names.js';
import { type Sql, sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import { scope } from '../scope.js';
import { countSome } from '../web/list-rows.js';
import { plainSection, type Section } from './tables.js';
import { oldest, type Waiting } from './waiting.js';

const Row = z.object({
  id: z.number(),
  title: z.string(),
  village: z.string(),
  agency: z.string(),
  category: z.string(),
  unit: z.string(),
  quantity: z.number().nullable(),
  rupiah: z.number().nullable(),
  note: z.string().nullable(),
  since: z.date(),
});
type WaitingShare = z.output<typeof Row>;

const since = sql`coalesce(x.reviewed_at, x.submitted_at)`;

/** Shares `x` of OPD `g` in sight. */
const counted = (actor: Actor, where: Sql) => ({
  from: sql`from line_share x join agency g on g.id = x.agency_id`,
  where: sql`${scope(actor, 'agency.list')} and ${where}`,
});

const waiting = (db: Reader, actor: Actor, where: Sql): Promise<Waiting<WaitingShare>> =>
  oldest(db, {
    select: sql`a.id, r.title, v.name as village, g.short_name as agency, ${categoryNameOn(sql`c`, verifiedOn(sql`r`))} as category, c.unit, x.quantity, x.rupiah,
          x.review_note as note, ${since} as since`,
    ...counted(actor, where),
    details: sql`join activity_line l on l.id = x.line_id join activity_revision r on r.id = l.revision_id
        join activity a on a.id = r.activity_id join village v on v.code = a.village_code
        join category c on c.code = l.category_code`,
    order: sql`${since}, x.id`,
    schema: Row,
  });

async function section(
  app: { db: Reader },
  actor: Actor,
  today: Date,
  given: { where: Sql; title: string; action: string },
): Promise<Section[]> {
  const { rows, total } = await waiting(app.db, actor, given.where);
  if (total === 0) return [];
  const shown = rows.map((one) => ({
    text: `${one.agency}: ${[one.quantity ? `${number(one.quantity)} ${one.unit}` : '', one.rupiah ? rupiah(one.rupiah) : ''].filter(Boolean).join(', ')}, ${one.category}`,
    href: activityPaths.one(one.id),
    sub: one.note ? `“${one.note}”` : `${one.title}, ${one.village}`,
    since: one.since,
    action: given.action,
  }));
  const parts = { today, empty: '', allHref: '' };
  return [plainSection('bagian', given.title, { rows: shown, total }, parts)];
}

/** A share `x` that waits for this coordinator, or for this officer's OPD. */
export const shareToReview = (actor: Actor): Sql =>
  sql`(x.status = 'DIAJUKAN' and x.author_id <> ${actor.id})`;
export const shareSentBack = (actor: Actor): Sql =>
  sql`(x.status = 'DIKEMBALIKAN' and x.agency_id = any(${actor.agencyIds}::int[]))`;

/** How many shares wait. */
export function countShares(db: Reader, actor: Actor, which: Sql): Promise<number> {
  const { from, where } = counted(actor, which);
  return countSome(db, sql`${from} where ${where}`);
}

/** Shares of other OPD that wait for a coordinator; nothing where none does. */
export const sharesToReview = (app: { db: Reader }, actor: Actor, today: Date): Promise<Section[]> =>
  section(app, actor, today, {
    where: shareToReview(actor),
    title: 'Bagian bersama perlu diperiksa',
    action: 'Periksa',
  });

/** Shares of the officer's OPD that came back, by a coordinator or as a revision left no room for them. */
export const returnedShares = (app: { db: Reader }, actor: Actor, today: Date): Promise<Section[]> =>
  section(app, actor, today, {
    where: shareSentBack(actor),
    title: 'Bagian bersama dikembalikan',
    action: 'Perbaiki',
  });
