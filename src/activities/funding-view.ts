import { moneyBars } from '../charts/bars.js';
import { rupiah, shortAmount } from '../core/format.js';
import type { FundingSum } from './sums.js';

/** Rupiah spent by funder as a chart; `where` says of whom, as in `di Kecamatan Belik`. '' when nothing was spent. */
export function fundingBars(rows: FundingSum[], where: string): string {
  if (rows.length === 0) return '';
  const total = rows.reduce((sum, one) => sum + one.spent, 0);
  return moneyBars(
    rows.map((one) => ({ label: one.name, value: one.spent, text: shortAmount(one.spent) })),
    { label: 'Jumlah', unit: 'Rp', text: shortAmount(total) },
    `Dana terealisasi ${where} menurut sumber: ${rupiah(total)}, terbesar dari ${rows[0]?.name ?? ''}`,
  );
}
