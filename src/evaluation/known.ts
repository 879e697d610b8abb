import { queryRows, sql } from '../database/query.js';
import { findOfficial, type Official } from '../lokus/official.js';
import type { Actor } from '../policy.js';
import { settingsOn } from '../settings/settings.js';
import { type Services, today } from '../web/services.js';
import { type Basis, basisOf } from './basis.js';
import { type Criteria, type ExitFact, exitTest, FactRow, factColumns, factSources } from './facts.js';

interface Asking {
  app: Services;
  actor: Actor;
}

/** What must be known to tell the facts of a list: its versions and the criteria of the day. */
export interface EvaluationParts {
  basis: Basis;
  criteria: Criteria;
}

export async function partsOf({ app, actor }: Asking, { list }: Official): Promise<EvaluationParts> {
  const [basis, criteria] = await Promise.all([
    basisOf(app.db, actor, list),
    settingsOn(app.db, actor, today(app.clock)),
  ]);
  return { basis, criteria };
}

/** The exit test of every member of the official list of a year, by village code; empty where there is none. */
export async function exitFactsOf({ app, actor }: Asking, year: number): Promise<Map<string, ExitFact[]>> {
  const day = today(app.clock);
  const official = await findOfficial(app.db, actor, year, { edition: null, today: day });
  if (!official) return new Map();
  const { basis, criteria } = await partsOf({ app, actor }, official);
  const from = factSources(official.list, basis, day);
  const rows = await queryRows(app.db, sql`select ${factColumns(day)} ${from}`, FactRow);
  return new Map(rows.map((row) => [row.code, exitTest(row, basis, criteria)]));
}
