// The states in which pages are measured: warm, after a write, after a write with the activities of years, and after a
// write over the embedded database. Each adds its ratio to the rows of pages and gives milliseconds to compare with.
import autocannon from 'autocannon';
import { command } from '../drills/support/places.mjs';
import { multiplyActivities } from './activities.mjs';
import { opened, readAfterWrites } from './pages.mjs';
import { median, report, share, tell, times } from './setting.mjs';

const ROUNDS = 3;
const SECONDS = 2;

const rate = async ({ port, path, headers }) => {
  const url = `http://127.0.0.1:${port}${path}`;
  return (await autocannon({ url, headers, connections: 20, duration: SECONDS })).requests.average;
};

/** Twenty connections, nothing written meanwhile; the first round warms up. Floors and peers by what they are called. */
export async function warm(pages, floors, peers) {
  const seen = new Map([...floors.values(), ...peers.values(), ...pages].map((one) => [one, []]));
  for (let round = 0; round <= ROUNDS; round++)
    for (const [one, rates] of seen) {
      const found = await rate(one);
      if (round > 0) rates.push(found);
    }
  const reached = (one, floor) => median(seen.get(one)) / median(seen.get(floors.get(floor)));
  for (const [path, floor] of floors)
    report(`Lantai ${path}`, `${median(seen.get(floor))} per detik`, '-', true, '20 koneksi');
  for (const [name, peer] of peers)
    report(`Setara, ${name}`, share(reached(peer, '/')), '-', true, '50 baris');
  return pages.map((page) => {
    const part = reached(page, page.floor);
    tell(`Hangat, ${page.name}`, share(part), share(page.least), part >= page.least, '20 koneksi');
    return { name: page.name, warm: share(part) };
  });
}

/** One connection: the read after a write against the floor, in turn. */
export async function afterWrites(rows, pages, floors, officer) {
  for (const [at, page] of pages.entries()) {
    const { read, floor } = await readAfterWrites(page, officer, floors.get(page.floor));
    const detail = `${read.toFixed(1)} banding ${floor.toFixed(1)} ms, satu koneksi`;
    tell(`Sesudah menulis, ${page.name}`, times(read / floor), '10 ×', read <= 10 * floor, detail);
    Object.assign(rows[at], { written: times(read / floor), read });
  }
}

/** Copies the activities up to the id `last` until there are `many`, and has the portal build its figures anew. */
export async function grow(place, many, last) {
  const began = performance.now();
  const there = await multiplyActivities(place.ask, many, last);
  const copied = performance.now();
  await command(['periksa', '--bangun-ulang'], place.settings);
  const seconds = (performance.now() - copied) / 1_000;
  await place.ask('vacuum analyze');
  const detail = `${there} kegiatan, disalin dalam ${((copied - began) / 1_000).toFixed(0)} detik`;
  report('Angka tersimpan dibangun ulang', `${seconds.toFixed(0)} detik`, '-', true, detail);
}

/** The reads after a write once more, against what they took with the sample. */
export async function grown(rows, pages, many, officer) {
  for (const [at, page] of pages.entries()) {
    const { read } = await readAfterWrites(page, officer);
    const ratio = read / rows[at].read;
    const detail = `${read.toFixed(1)} ms; ${rows[at].read.toFixed(1)} ms pada data contoh`;
    tell(`${many} kegiatan, ${page.name}`, times(ratio), times(page.grown), ratio <= page.grown, detail);
    rows[at][many] = times(ratio);
  }
}

/** The same reads after a write, alone, over the embedded database as it runs on a desk: not in production mode. */
export async function onEmbedded(rows, embedded) {
  await embedded.prepare();
  const place = await embedded.place();
  const portal = await place.start();
  const { people, pages } = await opened(portal, place);
  for (const [at, page] of pages.entries()) {
    const { read } = await readAfterWrites(page, people.OPD);
    const ratio = read / rows[at].read;
    const detail = `${read.toFixed(1)} ms; ${rows[at].read.toFixed(1)} ms pada PostgreSQL`;
    tell(`Basis data tertanam, ${page.name}`, times(ratio), '3 ×', ratio <= 3, detail);
    rows[at].embedded = times(ratio);
  }
  await portal.stop();
}
