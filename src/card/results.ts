import { besideWords, plannedWords } from '../activities/counting.js';
import { fundingBars } from '../activities/funding-view.js';
import { byCategory, byFunding, within } from '../activities/sums.js';
import { deliveryBar } from '../charts/bars.js';
import { dayName, month, number, rupiah } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import { undertakingsWhere } from '../undertakings/standing.js';
import { type PromiseView, promiseView } from '../undertakings/words.js';
import type { Status } from '../web/components.js';
import { responseView, reviewStatusView, workStatusView } from '../web/statuses.js';
import { type TimelineRow, timeline } from './queries.js';

export interface TimelineMonth {
  month: string;
  /** On paper stand the newest only. */
  printed: boolean;
  items: {
    printed: boolean;
    day: string;
    weekday: string;
    title: string;
    href: string;
    lines: string[];
    agency: string;
    statuses: Status[];
  }[];
}

const SHOWN = 12;
const PRINTED = 5;

/** The newest activities by month. */
export async function timelineMonths(
  db: Reader,
  actor: Actor,
  villageCode: string,
): Promise<TimelineMonth[]> {
  const months = new Map<string, TimelineMonth>();
  for (const [at, row] of (await timeline(db, actor, villageCode, SHOWN)).entries()) {
    const name = month(row.starts_on);
    const printed = at < PRINTED;
    const group = months.get(name) ?? { month: name, printed, items: [] };
    months.set(name, group);
    group.items.push({ printed, ...item(row) });
  }
  return [...months.values()];
}

function item(row: TimelineRow): Omit<TimelineMonth['items'][number], 'printed'> {
  const done = row.work_status === 'SELESAI' ? [] : [workStatusView[row.work_status]];
  const said = responseView(row.response, row.answered);
  return {
    day: String(row.starts_on.getUTCDate()),
    weekday: dayName(row.starts_on).slice(0, 3),
    title: row.title,
    href: `/kegiatan/${row.id}`,
    lines: [...row.lines, ...row.money.map(moneyInWords)],
    agency: row.sharers ? `${row.agency} bersama ${row.sharers}` : row.agency,
    statuses: [...done, reviewStatusView[row.review_status], ...(said ? [said] : [])],
  };
}

/** What a funder paid; before anything was paid, what is planned. */
const moneyInWords = ({ name, spent, planned }: TimelineRow['money'][number]) =>
  spent > 0 ? `${name}, ${rupiah(spent)}` : `${name}, rencana ${rupiah(planned)}`;

const PROMISES = 30;

/** Who promised what and what came of it, those still open first. */
export async function promiseViews(db: Reader, villageCode: string, day: Date): Promise<PromiseView[]> {
  const where = sql`u.village_code = ${villageCode} and not u.withdrawn`;
  return (await undertakingsWhere(db, day, where)).slice(0, PROMISES).map(promiseView);
}

export interface ResultRow {
  name: string;
  unit: string;
  funded: string;
  realised: string;
  /** What is planned or was cancelled and is in no sum; '' when nothing is. */
  planned: string;
  bar: string;
  /** Whether the bar has an outline for what is planned. */
  hollow: boolean;
  over: boolean;
}

/** Verified results by category, each bar on a scale of its own, as units differ. */
export async function resultRows(db: Reader, villageCode: string): Promise<ResultRow[]> {
  return (await byCategory(db, within.village(villageCode))).map((row) => ({
    name: row.name,
    unit: row.unit,
    // Where nothing was delivered, zeros would say that it failed: what there is is told instead.
    funded: row.activities > 0 ? number(row.funded) : '–',
    realised: row.activities > 0 ? number(row.realised) : '–',
    planned: plannedWords(row) || (row.activities > 0 ? '' : besideWords(row)),
    bar: deliveryBar({ planned: row.plans_target, funded: row.funded, delivered: row.realised }),
    hollow: row.plans_target > 0,
    over: row.funded > 0 && row.realised > row.funded,
  }));
}

/** Rupiah spent in the village by funder as a chart; '' when nothing was spent. */
export const fundingChart = async (db: Reader, villageCode: string, name: string): Promise<string> =>
  fundingBars(await byFunding(db, within.village(villageCode)), `di ${name}`);
