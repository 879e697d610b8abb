import { z } from 'zod';
import { type Sql, sql } from '../database/query.js';
import type { Flaggable } from '../flags/flags.js';
import { ResponseKind } from '../generated/prisma/enums.js';

const Line = z.object({
  categoryCode: z.string(),
  target: z.number().nullable(),
  realised: z.number().nullable(),
  plannedRupiah: z.number().nullable(),
  spentRupiah: z.number().nullable(),
  beneficiaries: z.number().nullable(),
  category: z.object({
    name: z.string(),
    unit: z.string(),
    priceLow: z.number().nullable(),
    priceHigh: z.number().nullable(),
  }),
});
const Evidence = z.object({
  id: z.number(),
  fileName: z.string(),
  file: z.object({ mediaType: z.string(), byteSize: z.number() }),
});

export const ReviewRow = z.object({
  id: z.number(),
  revision_id: z.number(),
  lock_version: z.number(),
  verified_revision_id: z.number().nullable(),
  number: z.number(),
  title: z.string(),
  starts_on: z.date(),
  ends_on: z.date(),
  created_at: z.date(),
  village_code: z.string(),
  agency_id: z.number(),
  village: z.string(),
  kecamatan: z.string(),
  agency: z.string(),
  lines: z.array(z.string()),
  planned: z.number().nullable(),
  spent: z.number().nullable(),
  waiting_since: z.date(),
  /** The village's standing word. */
  word: z.enum(ResponseKind).nullable(),
  reason: z.string().nullable(),
  answered: z.boolean(),
  // Files do without what follows.
  description: z.string().default(''),
  contents: z.array(Line).default([]),
  evidence: z.array(Evidence).default([]),
  /** It was returned before. */
  returned: z.boolean().default(false),
});

export type ReviewRow = z.output<typeof ReviewRow>;

/** A report as a page showed it, as its box sends it. */
export const pickOf = ({ id, revision_id, lock_version }: ReviewRow): string =>
  `${id}.${revision_id}.${lock_version}`;

/** What the page shows of a report beside its row, as columns over `s`. */
export const reportColumns: Sql = sql`s.description,
  coalesce((select json_agg(json_build_object('categoryCode', l.category_code, 'target', l.target, 'realised', l.realised,
      'plannedRupiah', l.planned_rupiah, 'spentRupiah', l.spent_rupiah, 'beneficiaries', l.beneficiaries,
      'category', json_build_object('name', c.name, 'unit', c.unit, 'priceLow', c.price_low, 'priceHigh', c.price_high))
      order by l.position)
    from activity_line l join category c on c.code = l.category_code where l.revision_id = s.id), '[]') as contents,
  coalesce((select json_agg(json_build_object('id', e.id, 'fileName', e.file_name,
      'file', json_build_object('mediaType', f.media_type, 'byteSize', f.byte_size)) order by e.position)
    from evidence e join stored_file f on f.sha256 = e.sha256 where e.revision_id = s.id), '[]') as evidence,
  (select count(*) > 0 from review_step t where t.revision_id = s.id and t.kind = 'KEMBALIKAN') as returned`;

/** As flags look at it. */
export const flaggableOf = (row: ReviewRow): Flaggable => ({
  id: row.revision_id,
  number: row.number,
  startsOn: row.starts_on,
  endsOn: row.ends_on,
  createdAt: row.created_at,
  activity: { villageCode: row.village_code, agencyId: row.agency_id },
  lines: row.contents,
});
