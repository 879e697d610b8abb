import DataLoader from 'dataloader';

/** A question that takes longer (milliseconds) does not hold up those who come after it. */
const PATIENCE = 100;

/**
 * Asks one question for all who ask while the one before it is under way: a question by itself goes at once, and many cost
 * little more than one. What anybody gets was read after they asked.
 */
export function gathered<K, V>(ask: (keys: readonly K[]) => Promise<V[]>): (key: K) => Promise<V> {
  let underWay: Promise<unknown> = Promise.resolve();
  const loader = new DataLoader<K, V>(
    (keys) => {
      const answers = ask(keys);
      underWay = answers.catch(() => undefined);
      return answers;
    },
    { cache: false, batchScheduleFn: (go) => soonest(underWay, go) },
  );
  return (key) => loader.load(key);
}

/** Calls once, when the promise is kept or patience is over. */
function soonest(kept: Promise<unknown>, call: () => void): void {
  let isCalled = false;
  const once = () => {
    clearTimeout(late);
    if (!isCalled) call();
    isCalled = true;
  };
  const late = setTimeout(once, PATIENCE);
  kept.then(once);
}
