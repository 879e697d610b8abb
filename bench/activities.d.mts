/** Copies activities up to the id `last`, by default all, with all their parts but the ledger until there are `many`; `ask` runs statements on one connection. */
export function multiplyActivities(
  ask: (statements: string) => Promise<unknown>,
  many: number,
  last?: number,
): Promise<number>;
