import DataLoader from 'dataloader';

/**
 * Asks one question for all who ask while the one before it is under way: a question by itself goes at once, and however
 * many come, there are two in turn. What anybody gets was read after they asked.
 */
export function gathered<K, V>(ask: (keys: readonly K[]) => Promise<V[]>): (key: K) => Promise<V> {
  let underWay: Promise<unknown> = Promise.resolve();
  const loader = new DataLoader<K, V>(
    (keys) => {
      const answers = ask(keys);
      underWay = answers.catch(() => undefined);
      return answers;
    },
    { cache: false, batchScheduleFn: (go) => void underWay.then(go) },
  );
  return (key) => loader.load(key);
}
