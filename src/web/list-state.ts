import { z } from 'zod';
import { tableFormats } from './export.js';
import type { AnyList, At, Filter, ListState } from './list.js';

const Common = z.object({
  urut: z.string().catch(''),
  hal: z.coerce.number().int().min(1).max(100_000).catch(1),
  format: z.enum(['html', ...tableFormats]).catch('html'),
});

/** What each filter understands of the address; '' where it is not set or not understood. */
export const readFilters = (filters: Record<string, Filter<never>>, url: URL): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filters).map(([name, { read }]) => [name, read.parse(url.searchParams.get(name) ?? '')]),
  );

/** Sort, page and format of the address; what is not understood, or not for this person, falls back. */
export function readState(list: AnyList, at: At): ListState {
  const common = Common.parse(Object.fromEntries(at.url.searchParams));
  const wanted = common.urut.replace(/^-/, '');
  const sort = sortsFor(list, at).some(([key]) => key === wanted) ? common.urut : list.defaultSort;
  return {
    sort: sort.replace(/^-/, ''),
    descending: sort.startsWith('-'),
    page: common.hal,
    format: common.format,
    print: at.url.searchParams.has('cetak'),
  };
}

/** The sorts of a list without those of columns that this person does not get. */
export function sortsFor(list: AnyList, at: At): [string, AnyList['sorts'][string]][] {
  const hidden = new Set<string | undefined>();
  for (const column of list.columns) if (!(column.shown?.(at) ?? true)) hidden.add(column.sort);
  for (const column of list.columns) if (column.shown?.(at) ?? true) hidden.delete(column.sort);
  return Object.entries(list.sorts).filter(([key]) => !hidden.has(key));
}

/** The same address with some parameters changed; `null` removes one. The page falls back to the first. */
export function hrefWith(url: URL, changes: Record<string, string | number | null>): string {
  const query = new URLSearchParams(url.searchParams);
  for (const name of ['hal', 'format', 'cetak']) query.delete(name);
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(key);
    else query.set(key, String(value));
  }
  const text = query.toString();
  return url.pathname + (text ? `?${text}` : '');
}

/** The list that a form was sent from, with the query it carried; without what is asked for once, as a file of it is. */
export function cameFrom(path: string, query: string, ...once: string[]): URL {
  const url = new URL(path, 'http://portal');
  for (const [name, value] of new URLSearchParams(query))
    if (!['format', ...once].includes(name)) url.searchParams.set(name, value);
  return url;
}
