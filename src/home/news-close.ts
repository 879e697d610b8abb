import { unaudited } from '../audit/change.js';
import type { Database } from '../database/client.js';
import type { Actor } from '../policy.js';
import { NEWS_DAYS, type NewsItem } from './news.js';

/** Closes one thing, unless something newer was told about it since. */
export function closeNews(
  database: Database,
  actor: Actor,
  { topic, id, entryId }: Pick<NewsItem, 'topic' | 'id' | 'entryId'>,
): Promise<unknown> {
  const where = { accountId: actor.id, topic, subjectId: id, entryId };
  return unaudited(database, (tx) => tx.news.deleteMany({ where }));
}

/** Closes everything that was told up to a change. */
export function closeAllNews(database: Database, actor: Actor, upTo: number): Promise<unknown> {
  const where = { accountId: actor.id, entryId: { lte: upTo } };
  return unaudited(database, (tx) => tx.news.deleteMany({ where }));
}

/** Removes what nobody closed for long. */
export function forgetNews(database: Database, now: Date): Promise<unknown> {
  const before = new Date(now.getTime() - NEWS_DAYS * 86_400_000);
  return unaudited(database, (tx) => tx.news.deleteMany({ where: { entry: { at: { lt: before } } } }));
}
