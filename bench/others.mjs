// How long others wait while OPD are matched to villages and while photos are drawn and looked at.
import sharp from 'sharp';
import { newForm, sendForm } from '../drills/support/forms.mjs';
import { counted, crowd, quantile, send, signedIn } from '../drills/support/people.mjs';
import { pause } from '../drills/support/processes.mjs';
import { loopDelay } from './delay.mjs';
import { median, report } from './setting.mjs';

const EVERY_MS = 5;
const MOST_MS = 50;
const MATCHINGS = 5;
const FORMS = 6;
/** As many as a form takes. */
const PHOTOS = 6;
/** Photos that came are looked at within some seconds (src/sweep.ts). */
const LOOKED_MS = 7_000;

/** Nobody leads the villages of the newest list any more, as in the week after it was fixed. */
const NOBODY_LEADS = `set session_replication_role = replica; delete from assignment where role = 'LEAD'`;

export async function benchOthers(place) {
  await withPortal(place, 'OPD', async (portal, officer) => {
    await photos(officer, 1);
    await whileOthersAsk(portal, 'tidak ada yang lain', () => pause(2_000));
    await whileOthersAsk(portal, 'foto diterima dan dikenali', () => photos(officer, FORMS));
  });
  await place.ask(NOBODY_LEADS);
  await withPortal(place, 'KOORDINATOR', async (portal, coordinator) => {
    await coordinator.get('/penugasan/usulan');
    const { villages, times } = await whileOthersAsk(portal, 'mencocokkan OPD', () => matching(coordinator));
    const detail = `${villages} desa, ${times.length} kali, tiap kali dengan patokan lain`;
    report('Usulan OPD', `${Math.round(median(times))} ms`, '2.000 ms', median(times) <= 2_000, detail);
  });
  await place.drop();
}

/** Somebody in a portal of its own; each does once beforehand what is measured, as much is compiled at its first use. */
async function withPortal(place, role, work) {
  const portal = await place.start();
  const [person] = await signedIn(portal, place, 1, [role]);
  await work(portal, person);
  await portal.stop();
}

/** Proposals for all villages, each time with the first of them moved to another OPD by hand: milliseconds of each. */
async function matching(coordinator) {
  const shown = await coordinator.get('/penugasan/usulan');
  const proposed = [...shown.text.matchAll(/value="([\d.]{13}):(\d+):\d*"/g)];
  const [[, village]] = proposed;
  const agencies = [...new Set(proposed.map(([, , agency]) => agency))].slice(1, 1 + MATCHINGS);
  const times = [];
  for (const agency of agencies) {
    const { status, ms } = await coordinator.get(`/penugasan/usulan?patok=${village}:${agency}`);
    if (status !== 200) throw new Error(`the matching answers ${status}`);
    times.push(ms);
  }
  return { villages: proposed.length, times };
}

/** Photos of 12 megapixels, as phones make them, in forms of six; then they are looked at. */
async function photos(officer, forms) {
  const noise = { width: 1_000, height: 750, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 40 } };
  const bytes = await sharp({ create: noise }).resize(4_000, 3_000).jpeg({ quality: 80 }).toBuffer();
  const files = Array.from({ length: PHOTOS }, (_, at) => [`${at}.jpg`, bytes]);
  for (let form = 0; form < forms; form++) await sendForm({ ...newForm(officer, `foto ${form}.`), files });
  await pause(LOOKED_MS);
}

/** Does some work while another connection asks a light page every 5 ms; tells the longest answer and the longest stop. */
async function whileOthersAsk(portal, name, work) {
  const other = crowd([portal], { think: EVERY_MS, doing: ({ port }) => send(port, { path: '/masuk' }) });
  await loopDelay(portal);
  const done = await work();
  const stop = await loopDelay(portal);
  const answers = await other.stop();
  if (answers.some(({ status }) => status !== 200)) throw new Error(`answers are ${counted(answers)}`);
  const longest = quantile(answers, 1);
  const detail = `99 % dalam ${quantile(answers, 0.99).toFixed(0)} ms dari ${answers.length}; jeda terlama ${stop.toFixed(0)} ms`;
  report(
    `Orang lain menunggu, ${name}`,
    `${longest.toFixed(0)} ms`,
    `${MOST_MS} ms`,
    longest <= MOST_MS,
    detail,
  );
  return done;
}
