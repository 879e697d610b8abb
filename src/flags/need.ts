import { z } from 'zod';
import { dateMedium, number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { isAssessed, type NeedRow, needsWhere } from '../needs/standing.js';
import { type Flag, type Flaggable, flag } from './flags.js';

const People = z.object({ code: z.string(), population: z.number() });

/** People of each village by its newest figure. */
const populations = (db: Reader, villages: string[]) =>
  queryRows(
    db,
    sql`select distinct on (f.village_code) f.village_code as code, f.population from desil1_figure f
        join dataset_version d on d.id = f.version_id
        where f.village_code = any(${villages}::text[]) and f.population is not null
        order by f.village_code, d.as_of desc, d.id desc`,
    People,
  );

/** More than the village still needs by its newest assessment, and more helped than live there. */
export async function needFlags(db: Reader, revisions: Flaggable[]) {
  const villages = [...new Set(revisions.map(({ activity }) => activity.villageCode))];
  const [needs, people] = await Promise.all([
    needsWhere(db, sql`n.village_code = any(${villages}::text[]) and ${isAssessed}`),
    populations(db, villages),
  ]);
  const needOf = new Map(needs.map((one) => [`${one.village_code} ${one.category_code}`, one]));
  const peopleOf = new Map(people.map((one) => [one.code, one.population]));
  return ({ activity: { villageCode }, startsOn, lines }: Flaggable): Flag[] =>
    lines.flatMap((line) => [
      ...beyondNeed(line, startsOn, needOf.get(`${villageCode} ${line.categoryCode}`)),
      ...beyondPeople(line, peopleOf.get(villageCode)),
    ]);
}

type Line = Flaggable['lines'][number];

function beyondNeed({ category, realised, target }: Line, startsOn: Date, need?: NeedRow): Flag[] {
  const quantity = realised ?? target ?? 0;
  // What came before the assessment is in its baseline already.
  if (!need?.assessed_on || need.left === null || startsOn <= need.assessed_on || quantity <= need.left)
    return [];
  const text = `${category.name}: ${number(quantity)} ${category.unit}, sisa kebutuhan desa ${number(need.left)} menurut asesmen ${dateMedium(need.assessed_on)}.`;
  return [flag('Melebihi kebutuhan', text)];
}

function beyondPeople({ category, beneficiaries }: Line, population = Number.POSITIVE_INFINITY): Flag[] {
  if (beneficiaries === null || beneficiaries <= population) return [];
  const text = `${category.name}: ${number(beneficiaries)} penerima, penduduk desa ${number(population)} jiwa.`;
  return [flag('Melebihi penduduk', text)];
}
