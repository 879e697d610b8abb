import { number } from '../core/format.js';
import { printedUnits } from '../ranking/output.js';
import type { RankedUnit } from '../ranking/types.js';
import { METHOD_VERSION } from '../ranking/version.js';

/** What one desa or kelurahan says in the stored run and in one made just now, only where the two differ. */
export interface Differing {
  code: string;
  name: string;
  kecamatan: string;
  /** Null where the unit is not ranked on that side. */
  stored: Said[] | null;
  again: Said[] | null;
}

/** A cell as printed, under the name of its column. */
interface Said {
  column: string;
  text: string;
}

export interface RunComparison {
  /** What the differences come from, in sentences; empty when nothing differs. */
  reasons: string[];
  rows: Differing[];
}

type Place = [stored: RankedUnit | undefined, again: RankedUnit | undefined];

/** Sets the stored rows of a run beside those of the same data and settings reckoned just now, column by column. */
export function compareRuns(methodVersion: number, stored: RankedUnit[], again: RankedUnit[]): RunComparison {
  const fresh = new Map(again.map((row) => [row.code, row]));
  const known = new Set(stored.map((row) => row.code));
  const places: Place[] = [
    ...stored.map((row): Place => [row, fresh.get(row.code)]),
    ...again.filter((row) => !known.has(row.code)).map((row): Place => [undefined, row]),
  ];
  const rows = places.flatMap(differing);
  return { reasons: rows.length > 0 ? reasons(methodVersion, rows) : [], rows };
}

function differing([stored, again]: Place): Differing[] {
  const { code, name, kecamatanName } = (stored ?? again) as RankedUnit;
  const place = { code, name, kecamatan: kecamatanName };
  if (!stored || !again) return [{ ...place, stored: stored ? [] : null, again: again ? [] : null }];
  const { names, rows } = printedUnits([stored, again]);
  const [before = [], now = []] = rows.map((cells) =>
    cells.map(({ text, kind }, at) => ({
      column: (names[at] as string).replaceAll('_', ' '),
      text: kind === 'number' ? text.replace('.', ',') : text,
    })),
  );
  const changed = (said: Said[]) => said.filter((_, at) => before[at]?.text !== now[at]?.text);
  const [then, today] = [changed(before), changed(now)];
  return then.length > 0 ? [{ ...place, stored: then, again: today }] : [];
}

const NAMES = ['nama', 'kecamatan'];

function reasons(methodVersion: number, rows: Differing[]): string[] {
  const count = (wanted: (row: Differing) => boolean) => rows.filter(wanted).length;
  const has = (row: Differing, named: boolean) =>
    row.stored?.some(({ column }) => NAMES.includes(column) === named) ?? false;
  const renamed = count((row) => has(row, true));
  const gone = count((row) => row.again === null);
  const come = count((row) => row.stored === null);
  const found = [
    methodVersion === METHOD_VERSION
      ? ''
      : `Cara menghitung berganti: hitungan ini memakai versi ${methodVersion}, hitungan ulang memakai versi ${METHOD_VERSION}.`,
    renamed > 0 ? `Nama ${number(renamed)} desa atau kecamatannya berganti.` : '',
    gone > 0 ? `${number(gone)} desa tidak lagi diperingkat: daftar wilayah berubah.` : '',
    come > 0 ? `${number(come)} desa baru ikut diperingkat: daftar wilayah berubah.` : '',
  ].filter(Boolean);
  const explained = methodVersion !== METHOD_VERSION || gone + come > 0;
  if (!explained && rows.some((row) => has(row, false)))
    found.push('Angkanya berbeda tanpa sebab yang dikenal portal. Laporkan kepada pengelola portal.');
  return found;
}
