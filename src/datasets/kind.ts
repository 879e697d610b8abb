import type { Sql } from '../database/query.js';
import type { DatasetKind, VillageKind } from '../generated/prisma/enums.js';
import type { Read } from '../sheets/cells.js';
import type { SheetColumn } from '../sheets/header.js';
import type { RawCell } from '../sheets/table.js';
import type { ReferenceVillage } from '../wilayah/reference.js';

/** The figures of one village by the names of their columns in files. */
export type Values = Readonly<Record<string, number | null>>;

export interface Figure {
  code: string;
  values: Values;
}

/** A figure of a kind: where it stands in files, on screen and in the database. */
export interface FigureColumn extends SheetColumn {
  label: string;
  /** On screen, where it differs from the version's unit. */
  unit?: string;
  read: (cell: RawCell | undefined) => Read;
  /** Decimals on screen. */
  digits: number;
  /** Column and type of the table that keeps it. */
  stored: { column: Sql; type: Sql };
  /** The largest that is stored. */
  largest?: number;
}

/** One row of a file as a kind's own rules see it. */
export interface ReadRow {
  code: string;
  /** Missing when the list does not know the code: the other cells are checked all the same. */
  village: ReferenceVillage | undefined;
  values: Values;
  /** Of the counts in this row; null when it cannot be read. */
  unit: string | null;
  text: (column: string) => string;
  fault: (column: string, message: string) => void;
  /** Notes words of the file that differ from `ours` by `official`. */
  differs: (column: string, ours: string, official: string) => void;
}

/**
 * A kind of data file, said once: upload, preview, check, store, versions, templates and the command line are made from
 * this. Its code is a value of the database's enum, its table has a row for each version and village.
 */
export interface DataKind {
  code: DatasetKind;
  /** As addresses and options name it. */
  slug: string;
  label: string;
  /** The label inside a sentence. */
  word: string;
  hint: string;
  /** Who publishes it; a kind of one source bears no other name. */
  sources: readonly string[];
  /** What is counted, with other words for it; a kind of one unit has no column for it. */
  units: readonly { name: string; others?: readonly string[] }[];
  /** The first is the one that is compared and shown. */
  figures: readonly FigureColumn[];
  /** Further columns that are read and compared, not stored. */
  compared: readonly SheetColumn[];
  table: Sql;
  /** Priorities are reckoned from it. */
  ranked: boolean;
  /** How the figures of many villages become one. */
  total: 'jumlah' | 'rata-rata';
  /** Units that have no such figure and are not missed. */
  without: readonly VillageKind[];
  /** How it is drawn on the Kartu Desa. */
  chart: { mark: 'dot' | 'square'; hint: string; digits: number; bounds: { value: number; label: string }[] };
  /** Rules of a row beyond what each cell may hold. */
  check: (row: ReadRow) => void;
}
