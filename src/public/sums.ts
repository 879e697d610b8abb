import { z } from 'zod';
import { countsAs } from '../activities/counting.js';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { type Cell, publicCells } from './suppression.js';

const SumRow = z.object({
  kecamatan: z.string().nullable(),
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  basic_service: z.boolean(),
  counts_people: z.boolean(),
  activities: z.number(),
  funded: z.number(),
  realised: z.number(),
  spent: z.number(),
});
type SumRow = z.output<typeof SumRow>;

/** What anybody may read of one category in one place; quantities in the category's unit, `spent` in rupiah. */
export interface PublicSum {
  code: string;
  name: string;
  unit: string;
  basicService: boolean;
  activities: number;
  funded: Cell;
  realised: Cell;
  spent: number;
}

export interface PublicSums {
  /** Every category in the whole kabupaten, those without an activity as zero. */
  total: PublicSum[];
  /** Categories with verified activities by the kecamatan's code. */
  byKecamatan: Map<string, PublicSum[]>;
}

/** Quantities delivered and verified by category and kecamatan, small cells of people suppressed. */
export async function publicSums(db: Reader, regionCode: string): Promise<PublicSums> {
  const rows = await readSums(db, regionCode);
  const sums: PublicSums = { total: [], byKecamatan: new Map() };
  for (const code of new Set(rows.map((row) => row.code))) {
    const [total, places] = publicCategory(rows.filter((row) => row.code === code));
    sums.total.push(total);
    for (const [kecamatan, sum] of places) {
      sums.byKecamatan.set(kecamatan, [...(sums.byKecamatan.get(kecamatan) ?? []), sum]);
    }
  }
  return sums;
}

/** One category: its sum over the kabupaten, and its sum in each kecamatan. */
function publicCategory(rows: SumRow[]): [PublicSum, [string, PublicSum][]] {
  const places = rows.filter((row) => row.kecamatan !== null);
  const cells = (pick: (row: SumRow) => number) => {
    const values = places.map(pick);
    return rows[0]?.counts_people ? publicCells(values) : { total: total(values), cells: values };
  };
  const funded = cells((row) => row.funded);
  const realised = cells((row) => row.realised);
  const { code, name, unit, basic_service: basicService } = rows[0] as SumRow;
  const what = { code, name, unit, basicService };
  const whole = {
    ...what,
    activities: total(places.map((row) => row.activities)),
    funded: funded.total,
    realised: realised.total,
    spent: total(places.map((row) => row.spent)),
  };
  return [
    whole,
    places.map((row, at) => [
      row.kecamatan as string,
      {
        ...what,
        activities: row.activities,
        funded: funded.cells[at] as Cell,
        realised: realised.cells[at] as Cell,
        spent: row.spent,
      },
    ]),
  ];
}

const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);

function readSums(db: Reader, regionCode: string): Promise<SumRow[]> {
  return queryRows(
    db,
    sql`select v.kecamatan_code as kecamatan, c.code, c.name, c.unit, c.basic_service, c.counts_people,
               count(distinct a.id) as activities, coalesce(sum(l.target), 0) as funded,
               coalesce(sum(l.realised), 0) as realised, coalesce(sum(l.spent_rupiah), 0) as spent
        from category c
        left join (activity_line l join activity a on a.verified_revision_id = l.revision_id
                   and a.region_code = ${regionCode} join village v on v.code = a.village_code
                   join activity_revision w on w.id = a.verified_revision_id and ${countsAs.delivered(sql`w`)})
          on l.category_code = c.code
        group by c.code, v.kecamatan_code order by c.position, v.kecamatan_code`,
    SumRow,
  );
}
