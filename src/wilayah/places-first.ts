import { number } from '../core/format.js';
import type { Narrowing } from '../web/components.js';

/** So many villages are read on a phone without a choice before. */
const FEW = 20;

/** How rows are told apart by where they are; several rows may be of one village. */
interface Parting<R> {
  village: (row: R) => string;
  key: (row: R) => string;
  name: (row: R) => string;
  /** Leads to the rows of a part alone; '' where nothing does. */
  href: (row: R) => string;
  /** What is said of a part after how many villages it has. */
  words: (rows: R[]) => string;
}

/** The parts of these rows by name, to be chosen first where all make a long page on a phone; none where they do not. */
export function placesFirst<R>(rows: R[], { village, key, name, href, words }: Parting<R>): Narrowing[] {
  const villagesIn = (some: R[]) => new Set(some.map(village)).size;
  const first = new Map(rows.map((row) => [key(row), row]));
  if (first.size < 2 || villagesIn(rows) <= FEW) return [];
  return [...first]
    .map(([one, row]) => {
      const own = rows.filter((other) => key(other) === one);
      return { name: name(row), words: `${number(villagesIn(own))} desa, ${words(own)}`, href: href(row) };
    })
    .sort((one, other) => one.name.localeCompare(other.name, 'id'));
}
