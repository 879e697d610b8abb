// The 83,762 desa and kelurahan of Indonesia with invented figures.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parse } from 'csv-parse/sync';

const folder = path.join(
  path.dirname(createRequire(import.meta.url).resolve('idn-area-data/package.json')),
  'data',
);
const read = async (name) => parse(await readFile(path.join(folder, name)), { columns: true });

/** Places in code order; figures from a fixed seed. */
export async function nation() {
  const districts = new Map((await read('districts.csv')).map((row) => [row.code, row.name]));
  const villages = (await read('villages.csv')).sort((one, other) => (one.code < other.code ? -1 : 1));
  let state = 12345;
  const next = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  return villages.map((row) => {
    const kelurahan = row.code[9] === '1';
    const p = Math.floor(20 + 2000 * next() * next());
    return {
      code: row.code,
      name: row.name,
      kecamatanCode: row.district_code,
      kecamatanName: districts.get(row.district_code) ?? '',
      kelurahan,
      p,
      n: p + Math.floor(500 + 5000 * next()),
      i: kelurahan ? null : Math.round(4000 + 5000 * next()) / 10000,
    };
  });
}
