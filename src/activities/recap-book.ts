import { type About, aboutSheet, exportBook, type FileColumn, tableSheet } from '../web/export.js';
import type { Reply } from '../web/reply.js';
import type { Cut, RecapRow } from './recap.js';
import { detailColumns, detailsIn, groupColumns, groupsIn } from './recap-columns.js';

/**
 * The recap as people hand it round: the groups with their total as on screen, every kind of help and what residents gave
 * within its group by status and SK, and what it all means. An activity with several kinds of help is one in its group
 * and one in each of its kinds.
 */
export function recapBook(cut: Cut, rows: RecapRow[], about: About): Reply {
  const [short, details] = [groupColumns(cut), detailColumns(cut)];
  const total = rows.find((row) => row.level === 3);
  const sheet = (name: string, columns: FileColumn<RecapRow>[], shown: RecapRow[]) => ({
    ...tableSheet(name, columns, shown),
    heads: columns.map(({ key, label }) => label ?? key),
  });
  return exportBook('rekap', [
    {
      ...sheet('Ringkas', short, groupsIn(rows, cut)),
      above: about.map(([label, words]) => `${label}: ${words}`),
      total: total ? ['Seluruhnya', ...short.slice(1).map(({ value }) => value(total))] : null,
    },
    sheet('Rinci', details, detailsIn(rows, cut)),
    aboutSheet(about, details),
  ]);
}
