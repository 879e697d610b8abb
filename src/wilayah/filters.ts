import { z } from 'zod';
import { type Sql, sql } from '../database/query.js';
import { inScope, kecamatanInScope } from '../scope.js';
import type { Asked, Entry, Filter } from '../web/list.js';
import { nearWords, type SearchResult, searchVillages } from './search.js';

/** A request is searched once, though its rows and its page both ask. */
const searches = new WeakMap<Asked['filters'], Promise<SearchResult>>();

/** What the name or code typed in filter `name` means; null when nothing is typed. */
export function placesMeant(at: Asked, name: string): Promise<SearchResult> | null {
  const typed = at.filters[name];
  if (!typed) return null;
  const known = searches.get(at.filters) ?? searchVillages(at.app.db, at.actor, typed);
  searches.set(at.filters, known);
  return known;
}

/** A village by name or code, tolerant of spelling; `column` holds its code. */
export const placeFilter = (
  column: Sql,
  { name = 'cari', label = 'Cari nama atau kode' }: { name?: string; label?: string } = {},
): Filter<Asked> => ({
  label,
  type: 'text',
  read: z.string().trim().max(100).catch(''),
  where: async (_value, at) => {
    const found = await placesMeant(at, name);
    return found && sql`${column} = any(${found.codes}::text[])`;
  },
});

/** The names that may be meant where a search found nothing, in one sentence; '' when nothing is near. */
export const nearPlaces = async (at: Asked, name = 'cari'): Promise<string> =>
  nearWords((await placesMeant(at, name))?.suggestions ?? []);

/** A kecamatan; `column` holds its code. */
export const kecamatanFilter = (column: Sql): Filter<Asked> => ({
  label: 'Kecamatan',
  type: 'select',
  read: z.string().max(20).catch(''),
  entries: async ({ app, actor }) => {
    const found = await app.db.kecamatan.findMany({
      where: await kecamatanInScope({ db: app.db, actor }),
      select: { code: true, name: true },
      orderBy: { name: 'asc' },
    });
    return found.map((one): Entry => [one.code, one.name]);
  },
  where: (value) => (value === '' ? null : sql`${column} = ${value}`),
});

/** An OPD, `saya` for the own one; `where` says which rows are theirs on the day. */
export const agencyFilter = (
  where: (ids: number[], day: Date) => Sql,
  { ended = false, own = false }: { ended?: boolean; own?: boolean } = {},
): Filter<Asked> => ({
  label: 'OPD',
  type: 'select',
  read: (own ? z.string().regex(/^(saya|[1-9]\d{0,8})$/) : z.string().regex(/^[1-9]\d{0,8}$/)).catch(''),
  entries: async ({ app, actor, day }) => {
    const open = { OR: [{ validTo: null }, { validTo: { gte: day } }] };
    const found = await app.db.agency.findMany({
      where: { ...(await inScope({ db: app.db, actor }, 'agency.list')), ...(ended ? {} : open) },
      select: { id: true, shortName: true },
      orderBy: { shortName: 'asc' },
    });
    const mine: Entry[] = own && actor.agencyId !== null ? [['saya', 'OPD saya']] : [];
    return [...mine, ...found.map((one): Entry => [String(one.id), one.shortName])];
  },
  where: (value, { actor, day }) => {
    if (value === '') return null;
    return where(value === 'saya' ? actor.agencyIds : [Number(value)], day);
  },
});

/** A kind of help, by its code. */
export const categoryFilter = (where: (code: string) => Sql): Filter<Asked> => ({
  label: 'Jenis bantuan',
  type: 'select',
  read: z.string().max(10).catch(''),
  entries: async ({ app }) => {
    const found = await app.db.category.findMany({
      select: { code: true, name: true },
      orderBy: { position: 'asc' },
    });
    return found.map((one): Entry => [one.code, one.name]);
  },
  where: (code) => (code === '' ? null : where(code)),
});
