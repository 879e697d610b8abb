import { inPercent, number } from '../core/format.js';
import { SpotFinding } from '../generated/prisma/enums.js';
import type { Status } from '../web/components.js';
import type { Interval } from './interval.js';

export const findingViews: Record<SpotFinding, Status> = {
  SESUAI: { icon: 'check-circle', label: 'Sesuai', tone: 'good' },
  TIDAK_SESUAI: { icon: 'exclamation-triangle', label: 'Tidak sesuai', tone: 'warn' },
  TIDAK_DITEMUKAN: { icon: 'slash-circle', label: 'Tidak ditemukan', tone: 'stop' },
};
export const waitingView: Status = { icon: 'hourglass-split', label: 'Belum diperiksa', tone: 'quiet' };

export const findingNames = Object.fromEntries(
  Object.values(SpotFinding).map((one) => [one, findingViews[one].label]),
) as Record<SpotFinding, string>;

/** `92,9 %` of a rate between 0 and 1. */
export const ratePercent = (rate: number): string => inPercent(rate * 100, 1);

/** `antara 66,1 % dan 99,8 %`. */
export const intervalWords = ({ low, high }: Interval): string =>
  `antara ${ratePercent(low)} dan ${ratePercent(high)}`;

/** `13 dari 14`. */
export const outOf = (count: number, all: number): string => `${number(count)} dari ${number(all)}`;
