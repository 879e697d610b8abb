import { z } from 'zod';
import { number, rupiah } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { accountNameAt, agencyNameOn, categoryNameOn, dayOf, verifiedOn } from '../database/former-names.js';
import { queryRows, type Sql, sql } from '../database/query.js';
import { ReviewStatus } from '../generated/prisma/enums.js';
import type { ShareRef } from '../policy.js';

/** What a line can be shared up to: what was reached and paid; before anything was, what is funded and budgeted. */
export const wholeOf = (line: {
  target: number | null;
  realised: number | null;
  plannedRupiah: number | bigint | null;
  spentRupiah: number | bigint | null;
}): Amount => ({
  quantity: line.realised || (line.target ?? 0),
  rupiah: Number(line.spentRupiah) || Number(line.plannedRupiah ?? 0),
});

export interface Amount {
  quantity: number;
  rupiah: number;
}

/** Whether a part of the activity of row `x` is that of these OPD; they are looked up once, and the activities found by them. */
export const sharedBy = (
  agencyIds: number[],
): Sql => sql`x.activity_id = any(array(select a.id from line_share o
    join activity_line y on y.id = o.line_id join activity a on a.verified_revision_id = y.revision_id
    where o.status = 'DIVERIFIKASI' and o.agency_id = any(${agencyIds}::int[])))`;

/** What OPD `o` of share `x` was called when it was verified; before that what it is called today. */
export const sharerName: Sql = agencyNameOn(
  sql`o`,
  sql`case when x.status = 'DIVERIFIKASI' then ${dayOf(sql`x.reviewed_at`)} end`,
);

const countedShares = sql`from line_share x join activity_line y on y.id = x.line_id`;
const ofVerified = sql`where y.revision_id = a.verified_revision_id and x.status = 'DIVERIFIKASI'`;

/**
 * The other OPD of activity `a` whose shares count, in words; null where nobody joined. Whether anybody did is asked
 * first: few activities have any, and to gather nothing costs as much as to gather some. It is asked for one at a time
 * (`limit`): an `exists` is answered by reading all shares for a page of fifty.
 */
export const sharersInWords: Sql = sql`case when (select true ${countedShares} ${ofVerified} limit 1) then
    (select string_agg(distinct n.name, ', ' order by n.name) ${countedShares} join agency o on o.id = x.agency_id
      cross join lateral (select ${sharerName} as name) n ${ofVerified}) end`;

const ShareRow = z.object({
  id: z.number(),
  version: z.number(),
  line_id: z.number(),
  agency_id: z.number(),
  agency: z.string(),
  category: z.string(),
  unit: z.string(),
  quantity: z.number().nullable(),
  rupiah: z.number().nullable(),
  whole_quantity: z.number(),
  whole_rupiah: z.number(),
  status: z.enum(ReviewStatus),
  author_id: z.number(),
  author: z.string(),
  submitted_at: z.date(),
  note: z.string().nullable(),
  /** It stands on the revision that counts; one that fitted into none stays behind until its OPD withdraws it. */
  counts: z.boolean(),
});
export type Share = z.output<typeof ShareRow>;

/** What other OPD state as their part of an activity, in the order in which they did. */
export const sharesOf = (db: Reader, activityId: number): Promise<Share[]> =>
  queryRows(
    db,
    sql`select x.id, x.lock_version as version, x.line_id, x.agency_id, ${sharerName} as agency,
          ${categoryNameOn(sql`c`, verifiedOn(sql`r`))} as category, c.unit, x.quantity, x.rupiah, coalesce(nullif(l.realised, 0), l.target, 0) as whole_quantity,
          coalesce(nullif(l.spent_rupiah, 0), l.planned_rupiah, 0) as whole_rupiah, x.status::text, x.author_id,
          ${accountNameAt(sql`u`, sql`x.submitted_at`)} as author, x.submitted_at, x.review_note as note, l.revision_id = a.verified_revision_id as counts
        from line_share x join activity_line l on l.id = x.line_id join activity_revision r on r.id = l.revision_id
        join activity a on a.id = r.activity_id join agency o on o.id = x.agency_id
        join category c on c.code = l.category_code join account u on u.id = x.author_id
        where a.id = ${activityId} order by x.id`,
    ShareRow,
  );

export const shareRefOf = (share: Share): ShareRef => ({
  sharerId: share.agency_id,
  shareStatus: share.status,
  statedById: share.author_id,
});

/** `4 dari 12 unit Jamban sehat, Rp 3.000.000 dari Rp 9.000.000`. */
export const shareInWords = (share: Share): string =>
  [
    share.quantity ? `${number(share.quantity)} dari ${number(share.whole_quantity)} ${share.unit}` : '',
    share.rupiah ? `${rupiah(share.rupiah)} dari ${rupiah(share.whole_rupiah)}` : '',
  ]
    .filter(Boolean)
    .join(', ');
