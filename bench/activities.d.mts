/** Copies activities with all their parts until there are `many`; `ask` runs statements on one connection. */
export function multiplyActivities(
  ask: (statements: string) => Promise<unknown>,
  many: number,
): Promise<number>;
