import { dateMedium, decimal, EMPTY, inPercent, number } from '../core/format.js';
import { sql } from '../database/query.js';
import type { Actor } from '../policy.js';
import type { Status } from '../web/components.js';
import { type Services, today } from '../web/services.js';
import type { Pair } from './basis.js';
import { listYearsOf } from './decision.js';
import {
  changeInPercent,
  changeWords,
  exitTest,
  exitWords,
  type FactRow,
  idmParts,
  unknownWords,
} from './facts.js';
import { type ListFacts, memberFacts } from './known.js';
import { evaluationPaths } from './paths.js';

declare module '../web/render.js' {
  interface Views {
    'evaluation/kartu': EffectView;
  }
}

/** What an evaluation tells of one village, on its card: the exit test, and what it was before and is now. */
export interface EffectView {
  list: string;
  href: string;
  words: string;
  facts: { status: Status; text: string }[];
  changes: { name: string; before: string; after: string; change: string }[];
  note: string;
}

/** By the newest list that has begun and holds the village; null where none does, or for whoever reads no evaluation. */
export async function effectView(
  app: Services,
  actor: Actor,
  villageCode: string,
): Promise<EffectView | null> {
  const [year] = await listYearsOf(app.db, villageCode, today(app.clock));
  if (year === undefined) return null;
  const told = await memberFacts({ app, actor }, year, sql`m.village_code = ${villageCode}`);
  const row = told?.rows[0];
  if (!told || !row) return null;
  const facts = exitTest(row, told.basis, told.criteria);
  return {
    list: `lokus ${year}`,
    href: evaluationPaths.year(year),
    words: exitWords(facts),
    facts: facts.map(({ name, met, text }) => ({ status: marks[`${met}`](name), text })),
    changes: changesOf(row, told),
    note: [told.basis.desil1.apart, told.basis.idm.apart].filter(Boolean).join(' '),
  };
}

const marks = {
  true: (name: string): Status => ({ icon: 'check-circle-fill', label: `${name}: terpenuhi`, tone: 'good' }),
  false: (name: string): Status => ({ icon: 'x-lg', label: `${name}: belum terpenuhi`, tone: 'warn' }),
  null: (name: string): Status => ({
    icon: 'dash-square-dotted',
    label: `${name}: tidak teruji`,
    tone: 'quiet',
  }),
};

type Change = EffectView['changes'][number];

/** Before and after of needs, decile 1, IDM and those of its parts that a file told. */
function changesOf(row: FactRow, { basis: { desil1, idm } }: ListFacts): Change[] {
  const percent = changeInPercent(row.desil1_before, row.desil1_after);
  const parts = idmParts.map((part) =>
    scoreChange(part.toUpperCase(), [row[`${part}_before`], row[`${part}_after`]], idm),
  );
  return [
    {
      name: 'Kebutuhan',
      before: row.needed_on ? `${number(row.needs)} jenis (asesmen ${dateMedium(row.needed_on)})` : EMPTY,
      after: row.assessed_on ? `${number(row.open_needs)} jenis terbuka` : EMPTY,
      change: row.assessed_on ? `sisa rata-rata ${inPercent(row.open_share ?? 0)}` : 'belum diasesmen',
    },
    {
      name: `Desil 1 (${desil1.before?.unit ?? 'jiwa'})`,
      before: number(row.desil1_before),
      after: number(row.desil1_after),
      change: percent === null ? unknownWords(desil1) : changeWords(percent),
    },
    ...[scoreChange('IDM', [row.idm_before, row.idm_after], idm), ...parts].flat(),
  ];
}

/** Nothing of a score that neither version tells. */
function scoreChange(name: string, [before, after]: [number | null, number | null], pair: Pair): Change[] {
  if (before === null && after === null) return [];
  const moved = before === null || after === null ? null : after - before;
  const change =
    moved === null
      ? unknownWords(pair)
      : Math.abs(moved) < 0.000_05
        ? 'tetap'
        : `${moved < 0 ? 'turun' : 'naik'} ${decimal(Math.abs(moved), 4)}`;
  const shown = (value: number | null) => (value === null ? EMPTY : decimal(value, 4));
  return [{ name, before: shown(before), after: shown(after), change }];
}
