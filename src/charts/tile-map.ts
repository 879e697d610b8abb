import { number } from '../core/format.js';
import { escapeHtml } from '../web/render.js';
import { px } from './svg.js';

export interface Tile {
  /** Kemendagri code of the kecamatan, e.g. "33.27.03". */
  code: string;
  name: string;
  /** How many desa and kelurahan it has, and how many of them are accompanied. */
  units: number;
  accompanied: number;
  href: string;
}

/** Where each kecamatan of Pemalang stands, row 1 in the north: keeps 18 of 27 real borders and invents none. */
const PEMALANG = new Map<string, [row: number, column: number]>(
  Object.entries({
    '33.27.10': [1, 4],
    '33.27.13': [1, 5],
    '33.27.08': [2, 2],
    '33.27.09': [2, 3],
    '33.27.11': [2, 4],
    '33.27.12': [2, 5],
    '33.27.14': [3, 1],
    '33.27.07': [3, 2],
    '33.27.06': [3, 3],
    '33.27.05': [3, 4],
    '33.27.01': [4, 1],
    '33.27.03': [4, 2],
    '33.27.04': [4, 3],
    '33.27.02': [5, 1],
  }),
);

const WAVES =
  '<svg viewBox="0 0 40 20" aria-hidden="true"><path d="M4 7q4-4 8 0t8 0 8 0 8 0M4 14q4-4 8 0t8 0 8 0 8 0"/></svg>';
const PEAK =
  '<svg viewBox="0 0 40 20" aria-hidden="true"><path d="M2 19 15 4l5 6 3-3 15 12M11 8.5l3 3 2-2 3 2"/></svg>';

/**
 * The kabupaten as tiles, one square for each desa or kelurahan. Squares are filled from the first, so that no village
 * can be picked out. Elsewhere than in Pemalang the tiles stand in alphabetical order. It is HTML around small SVGs,
 * so that names wrap and every tile is a link.
 */
export function tileMap(tiles: Tile[]): string {
  const placed = tiles.every((tile) => PEMALANG.has(tile.code));
  const items = ordered(tiles).map((tile) => {
    const count = `<span class="tile-count"><b>${number(tile.accompanied)}</b> <span class="tile-word">dari</span><span class="tile-word-short" aria-hidden="true">/</span> ${number(tile.units)}</span>`;
    return `<li class="tile${place(tile, placed)}"><a href="${escapeHtml(tile.href)}">${hyphenated(tile.name)}</a>${squares(tile)}${count}</li>`;
  });
  const scenery = placed
    ? `<li class="tile-place r1 c1 wide-3" aria-hidden="true">${WAVES}Laut Jawa</li><li class="tile-place r5 c2" aria-hidden="true">${PEAK}Gunung Slamet</li>`
    : '';
  return `<ul class="tilemap">${items.join('')}${scenery}${key(placed)}</ul>`;
}

/** The same map on the dark ground of the sign-in: a picture without links, told in one sentence. */
export function darkTileMap(tiles: Tile[], finding: string): string {
  const placed = tiles.every((tile) => PEMALANG.has(tile.code));
  const items = ordered(tiles).map(
    (tile) =>
      `<span class="tile${place(tile, placed)}"><span class="tile-name">${escapeHtml(tile.name)}</span>${squares(tile)}</span>`,
  );
  return `<div class="tilemap tilemap-dark" role="img" aria-label="${escapeHtml(finding)}">${items.join('')}</div>`;
}

const ordered = (tiles: Tile[]) => [...tiles].sort((a, b) => a.name.localeCompare(b.name, 'id'));

function place(tile: Tile, placed: boolean): string {
  const at = placed ? PEMALANG.get(tile.code) : undefined;
  return at ? ` r${at[0]} c${at[1]}` : '';
}

/** Seven squares to a row, at least three rows high, so that tiles are alike. */
function squares(tile: Tile): string {
  const step = 13;
  const marks = Array.from({ length: tile.units }, (_, index) => {
    const x = (index % 7) * step;
    const y = Math.floor(index / 7) * step;
    return `<rect x="${px(x)}" y="${px(y)}" width="11.5" height="11.5" rx="2" class="${index < tile.accompanied ? 'tile-on' : 'tile-off'}"/>`;
  });
  const rows = Math.max(3, Math.ceil(tile.units / 7));
  return `<svg viewBox="0 0 ${7 * step - 1.5} ${rows * step - 1.5}" aria-hidden="true">${marks.join('')}</svg>`;
}

/** Soft hyphens where a long name may be divided on a phone. */
function hyphenated(name: string): string {
  const split =
    /^(Peta)(rukan)$|^(Pema)(lang)$|^(Ampel)(gading)$|^(Warung)(pring)$|^(Randu)(dongkal)$|^(Bantar)(bolang)$|^(Watu)(kumpul)$/;
  const parts = split.exec(name)?.slice(1).filter(Boolean);
  return parts ? parts.map(escapeHtml).join('&shy;') : escapeHtml(name);
}

function key(placed: boolean): string {
  const sample = (kind: string) =>
    `<svg viewBox="0 0 12 12" aria-hidden="true"><rect width="12" height="12" rx="2" class="${kind}"/></svg>`;
  return `<li class="tile-key${placed ? ' r4 c4 wide-2 tall-2' : ' wide-2'}"><span>${sample('tile-on')}desa dampingan</span><span>${sample('tile-off')}belum masuk</span>Satu kotak, satu desa atau kelurahan.</li>`;
}
