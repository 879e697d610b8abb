import { number } from '../core/format.js';
import { Problem } from '../core/problem.js';
import { type Clock, today } from './services.js';

/** How many bytes of files each account has sent today; forgotten by a restart, which the floor of the disk outlives. */
export class Quota {
  private day = 0;
  private readonly sent = new Map<number, number>();

  constructor(
    private readonly limit: number,
    private readonly clock: Clock,
  ) {}

  /** Counts what an account sends. @throws Problem `too-many` when it is more than a day's. */
  count(account: number, bytes: number): void {
    const day = today(this.clock).getTime();
    if (day !== this.day) this.sent.clear();
    this.day = day;
    const sent = (this.sent.get(account) ?? 0) + bytes;
    if (sent > this.limit)
      throw new Problem(
        'too-many',
        `Berkas yang Anda kirim hari ini sudah ${number(this.limit / 1_000_000)} MB, batas sehari. Kirim lagi besok, atau perkecil fotonya.`,
      );
    this.sent.set(account, sent);
  }
}
