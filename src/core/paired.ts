/** Pairs rows by the first key that fits; each row at most once. What has no partner is gone, or has come. */
export function paired<T, U extends T, V extends T>(old: U[], now: V[], keys: ((one: T) => string)[]) {
  const pairs: [U, V][] = [];
  const gone = new Set(old);
  const come = new Set(now);
  for (const key of keys) {
    for (const after of [...come]) {
      const before = [...gone].find((one) => key(one) === key(after));
      if (!before) continue;
      pairs.push([before, after]);
      gone.delete(before);
      come.delete(after);
    }
  }
  return { pairs, gone: [...gone], come: [...come] };
}
