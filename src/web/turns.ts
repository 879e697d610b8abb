/** Whose work comes before everybody's: small pieces that a page waits for. */
export const FIRST = 0;
/** Work that no account asked for, in its turn among them. */
export const NOBODY = -1;

/**
 * Work done one piece after the other, in turns of those who wait: of somebody's many pieces at most one stands before
 * the first piece of another.
 */
export class Turns {
  private readonly waiting = new Map<number, (() => Promise<void>)[]>();
  private atWork = false;

  /** @param who whose turn it takes, or `FIRST`. */
  take<T>(who: number, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const line = this.waiting.get(who) ?? [];
      line.push(() => work().then(resolve, reject));
      this.waiting.set(who, line);
      if (!this.atWork) void this.workOn();
    });
  }

  private async workOn(): Promise<void> {
    this.atWork = true;
    for (let piece = this.next(); piece; piece = this.next()) await piece();
    this.atWork = false;
  }

  /** The first piece of whoever waits longest, who then stands behind the others. */
  private next(): (() => Promise<void>) | undefined {
    const [longest] = this.waiting.keys();
    const who = this.waiting.has(FIRST) ? FIRST : longest;
    if (who === undefined) return undefined;
    const line = this.waiting.get(who) ?? [];
    this.waiting.delete(who);
    const piece = line.shift();
    if (line.length > 0) this.waiting.set(who, line);
    return piece;
  }
}
