// Every page of a working day, signed in and as browsers ask, and how one is asked alone.
import { newForm, sendForm } from '../drills/support/forms.mjs';
import { send, signedIn } from '../drills/support/people.mjs';
import { median } from './setting.mjs';

/** What a page is measured against, and how many times longer it may take once activities have grown. */
const USUAL = { least: 0.4, floor: '/', grown: 1.5 };
/** What is looked for among all years. */
const LONG = { grown: 3 };

/** Who opens what; `null` is a stranger. */
const PAGES = [
  [null, '/', { least: 0.6 }],
  [null, '/kecamatan/33.27.03', { least: 0.6 }],
  ['BAPPEDA', '/lokus/2022'],
  ['BAPPEDA', '/desa'],
  ['BAPPEDA', '/desa/33.27.03.2003'],
  ['BAPPEDA', '/prioritas'],
  ['KOORDINATOR', '/beranda'],
  ['KOORDINATOR', '/penugasan'],
  ['KOORDINATOR', '/kegiatan'],
  // Words of many activities and of few.
  ['KOORDINATOR', '/kegiatan?cari=jamban', LONG],
  ['KOORDINATOR', '/kegiatan?cari=Latihan+ke-1', LONG],
  ['KOORDINATOR', '/rekap'],
  ['KOORDINATOR', '/rekap?dari=&sampai=', LONG],
  ['KOORDINATOR', '/opd'],
  ['KOORDINATOR', '/periksa'],
  ['KOORDINATOR', '/matriks', { floor: '/matriks' }],
  ['KOORDINATOR', '/kebutuhan'],
  ['KOORDINATOR', '/komitmen'],
  ['KOORDINATOR', '/laporan'],
  ['KOORDINATOR', '/evaluasi/2022'],
  ['KOORDINATOR', '/rakor'],
  ['OPD', '/beranda'],
  ['OPD', '/laporan'],
  ['OPD', '/kegiatan/baru'],
  ['DESA', '/beranda'],
];
const ACCEPT = { accept: 'text/html', 'accept-encoding': 'gzip, br' };
const TURNS = 11;
/** Before them: ten connections read and plan each question that one of them is asked. */
const WARM_UPS = 10;
let written = 0;

/** Somebody of each role, signed in, and the pages that they open. */
export async function opened(portal, place) {
  const people = { null: null };
  for (const role of ['BAPPEDA', 'KOORDINATOR', 'OPD', 'DESA'])
    [people[role]] = await signedIn(portal, place, 1, [role]);
  const pages = PAGES.map(([role, path, more]) => ({
    ...USUAL,
    ...more,
    name: `${role ?? 'publik'} ${path}`,
    port: portal.port,
    path,
    headers: { ...ACCEPT, ...(role && { cookie: people[role].cookie }) },
  }));
  return { people, pages };
}

/** An address of a server beside the portal. */
export const beside = (server, path = '/') => ({ name: path, port: server.port, path, headers: {} });

/** @throws Error for a page that is not the one that is meant. */
export async function opens({ port, path, headers, name }) {
  const { status } = await send(port, { path, headers });
  if (status !== 200) throw new Error(`${name} answers ${status}`);
}

/** Milliseconds of one request alone. */
async function alone(one) {
  const began = performance.now();
  await opens(one);
  return performance.now() - began;
}

/**
 * A write and a read in turn: median milliseconds of what the first reader pays, infinite where a page is given up, and of
 * the floor, asked after each read, so that a machine that slows down slows both.
 */
export async function readAfterWrites(page, officer, floor = null) {
  const taken = { read: [], floor: [] };
  for (let turn = -WARM_UPS; turn < TURNS; turn++) {
    await sendForm(newForm(officer, `ke-${++written}.`), { patience: 0 });
    const read = await alone(page).catch(() => Number.POSITIVE_INFINITY);
    if (read === Number.POSITIVE_INFINITY) return { read, floor: Number.NaN };
    const bare = floor ? await alone(floor) : Number.NaN;
    if (turn < 0) continue;
    taken.read.push(read);
    taken.floor.push(bare);
  }
  return { read: median(taken.read), floor: median(taken.floor) };
}
