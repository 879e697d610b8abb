import type { z } from 'zod';
import type { Sql } from '../database/query.js';
import type { Action, Actor } from '../policy.js';
import type { FileColumn, Kind, Value } from '../sheets/write.js';
import type { Cell, Column, Empty, Link, Narrowing, PageHead, Table, TableRow } from './components.js';
import type { About, TableFormat } from './export.js';
import type { Frame, Reply } from './reply.js';
import type { Services } from './services.js';

type Promised<T> = T | Promise<T>;

/** A request for a list, before anything of the list was read. */
export interface Asked<L = unknown> {
  app: Services;
  actor: Actor;
  url: URL;
  /** What a list under something stands under, as its `within` loaded it. */
  loaded: L;
  /** Today, in Jakarta. */
  day: Date;
  /** What each filter understood; '' where it is not set. */
  filters: Readonly<Record<string, string>>;
}

/** The same with what the list itself needed to know. */
export interface At<L = unknown, C = unknown> extends Asked<L> {
  known: C;
}

export type Entry = [value: string, label: string];

/** One filter: how it is read, what its field offers, which rows it leaves, and so its chip and its words. */
export interface Filter<A> {
  label: string;
  type: 'text' | 'select' | 'date';
  /** Reads what stands in the address; ends in `.catch('')`, so that a bad parameter falls back to no filter. */
  read: z.ZodType<string>;
  /** Choices of a select besides the empty one. */
  entries?: Entry[] | ((at: A) => Promised<Entry[]>);
  /** What the empty choice is called; `Semua` where not said. */
  all?: string;
  /** Whether this person is offered it; not offered, it does not filter either. */
  offered?: (at: A) => boolean;
  /** The rows it leaves; null leaves all. A filter that holds without being set is asked with ''. */
  where: (value: string, at: A) => Promised<Sql | null>;
}

/** A way to sort: its words and its SQL; the list's unique key is always added. */
export interface Sort {
  label: string;
  by: Sql;
  /** Numbers and dates are first looked at from the largest. */
  startsDescending?: boolean;
  nullsLast?: boolean;
}

type Valued<R, A> =
  | { kind: 'date' | 'moment'; value: (row: R, at: A) => Date | null }
  | { kind?: Exclude<Kind, 'date' | 'moment'>; value: (row: R, at: A) => Exclude<Value, Date> };

/** A column of a list: the same one on screen, on paper and in every export. */
export type ListColumn<R, S extends string, A> = Valued<R, A> & {
  /** What it is called in a file. */
  key: string;
  /** What it is called on screen, and in the explanation of a file. */
  label: string | ((at: A) => string);
  unit?: string;
  /** How the screen shows it; its value in the form of its kind where not said. */
  cell?: (row: R, at: A, index: number) => Partial<Cell>;
  /** Key of the sort that its head asks for. */
  sort?: S;
  numeric?: boolean;
  phone?: Column['phone'];
  /** In files only, where the screen tells it in another cell; or on screen only, where it adds nothing to a file. */
  only?: 'file' | 'screen';
  /** Whether this person gets it at all, on screen or in a file. */
  shown?: (at: A) => boolean;
  /** Its sum over the filtered list, below the table. */
  sum?: Sql;
};

/** What an export takes apart: one row for each of these instead of one for each row of the list. */
export interface Lines {
  /** Joined after the list's own FROM. */
  join: Sql;
  /** Columns selected besides the list's own. */
  select: Sql;
  /** Among the lines of one row. */
  order: Sql;
  row: z.ZodObject;
  columns: FileColumn<never>[];
}
/** Declares what an export takes apart; exists so that the columns know their row. */
export const linesOf = <P>(
  given: Lines & { row: z.ZodObject & z.ZodType<P>; columns: FileColumn<P>[] },
): Lines => given;

/** What the list is under: `/data/:id`, `/lokus/:tahun`. Not seen by this person is a 404. */
export interface Within<L> {
  params: z.ZodType;
  query?: z.ZodType;
  load: (context: never) => Promised<L | null>;
  subject?: (loaded: L) => unknown;
}
interface Under<P, Q> {
  app: Services;
  actor: Actor;
  params: P;
  query: Q;
}
/** Declares what a list is under; exists so that `load` knows its address. */
export const under = <P, L, Q = unknown>(given: {
  params: z.ZodType<P>;
  query?: z.ZodType<Q>;
  load: (context: Under<P, Q>) => Promised<L | null>;
  subject?: (loaded: L) => unknown;
}): Within<L> => given;

/** What a page of a list is built from. */
export interface Shown<R, A> {
  at: A;
  table: Table;
  rows: R[];
  total: number;
  /** The lists under the same address; none where it has one. */
  tabs: TabLink[];
}

/** One value per list: from it come the route, the page, filters, sorts, pages, chips, print and every export. */
export interface List<R, S extends string, L, C> {
  path: string;
  /** The word of the navigation it stands under; its own address where not said. */
  section?: string;
  /** The policy action that opens the list and whose scope gives its rows. */
  access: Action;
  within?: Within<L>;
  /** In file names; also the id of the table. */
  name: string | ((at: At<L, C>) => string);
  /** What is counted: `12 kegiatan`. */
  noun: string;
  /** What must be known besides the filters to tell the rows and the page. */
  known?: (asked: Asked<L>) => Promised<C>;
  row: z.ZodType<R>;
  select: Sql | ((at: At<L, C>) => Sql);
  /** More columns that only the page tells: files are read without them, so they have a default in `row`. */
  onScreen?: Sql;
  /** FROM with its joins, without WHERE. */
  from: Sql | ((at: At<L, C>) => Sql);
  /** Which rows the list is about, besides what the person sees and what is filtered. */
  where?: (at: At<L, C>) => Sql;
  /** Unique column, a number or text, that ends every order. */
  key: Sql;
  /** Among equals the highest key comes first. */
  newestFirst?: boolean;
  sorts: Record<S, Sort>;
  /** Key of a sort, with `-` before it for descending. */
  defaultSort: NoInfer<S> | `-${NoInfer<S>}`;
  filters: Record<string, Filter<At<L, C>>>;
  columns: ListColumn<R, NoInfer<S>, At<L, C>>[];
  /** Writes the files where their bytes are another's: those of the command line. */
  file?: (asked: { format: TableFormat; about: About; rows: AsyncIterable<R[]> }) => Promised<Reply>;
  /** Exports hold one row a line, to be pivoted. */
  lines?: Lines;
  pageSize?: number;
  /** Buttons, ticks, tone and lines of a row. */
  line?: (row: R, at: At<L, C>, index: number) => Partial<Omit<TableRow, 'cells'>>;
  /** What is said where the list has no rows at all; filtered to nothing, that is said in one way everywhere. */
  empty: Empty | ((at: At<L, C>) => Empty);
  /** By what a phone narrows rows that would make a long page; see `placesFirst`. */
  places?: (rows: R[], at: At<L, C>) => Narrowing[];
  /** Said after "Tidak ada yang cocok", e.g. which names are near what was typed. */
  near?: (at: At<L, C>) => Promised<string>;
  /** How the figures are to be read, below the table and in the workbook. */
  note?: string | ((at: At<L, C>) => string);
  /** Where a search that can mean but one thing leads; null shows the list. */
  leadsTo?: (at: At<L, C>) => string | null;
  title: string | ((at: At<L, C>) => string);
  /** What stands above the table besides the title. */
  head?: (shown: Shown<R, At<L, C>>) => Partial<Omit<PageHead, 'title'>>;
  /** The page around the table where it is more than a head. */
  page?: (shown: Shown<R, At<L, C>>, about: { head: PageHead; frame: Frame }) => Promised<Reply>;
}

/** How the list is asked for besides its filters. */
export interface ListState {
  sort: string;
  descending: boolean;
  page: number;
  format: 'html' | TableFormat;
  /** All rows on one page, to be printed (`cetak=ya`). */
  print: boolean;
}

/** One of several lists under one address, chosen by `bagian`. */
export interface Tab {
  label: string;
  list: AnyList;
  /** Whether it is offered; one without rows may be left out. */
  offered?: (count: number) => boolean;
  /** Its count stands beside its label. */
  counted?: boolean;
}
export type TabLink = Link & { current: boolean };

// biome-ignore lint/suspicious/noExplicitAny: a route holds lists of every shape; each was checked by `defineList`
export type AnyList = List<any, any, any, any>;

/** Declares a list; exists so that rows, sorts and what is known follow from its schemas and functions. */
export const defineList = <R, S extends string, L = undefined, C = undefined>(
  given: List<R, S, L, C>,
): List<R, S, L, C> => given;

/** Part of a list that may depend on the request. */
export const told = <T, A>(part: T | ((at: A) => T), at: A): T =>
  typeof part === 'function' ? (part as (at: A) => T)(at) : part;

export const nameOf = <R, S extends string, L, C>(list: List<R, S, L, C>, at: At<L, C>): string =>
  told(list.name, at);
