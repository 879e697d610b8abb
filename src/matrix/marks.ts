import { type Sql, sql } from '../database/query.js';
import { isBeyond, isDoubled, isUnserved } from '../needs/standing.js';
import type { Status } from '../web/components.js';

/** What a cell of the matrix is marked for. */
export const marks = ['tanpa', 'ganda', 'lebih', 'luar'] as const;
export type Mark = (typeof marks)[number];

/** A mark as icon and words; the icon stands in the cell, both in the legend. */
export const markViews: Record<Mark, Status> = {
  tanpa: { icon: 'circle', label: 'Dibutuhkan, belum ada yang melayani', tone: 'warn' },
  ganda: { icon: 'people-fill', label: 'Direncanakan dua OPD atau lebih', tone: 'warn' },
  lebih: { icon: 'exclamation-triangle', label: 'Melebihi kebutuhan atau jumlah penduduk', tone: 'warn' },
  luar: { icon: 'geo-alt', label: 'Kegiatan di desa luar daftar lokus', tone: 'warn' },
};

/**
 * When each mark holds, over a standing `n` of category `c`, the village in the list `m` that is looked at, and its
 * newest figures `p`. Outside of the list counts what is planned or goes on.
 */
export const markConditions: Record<Mark, Sql> = {
  tanpa: isUnserved,
  ganda: isDoubled,
  lebih: sql`(${isBeyond} or coalesce(c.counts_people and n.delivered > p.population, false))`,
  luar: sql`(m.village_code is null and n.servers <> '{}')`,
};
