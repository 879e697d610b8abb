import type { Reader } from '../database/client.js';
import type { Actor } from '../policy.js';
import type { RecapQuery, RecapRow } from './recap.js';
import { recapOfLines } from './recap-lines.js';
import { recapOfSums, sumsKnow } from './recap-sums.js';

/** The rows of a recap: of a page from kept sums, where these know what is asked; of a file from the lines themselves. */
export const recap = (db: Reader, actor: Actor, query: RecapQuery): Promise<RecapRow[]> => {
  if (query.format !== 'html') return recapOfLines(db, actor, query, 'file');
  return sumsKnow(actor, query) ? recapOfSums(db, actor, query) : recapOfLines(db, actor, query, 'page');
};
