import { z } from 'zod';
import { queryRows, sql } from '../../src/database/query.js';
import { monthRead, reportMonths } from '../../src/rhythm/months.js';
import { owedReports, reportState } from '../../src/rhythm/states.js';
import { REGION } from '../support/make.js';
import type { Portal } from '../support/portal.js';

const State = z.object({ village: z.string(), state: z.string() });

/** The state of every report that is owed for a month, by village. */
export async function statesOf(portal: Portal, month: string): Promise<Record<string, string>> {
  const { db } = portal.services;
  const months = await reportMonths(db, { regionCode: REGION }, [monthRead(month)]);
  const query = sql`select s.village_code as village, ${reportState} as state ${owedReports(months)}`;
  const rows = await queryRows(db, query, State);
  return Object.fromEntries(rows.map(({ village, state }) => [village, state]));
}
