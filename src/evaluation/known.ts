import { queryRows, type Sql, sql } from '../database/query.js';
import { findOfficial, type Official } from '../lokus/official.js';
import { type Actor, can } from '../policy.js';
import { settingsOn } from '../settings/settings.js';
import { type Services, today } from '../web/services.js';
import { type Basis, basisOf } from './basis.js';
import {
  type Criteria,
  type ExitFact,
  exitTest,
  FactRow,
  factColumns,
  factSources,
  type VillageNeed,
  villageNeeds,
} from './facts.js';

interface Asking {
  app: Services;
  actor: Actor;
}

/** What must be known to tell the facts of a list: its versions, the criteria of the day and the needs of villages. */
export interface EvaluationParts {
  basis: Basis;
  criteria: Criteria;
  needs: VillageNeed[];
}

export async function partsOf({ app, actor }: Asking, { list }: Official): Promise<EvaluationParts> {
  const [basis, criteria, needs] = await Promise.all([
    basisOf(app.db, actor, list),
    settingsOn(app.db, actor, today(app.clock)),
    villageNeeds(app.db, list.year),
  ]);
  return { basis, criteria, needs };
}

/** The facts of members of a list, with what they are told by. */
export interface ListFacts extends EvaluationParts {
  rows: FactRow[];
}

/** Of the members `m` under a condition of the official list of a year; null where there is none that one may evaluate. */
export async function memberFacts(
  { app, actor }: Asking,
  year: number,
  only: Sql,
): Promise<ListFacts | null> {
  const day = today(app.clock);
  const official = await findOfficial(app.db, actor, year, { edition: null, today: day });
  if (!official || !can(actor, 'evaluation.read', official.list)) return null;
  const parts = await partsOf({ app, actor }, official);
  const from = factSources(official.list, parts, day);
  const rows = await queryRows(app.db, sql`select ${factColumns(day)} ${from} where ${only}`, FactRow);
  return { ...parts, rows };
}

/** The exit test of every member of the official list of a year, by village code; empty where there is none. */
export async function exitFactsOf(asking: Asking, year: number): Promise<Map<string, ExitFact[]>> {
  const told = await memberFacts(asking, year, sql`true`);
  return new Map(told?.rows.map((row) => [row.code, exitTest(row, told.basis, told.criteria)]));
}
