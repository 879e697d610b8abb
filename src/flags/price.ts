import { list, rupiah } from '../core/format.js';

/** A unit price is far outside when it is under half of the lowest or over twice the highest usual price. */
const FAR = 2;

interface Priced {
  target: number | null;
  realised: number | null;
  plannedRupiah: number | bigint | null;
  spentRupiah: number | bigint | null;
}

interface Usual {
  name: string;
  unit: string;
  priceLow: number | bigint | null;
  priceHigh: number | bigint | null;
}

/** A sentence about a unit price that is far outside of what is usual for the category; '' when it is not. */
export function priceWarning(line: Priced, category: Usual): string {
  if (category.priceLow === null || category.priceHigh === null) return '';
  const [low, high] = [Number(category.priceLow), Number(category.priceHigh)];
  const prices = [perUnit(line.spentRupiah, line.realised), perUnit(line.plannedRupiah, line.target)];
  const odd = prices.find((price) => price !== null && (price < low / FAR || price > high * FAR));
  if (odd === undefined || odd === null) return '';
  const side = odd > high ? 'di atas' : 'di bawah';
  return `${category.name}: ${rupiah(Math.round(odd))} per ${category.unit}, jauh ${side} kisaran ${rupiah(low)} sampai ${rupiah(high)}.`;
}

function perUnit(money: number | bigint | null, units: number | null): number | null {
  return money === null || Number(money) === 0 || !units ? null : Number(money) / units;
}

/** What is said after saving; '' when every price is usual. */
export function priceAdvice(
  lines: (Priced & { categoryCode: string })[],
  categories: (Usual & { code: string })[],
) {
  const warnings = lines.flatMap((line) => {
    const category = categories.find((one) => one.code === line.categoryCode);
    const warning = category ? priceWarning(line, category) : '';
    return warning ? [warning.replace(/\.$/, '')] : [];
  });
  return warnings.length === 0 ? '' : `Periksa harga satuan ${list(warnings)}.`;
}
