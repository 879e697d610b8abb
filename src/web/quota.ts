import { unaudited, unauditedStatement } from '../audit/change.js';
import { number } from '../core/format.js';
import { Problem } from '../core/problem.js';
import type { Database } from '../database/client.js';
import { sql } from '../database/query.js';
import { type Services, today } from './services.js';

/**
 * Counts what an account is about to send today, in one statement, so that many at once cannot pass the limit.
 * @throws Problem `too-many` when it is more than a day's; then it is not counted.
 */
export async function countSent(
  { database, clock, config }: Pick<Services, 'database' | 'clock' | 'config'>,
  accountId: number,
  bytes: number,
): Promise<void> {
  const limit = config.dailyUpload;
  const count = sql`insert into sent_bytes as s (account_id, day, bytes)
      values (${accountId}, ${today(clock)}::date, ${bytes}::bigint)
    on conflict (account_id, day) do update set bytes = s.bytes + excluded.bytes
      where s.bytes + excluded.bytes <= ${limit}::bigint`;
  if (bytes <= limit && (await unauditedStatement(database, count)) === 1) return;
  throw new Problem(
    'too-many',
    `Berkas yang Anda kirim hari ini sudah ${number(limit / 1_000_000)} MB, batas sehari. Kirim lagi besok, atau perkecil fotonya.`,
  );
}

/** Forgets the days before this one. */
export const forgetDays = (database: Database, day: Date): Promise<unknown> =>
  unaudited(database, (tx) => tx.sentBytes.deleteMany({ where: { day: { lt: day } } }));
