import { calendarDay, daysBetween, number } from '../core/format.js';
import { DAYS_SILENT } from '../lokus/silence.js';
import type { Button, Stat, Tone } from '../web/components.js';
import { totalInWords } from '../web/list-rows.js';
import type { MonthStanding } from './rhythm.js';
import type { Section } from './tables.js';
import type { Waiting } from './waiting.js';

/** What a role's home shows: the large figures and the lists behind them. */
export interface Board {
  /** What the role should know before it begins. */
  lead?: string;
  /** The one thing it does most, and where else its work stands. */
  actions: Button[];
  stats: Stat[];
  sections: Section[];
  /** How the reports of the last month stand. */
  rhythm?: MonthStanding;
}

export const button = (label: string, href: string, icon: string, primary = false): Button => ({
  label,
  href,
  icon,
  primary,
});

/** A large figure that leads to its list. */
export const stat = (value: number, label: string, href: string, note = ''): Stat => ({
  value: totalInWords(value),
  label,
  href: value > 0 ? href : '',
  note,
  tone: '',
});

/** A figure that asks for something; calm when it is nought. */
export const toned = (tone: Tone, one: Stat): Stat => ({ ...one, tone: one.href === '' ? '' : tone });

/** `tertua 12 hari` of what waits longest. */
export function oldestInWords({ rows: [first] }: Waiting<{ since: Date }>, day: Date): string {
  return first ? `tertua ${number(Math.max(0, daysBetween(calendarDay(first.since), day)))} hari` : '';
}

/** Villages without news, and how long the longest of them has been. */
export const silentStat = (quiet: Waiting<{ since: Date }>, day: Date): Stat =>
  stat(
    quiet.total,
    `desa diam lebih dari ${DAYS_SILENT} hari`,
    '#diam',
    oldestInWords(quiet, day).replace('tertua', 'terlama'),
  );
