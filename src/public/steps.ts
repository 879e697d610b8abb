/** Fewer people or households than this are never published, nor a change of fewer (UU PDP 27/2022). */
export const STEP = 5;

/** What one kind of help came to in one place. */
export interface Figures {
  activities: number;
  /** In the unit of the category. */
  funded: number;
  realised: number;
  /** In rupiah. */
  planned: number;
  spent: number;
  /** `spent` by funder. */
  funding: { code: string; spent: number }[];
}

export const NOTHING: Figures = {
  activities: 0,
  funded: 0,
  realised: 0,
  planned: 0,
  spent: 0,
  funding: [],
};

const counts = (figures: Figures) => [figures.funded, figures.realised];
const few = (count: number) => count > 0 && count < STEP;

/**
 * What of `truth` may be published where `last` was published before (null: hidden, or nothing yet). A cell of people
 * moves as a whole, with its activities and its money, and only when each of its counts changed by nothing or by five
 * and more; else the last one stays. Whoever watches it thus never sees fewer than five people come or go. A hidden
 * cell holds nothing and is in no total, so that there is nothing to subtract it from.
 * @returns null when the cell is hidden: then it counts nobody, or too few.
 */
export function publish(people: boolean, last: Figures | null, truth: Figures): Figures | null {
  if (!people) return truth;
  // A category may have counted works before; what it published then is no ground for a cell of people.
  const before = last && !counts(last).some(few) ? last : NOTHING;
  const moves = counts(truth).every((count, at) => {
    const change = Math.abs(count - (counts(before)[at] as number));
    return change === 0 || change >= STEP;
  });
  const next = moves ? truth : before;
  return counts(next).some(few) || counts(next).every((count) => count === 0) ? null : next;
}
