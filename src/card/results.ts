import { partyNames } from '../activities/words.js';
import { deliveryBar, moneyBars, progressBar } from '../charts/bars.js';
import { date, dayName, month, number, rupiah, shortAmount } from '../core/format.js';
import type { Reader } from '../database/client.js';
import type { Actor } from '../policy.js';
import type { Status } from '../web/components.js';
import { responseView, reviewStatusView, workStatusView } from '../web/statuses.js';
import {
  byCategory,
  byFunding,
  type CommitmentRow,
  commitments,
  type TimelineRow,
  timeline,
} from './queries.js';

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
    agency: row.agency,
    statuses: [...done, reviewStatusView[row.review_status], ...(said ? [said] : [])],
  };
}

/** What a funder paid; before anything was paid, what is planned. */
const moneyInWords = ({ name, spent, planned }: TimelineRow['money'][number]) =>
  spent > 0 ? `${name}, ${rupiah(spent)}` : `${name}, rencana ${rupiah(planned)}`;

export interface CommitmentView {
  who: string;
  what: string;
  href: string;
  bar: string;
  progress: string;
  kept: boolean;
}

/** Who promised what and what was delivered. */
export async function commitmentViews(db: Reader, villageCode: string): Promise<CommitmentView[]> {
  return (await commitments(db, villageCode)).map(commitmentView);
}

function commitmentView(row: CommitmentRow): CommitmentView {
  const { kept } = row;
  const unit = row.unit ?? '';
  const amount =
    row.quantity === null ? '' : `${number(row.delivered ?? 0)} dari ${number(row.quantity)} ${unit}`;
  const due = !kept && row.due_on ? `, batas ${date(row.due_on)}` : '';
  return {
    who: row.party_name ?? partyNames[row.party],
    what: row.what,
    href: `/kegiatan/${row.activity_id}`,
    bar: row.quantity ? progressBar(row.delivered ?? 0, row.quantity, amount) : '',
    progress: `${amount || (kept ? 'dipenuhi' : 'belum dipenuhi')}${due}`,
    kept,
  };
}

export interface ResultRow {
  name: string;
  unit: string;
  funded: string;
  realised: string;
  bar: string;
  over: boolean;
}

/** Verified results by category; each bar is drawn against its own larger figure, as units differ. */
export async function resultRows(db: Reader, villageCode: string): Promise<ResultRow[]> {
  return (await byCategory(db, villageCode)).map((row) => ({
    name: row.name,
    unit: row.unit,
    funded: number(row.funded),
    realised: number(row.realised),
    bar: deliveryBar({
      needed: null,
      funded: row.funded,
      delivered: row.realised,
      largest: Math.max(row.funded, row.realised, 1),
    }),
    over: row.funded > 0 && row.realised > row.funded,
  }));
}

/** Verified rupiah by funder as a chart; '' when nothing was spent. */
export async function fundingChart(db: Reader, villageCode: string, name: string): Promise<string> {
  const rows = await byFunding(db, villageCode);
  if (rows.length === 0) return '';
  const total = rows.reduce((sum, row) => sum + row.spent, 0);
  return moneyBars(
    rows.map((row) => ({ label: row.name, value: row.spent, text: shortAmount(row.spent) })),
    { label: 'Jumlah', unit: 'Rp', text: shortAmount(total) },
    `Dana terealisasi di ${name}: ${rupiah(total)}, terbesar dari ${rows[0]?.name ?? ''}`,
  );
}
