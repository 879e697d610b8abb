import { needBar } from '../charts/bars.js';
import { date, EMPTY, number } from '../core/format.js';
import { sql } from '../database/query.js';
import { type Actor, can } from '../policy.js';
import type { Link } from '../web/components.js';
import { type Services, today } from '../web/services.js';
import { needPaths } from './paths.js';
import { type NeedRow, needsWhere } from './standing.js';
import { villagesOf } from './subject.js';
import { potentialWords } from './words.js';

declare module '../web/render.js' {
  interface Views {
    'needs/kartu': NeedsView;
  }
}

/** What a village needs, on its card. */
export interface NeedsView {
  /** Of which days the needs are; '' without an assessment. */
  note: string;
  rows: {
    name: string;
    unit: string;
    href: string;
    bar: string;
    need: string;
    funded: string;
    delivered: string;
    left: string;
    over: string;
    /** What is planned, and what other OPD were asked for. */
    coming: string[];
  }[];
  /** Where it is told what the village needs; null for whoever may not. */
  assess: Link | null;
  listHref: string;
}

/** Null for a person who does not read the needs of this village. */
export async function needsView(app: Services, actor: Actor, villageCode: string): Promise<NeedsView | null> {
  const [[village], standings] = await Promise.all([
    villagesOf(app.db, actor, today(app.clock), sql`v.code = ${villageCode}`),
    needsWhere(app.db, sql`v.code = ${villageCode} and n.baseline is not null`),
  ]);
  if (!village) return null;
  const days = standings.flatMap(({ assessed_on }) => assessed_on ?? []).sort((one, other) => +one - +other);
  const [first, last] = [days[0], days.at(-1)];
  const range = first && last && +first < +last ? `${date(first)} sampai ${date(last)}` : date(last);
  return {
    note: last ? `asesmen ${range}; didanai dan terealisasi sejak itu` : '',
    rows: standings.map(needView),
    assess: can(actor, 'need.write', village.ref)
      ? { label: 'Catat asesmen', href: needPaths.createIn(villageCode) }
      : null,
    listHref: needPaths.ofVillage(villageCode),
  };
}

/** Each bar on a scale of its own, as units differ. */
function needView(row: NeedRow): NeedsView['rows'][number] {
  const need = row.baseline ?? 0;
  const potential = potentialWords(row);
  return {
    name: row.category,
    unit: row.unit,
    href: row.assessment_id === null ? '' : needPaths.one(row.assessment_id),
    bar: need > 0 ? needBar({ need, funded: row.funded, delivered: row.delivered }) : EMPTY,
    need: number(need),
    funded: number(row.funded),
    delivered: number(row.delivered),
    left: number(row.left),
    over: row.over ? `melebihi kebutuhan ${number(row.over)}` : '',
    coming: [
      ...(row.planned > 0 ? [`${number(row.planned)} direncanakan`] : []),
      ...(potential ? [`potensi: ${potential}`] : []),
    ],
  };
}
