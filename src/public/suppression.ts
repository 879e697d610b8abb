/** Public cells of people and households under five are not shown (UU PDP 27/2022). */
export const SMALLEST_PUBLIC_CELL = 5;

/** A count that may be shown, `small` (1 to 4), or `withheld` so that the total does not give a small one away. */
export type Cell = number | 'small' | 'withheld';

const isSmall = (value: number) => value > 0 && value < SMALLEST_PUBLIC_CELL;

/**
 * What may be shown of counts of people in the parts of a whole, and of their total. Where a part is small, the smallest
 * of the others is withheld too: the total minus what is shown then never is a small count. Where no other part can
 * hide it, the total is withheld.
 */
export function publicCells(values: number[]): { total: Cell; cells: Cell[] } {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (!values.some(isSmall)) return { total, cells: values };
  const large = values.filter((value) => value >= SMALLEST_PUBLIC_CELL);
  const veil = large.length > 0 ? values.indexOf(Math.min(...large)) : -1;
  return {
    total: veil === -1 ? hiddenTotal(total) : total,
    cells: values.map((value, at) => (isSmall(value) ? 'small' : at === veil ? 'withheld' : value)),
  };
}

const hiddenTotal = (total: number): Cell => (isSmall(total) ? 'small' : 'withheld');

/** A cell in words; `number` writes the counts that may be shown. */
export function cellWords(cell: Cell, number: (value: number) => string): string {
  if (cell === 'small') return `kurang dari ${SMALLEST_PUBLIC_CELL}`;
  return cell === 'withheld' ? 'tidak ditampilkan' : number(cell);
}

/** A cell in an export: absent where it is not shown. */
export const cellValue = (cell: Cell): number | null => (typeof cell === 'number' ? cell : null);
