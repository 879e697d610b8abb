import { describe, expect, test } from 'vitest';
import { darkTileMap, type Tile, tileMap } from '../../src/charts/tile-map.js';

const tile = (code: string, name: string, units = 10, accompanied = 5): Tile => ({
  code,
  name,
  units,
  accompanied,
  href: `/kecamatan/${code}`,
});

const pemalang = Array.from({ length: 14 }, (_, index) => {
  const number = String(index + 1).padStart(2, '0');
  return tile(`33.27.${number}`, `Kecamatan ${number}`);
});

const count = (text: string, part: string) => text.split(part).length - 1;

describe('the tile map', () => {
  test('gives each kecamatan of Pemalang a place of its own', () => {
    const places = [...tileMap(pemalang).matchAll(/class="tile (r\d c\d)"/g)].map((match) => match[1]);
    expect(places).toHaveLength(14);
    expect(new Set(places).size).toBe(14);
  });

  test('puts the coast in the north and the mountain in the south', () => {
    const html = tileMap([tile('33.27.13', 'Ulujami'), tile('33.27.02', 'Pulosari')]);
    expect(html).toMatch(/class="tile r1 c5"><a href="\/kecamatan\/33\.27\.13"/);
    expect(html).toMatch(/class="tile r5 c1"><a href="\/kecamatan\/33\.27\.02"/);
    expect(html).toContain('Laut Jawa');
  });

  test('falls back to the order of the alphabet elsewhere', () => {
    const html = tileMap([tile('33.02.02', 'Wangon'), tile('33.02.01', 'Ajibarang')]);
    expect(html.indexOf('Ajibarang')).toBeLessThan(html.indexOf('Wangon'));
    expect(html).not.toContain('class="tile r');
    expect(html).not.toContain('Laut Jawa');
  });

  test('fills as many squares as desa are accompanied, from the first', () => {
    const html = tileMap([tile('33.27.03', 'Belik', 13, 5)]);
    const squares = [...html.matchAll(/class="tile-(on|off)"\/>/g)].map((match) => match[1]);
    // The last two belong to the key.
    expect(squares.slice(0, 13)).toEqual([...Array(5).fill('on'), ...Array(8).fill('off')]);
    expect(html).toContain('<b>5</b> <span class="tile-word">dari</span>');
  });

  test('makes every tile a link and writes names safely', () => {
    const html = tileMap([tile('99.99.01', 'Batu & <b>')]);
    expect(html).toContain('href="/kecamatan/99.99.01"');
    expect(html).toContain('Batu &amp; &lt;b&gt;');
  });
});

test('the dark map is one picture with its finding and without links', () => {
  const html = darkTileMap(pemalang, '14 kecamatan, 70 dari 140 desa didampingi');
  expect(html).toContain('aria-label="14 kecamatan, 70 dari 140 desa didampingi"');
  expect(html).not.toContain('<a ');
  expect(count(html, 'tile-on')).toBe(70);
});
