import { z } from 'zod';

export const ReviewRow = z.object({
  id: z.number(),
  revision_id: z.number(),
  lock_version: z.number(),
  verified_revision_id: z.number().nullable(),
  title: z.string(),
  starts_on: z.date(),
  village_code: z.string(),
  village: z.string(),
  kecamatan: z.string(),
  agency: z.string(),
  lines: z.array(z.string()),
  planned: z.number().nullable(),
  spent: z.number().nullable(),
  waiting_since: z.date(),
});

export type ReviewRow = z.output<typeof ReviewRow>;

/** A report as a page showed it, as its box sends it. */
export const pickOf = ({ id, revision_id, lock_version }: ReviewRow): string =>
  `${id}.${revision_id}.${lock_version}`;
