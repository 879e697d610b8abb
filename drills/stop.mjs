// SIGTERM while clients are busy, stalled behind a lock, slow or silent: running work is finished, and then it ends.
import net from 'node:net';
import pg from 'pg';
import { counted, faulty, signedIn } from './support/people.mjs';
import { pause } from './support/processes.mjs';

const PAGES = ['/kegiatan', '/desa', '/kegiatan?format=xlsx', '/lokus', '/beranda'];
const MANY = 20;

const pages = (people) => people.map((person, at) => person.get(PAGES[at % PAGES.length]));

/** What there is when the signal comes; each gives the answers that are still to come. */
const clients = {
  [`${MANY} pages and exports under way`]: async ({ people }) => pages(people),
  [`${MANY} pages behind a locked table`]: async ({ people, place }) => {
    const holder = new pg.Client({ connectionString: place.asOwner.DATABASE_OWNER_URL });
    holder.on('error', () => undefined);
    await holder.connect();
    await holder.query('begin; lock table activity');
    return pages(people);
  },
  'an upload that trickles, a form that stopped half way, an export that nobody reads': async ({
    portal,
    people,
  }) => {
    const head = (path, length, type) =>
      `POST ${path} HTTP/1.1\r\nHost: x\r\nCookie: ${people[0].cookie}\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`;
    const trickle = open(portal, head('/kegiatan', 5_000_000, 'multipart/form-data; boundary=batas'));
    trickle.write(
      '--batas\r\nContent-Disposition: form-data; name="bukti"; filename="a.pdf"\r\n\r\n%PDF-1.4',
    );
    const timer = setInterval(() => trickle.write(Buffer.alloc(2_000)), 200);
    trickle.once('close', () => clearInterval(timer));
    open(portal, `${head('/masuk', 1_000, 'application/x-www-form-urlencoded')}username=a`);
    open(
      portal,
      `GET /kegiatan?format=csv HTTP/1.1\r\nHost: x\r\nCookie: ${people[0].cookie}\r\n\r\n`,
    ).pause();
    return [];
  },
  'connections kept alive': async ({ people }) => {
    await Promise.all(people.map((person) => person.get('/bantuan')));
    return [];
  },
};

function open({ port }, text) {
  const socket = net.connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write(text);
  return socket;
}

async function stopWith(what, engine, tell) {
  const place = await engine.place();
  const portal = await place.start();
  const people = await signedIn(portal, place, MANY, ['KOORDINATOR', 'BAPPEDA']);
  const coming = await clients[what]({ portal, people, place });
  await pause(300);
  const began = performance.now();
  const { code } = await portal.stop();
  const seconds = (performance.now() - began) / 1_000;
  const wrong = faulty(await Promise.all(coming));
  tell({
    did: `SIGTERM with ${what}`,
    figure: `ends after ${seconds.toFixed(1)} s with ${code}; ${coming.length} answers, faults: ${counted(wrong)}`,
    goal: '≤ 30 s, no faults',
    ok: seconds <= 30 && wrong.length === 0,
  });
}

export async function stop({ engine, tell }) {
  const possible = Object.keys(clients).filter((what) => engine.cluster || !what.includes('locked'));
  await Promise.all(possible.map((what) => stopWith(what, engine, tell)));
}
