// The database is restarted, killed, frozen, away or locked while many people reload: does the portal live and recover?
import pg from 'pg';
import { counted, crowd, faulty, send, signedIn } from './support/people.mjs';
import { pause } from './support/processes.mjs';

const USERS = 200;
const THINK = 2_000;
/** Most of them read the table that is locked. */
const PAGES = ['/kegiatan', '/beranda', '/desa', '/opd', '/lokus', '/'];
const AFTER = 12_000;

/** What is done to the server, and for how many seconds it then lasts; each ends with the database well again. */
const troubles = {
  restarted: async (cluster) => {
    await cluster.stop();
    await cluster.start();
  },
  killed: async (cluster) => {
    cluster.kill();
    await cluster.start();
  },
  'frozen for 20 s': async (cluster) => {
    cluster.freeze();
    await pause(20_000);
    cluster.thaw();
  },
  'away for 20 s': async (cluster) => {
    await cluster.stop();
    await pause(20_000);
    await cluster.start();
  },
  'locked for 60 s': async (_cluster, { DATABASE_OWNER_URL: connectionString }) => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    await client.query('begin; lock table activity');
    await pause(60_000);
    await client.end();
  },
};

/** Asks every second whether the portal is ready, and looks at its memory. */
function watch(portal) {
  const seen = { most: 0, readiness: [] };
  let over = false;
  const watching = (async () => {
    while (!over) {
      seen.readiness.push(await send(portal.port, { path: '/siap' }));
      seen.most = Math.max(seen.most, portal.memory());
      await pause(500);
    }
  })();
  return async () => {
    over = true;
    await watching;
    return seen;
  };
}

async function suffer(what, { cluster, portal, place, people }) {
  const seen = watch(portal);
  const reloading = crowd(people, {
    think: THINK,
    doing: (person, turn) => person.get(PAGES[turn % PAGES.length]),
  });
  await pause(3_000);
  await troubles[what](cluster, place.asOwner);
  const well = performance.now();
  await pause(AFTER);
  const answers = await reloading.stop();
  return { answers, well, ...(await seen()) };
}

/** Seconds from the end of the trouble to the last answer that told of it. */
const healthy = ({ answers, readiness, well }) => {
  const ill = [...answers.filter(({ refused }) => refused === 'away'), ...readiness.filter(isUnready)];
  return Math.max(0, ...ill.map(({ at }) => (at - well) / 1_000));
};
const isUnready = ({ status }) => status !== 200;

export async function database({ engine, tell }) {
  const place = await engine.place();
  const portal = await place.start();
  const people = await signedIn(portal, place, USERS, ['OPD', 'BAPPEDA', 'KOORDINATOR']);
  for (const what of Object.keys(troubles)) {
    const seen = await suffer(what, { cluster: engine.cluster, portal, place, people });
    const slowest = Math.max(...seen.readiness.map(({ ms }) => ms));
    const wrong = faulty(seen.answers);
    const refused = seen.answers.filter((one) => one.refused).length;
    const seconds = healthy(seen);
    tell({
      did: `${USERS} people reload every ${THINK / 1_000} s, the database is ${what}`,
      figure: `${portal.lives ? 'alive' : 'DEAD'}, at most ${seen.most} MB, well ${seconds.toFixed(1)} s after; ${seen.answers.length} answers, ${refused} refused, faults: ${counted(wrong)}; /siap at most ${Math.round(slowest)} ms`,
      goal: 'alive, < 300 MB, ≤ 5 s, no faults, /siap ≤ 1 s',
      ok: portal.lives && seen.most < 300 && seconds <= 5 && wrong.length === 0 && slowest <= 1_000,
    });
  }
}
