import { type Notice, type PageHead, pageHead, type Table } from './components.js';
import { aboutTable, exportTable, type FileColumn, type TableFormat } from './export.js';
import {
  type AnyList,
  type At,
  type Filter,
  type List,
  nameOf,
  type Shown,
  type Tab,
  type TabLink,
  told,
} from './list.js';
import { columnsFor, listTable, sentence, usedFilters } from './list-page.js';
import { allRows, begun, countOf, readPage, totalInWords } from './list-rows.js';
import { readFilters, readState } from './list-state.js';
import { type Frame, page, type Reply, redirect } from './reply.js';
import type { AnyRow, Context } from './route.js';
import { today } from './services.js';

declare module './render.js' {
  interface Views {
    'web/daftar': { head: PageHead; notices: Notice[]; tabs: TabLink[]; table: Table };
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a list's page is asked with what its own `within` loaded
type Request = Pick<Context<'signed-in', unknown, unknown, unknown, any>, 'app' | 'actor' | 'url' | 'loaded'>;

/** The route of a list: its page, and what it shows as a file. */
export const listRow = (list: AnyList): AnyRow => ({
  method: 'get',
  path: list.path,
  allow: list.access,
  ...(list.within as object | undefined),
  handle: (request) => answer(list, request as Request),
});

/** Several lists under one address, chosen by `bagian`; the first where none is named. */
export interface Tabbed {
  path: string;
  access: AnyList['access'];
  tabs: Record<string, Tab>;
  /** Filters that go along from one tab to the next. */
  keep?: string[];
}

/** The route of several lists. */
export const tabbedRow = (tabbed: Tabbed): AnyRow => ({
  method: 'get',
  path: tabbed.path,
  allow: tabbed.access,
  handle: async (given) => {
    const request = given as Request;
    return answer(tabOf(tabbed, request.url).list, request, () => tabLinks(tabbed, request));
  },
});

function tabOf({ tabs }: Tabbed, url: URL): { key: string; list: AnyList } {
  const asked = url.searchParams.get('bagian') ?? '';
  const key = Object.hasOwn(tabs, asked) ? asked : (Object.keys(tabs)[0] as string);
  return { key, list: (tabs[key] as Tab).list };
}

async function tabLinks(tabbed: Tabbed, request: Request): Promise<TabLink[]> {
  const current = tabOf(tabbed, request.url).key;
  const links = Object.entries(tabbed.tabs).map(async ([key, tab]) => {
    const needed = tab.counted || tab.offered;
    const count = needed ? await countOf(tab.list, await atOf(tab.list, request)) : 0;
    if (key !== current && tab.offered && !tab.offered(count)) return [];
    const label = tab.counted ? `${tab.label} (${totalInWords(count)})` : tab.label;
    return [{ label, href: hrefOf(tabbed, key, request.url), current: key === current }];
  });
  return (await Promise.all(links)).flat();
}

function hrefOf({ path, keep = [] }: Tabbed, key: string, url: URL): string {
  const kept = keep.flatMap((name) => [...url.searchParams].filter(([one]) => one === name));
  return `${path}?${new URLSearchParams([['bagian', key], ...kept])}`;
}

/** The tabs that stand above a list. */
type Tabs = () => Promise<TabLink[]>;
const noTabs: Tabs = async () => [];

async function answer(list: AnyList, request: Request, tabs = noTabs): Promise<Reply> {
  const at = await atOf(list, request);
  const { format } = readState(list, at);
  if (format !== 'html') return exportList(list, at, format);
  const elsewhere = list.leadsTo?.(at);
  if (elsewhere) return redirect(elsewhere);
  return pageOf(list, await show(list, at, tabs));
}

/** A list as it is asked for, with what it needs to know. */
export async function atOf<R, S extends string, L, C>(
  list: List<R, S, L, C>,
  { app, actor, url, loaded }: Request,
): Promise<At<L, C>> {
  const filters = readFilters(list.filters as Record<string, Filter<never>>, url);
  const asked = { app, actor, url, loaded, day: today(app.clock), filters };
  return { ...asked, known: (await list.known?.(asked)) as C };
}

async function show(list: AnyList, at: At, tabsOf = noTabs): Promise<Shown<unknown, At>> {
  const [found, tabs] = await Promise.all([readPage(list, at, readState(list, at)), tabsOf()]);
  const table = await listTable(list, at, found);
  return { at, table, rows: found.rows, total: found.total, tabs };
}

/** A list's page as it stands behind a form that was refused. */
export const showList = async (list: AnyList, request: Request) => show(list, await atOf(list, request));

/** The same of one among several lists. */
export const showTab = async (tabbed: Tabbed, request: Request) => {
  const { list } = tabOf(tabbed, request.url);
  return show(list, await atOf(list, request), () => tabLinks(tabbed, request));
};

async function pageOf(list: AnyList, shown: Shown<unknown, At>): Promise<Reply> {
  const head = pageHead({ title: told(list.title, shown.at), ...list.head?.(shown) });
  const frame: Frame = { title: head.title, section: list.section ?? `/${list.path.split('/')[1]}` };
  if (list.page) return list.page(shown, { head, frame });
  return page('web/daftar', { head, notices: [], tabs: shown.tabs, table: shown.table }, frame);
}

/** The filtered list as a file, streamed: same scope, same filters, same order, same columns as on screen. */
export async function exportList(list: AnyList, at: At, format: TableFormat): Promise<Reply> {
  const state = readState(list, at);
  const own = columnsFor(list, at, 'file').map(({ key, label, kind, unit, value }) => ({
    key,
    label: told(label, at),
    ...(kind && { kind }),
    ...(unit && { unit }),
    value: (row: unknown) => value(row, at),
  }));
  const columns: FileColumn<unknown>[] = [...own, ...((list.lines?.columns ?? []) as FileColumn<unknown>[])];
  const about = aboutTable(at.app, {
    what: `${told(list.title, at)}, ${list.noun}`,
    filter: sentence(list, at, state, await usedFilters(list, at)),
    rule: told(list.note ?? '', at),
  });
  const rows = await begun(allRows(list, at, state));
  if (list.file) return list.file({ format, about, rows });
  return exportTable({ name: nameOf(list, at), format, about }, columns, rows);
}
