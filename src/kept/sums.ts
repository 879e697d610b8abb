import { join, listed, type Sql, sql } from '../database/query.js';
import { measures } from './counting.js';
import { replaced, submitted, waitingMeasures } from './waiting.js';

/** What tells sums apart: among others the year in which activities began, and under which names they count. */
export const SUM_KEY = [
  ...['village_code', 'agency_id', 'lines', 'cut', 'code', 'year'],
  ...['agency_name_no', 'category_name_no'],
];
/** What they tell: of what is verified, and beside it of what waits. */
export const summed = [...measures, ...waitingMeasures];

/** Rows of activities as they are shown and as they are counted, to be added or, where they stood before, taken away. */
interface Added {
  sign: 1 | -1;
  shown: Sql;
  counted: Sql;
}

/** What waits bears no name of before, so it is added where none had ended. */
function added({ sign, shown, counted }: Added): Sql {
  const told = (by: readonly string[]) =>
    listed(summed, (one) => `${by.includes(one) ? `${sign} * ${one}` : '0'} as ${one}`);
  const where = sql`region_code, village_code, agency_id, cut, code, extract(year from starts_on)::int as year`;
  return sql`select ${where}, lines, agency_name_no, category_name_no, ${told(measures)} from ${counted} c
    union all select ${where}, 'SAMA', 0, 0, ${told(waitingMeasures)}
      from (${submitted(shown)} union all ${replaced(shown, counted)}) w`;
}

/** The sums that come of such rows, each with its kabupaten. */
export const addedSums = (...all: Added[]): Sql => {
  const key = listed(['region_code', ...SUM_KEY], (one) => one);
  return sql`select ${key}, ${listed(summed, (one) => `sum(${one})::bigint as ${one}`)}
    from (${join(all.map(added), ' union all ')}) d group by ${key}`;
};
