import { decimal, month, number } from '../core/format.js';
import { join, type Sql, sql } from '../database/query.js';
import { DatasetKind } from '../generated/prisma/enums.js';
import { desil1 } from './desil1.js';
import { idm } from './idm.js';
import type { DataKind, FigureColumn } from './kind.js';

/** Every kind of data file; the type check asks for one to each value of the enum. */
const byCode: Record<DatasetKind, DataKind> = { DESIL1: desil1, IDM: idm };
export const kinds: readonly DataKind[] = Object.values(byCode);
export const kindOf = (code: DatasetKind): DataKind => byCode[code];
/** The kind that addresses and options call by this name. */
export const kindNamed = (slug: string): DataKind | undefined => kinds.find((one) => one.slug === slug);
export const kindSlugs = kinds.map((one) => one.slug) as [string, ...string[]];
export const kindCodes = Object.values(DatasetKind) as [DatasetKind, ...DatasetKind[]];

interface Named {
  kind: DatasetKind;
  source: string;
}

/** The figure that a kind is about. */
export const mainFigure = ({ figures }: DataKind): FigureColumn => figures[0] as FigureColumn;

/** `DTKS desil 1`, or `IDM`, which is its own source. */
export const versionTitle = ({ kind, source }: Named, between = ' '): string =>
  kindOf(kind).sources.length > 1 ? `${source}${between}${kindOf(kind).word}` : kindOf(kind).label;

/** `DTKS Maret 2022, jiwa`, or `IDM 2024`. */
export const versionName = (version: Named & { asOf: Date; unit: string }): string =>
  kindOf(version.kind).sources.length > 1
    ? `${version.source} ${month(version.asOf)}, ${version.unit}`
    : `${kindOf(version.kind).label} ${version.asOf.getUTCFullYear()}`;

/** A figure as it stands in a table, without its unit. */
export const figureText = ({ digits }: FigureColumn, value: number | null): string =>
  digits > 0 ? decimal(value, digits) : number(value);

/** A kind's main figure with its unit, which a kind of one unit leaves out. */
export function valueText(version: { kind: DatasetKind; unit: string }, value: number | null): string {
  const kind = kindOf(version.kind);
  const text = figureText(mainFigure(kind), value);
  return kind.units.length > 1 ? `${text} ${version.unit}` : text;
}

/** An expression that differs by the kind of the version in `kindColumn`; null where a kind says nothing. */
export const byKind = (kindColumn: Sql, of: (kind: DataKind) => Sql): Sql =>
  sql`case ${kindColumn}::text ${join(
    kinds.map((kind) => sql`when ${kind.code} then ${of(kind)}`),
    ' ',
  )} end`;
