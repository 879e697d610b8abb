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
  const portal = await place.start();
  const [[coordinator], [officer]] = await Promise.all(
    ['KOORDINATOR', 'OPD'].map((role) => signedIn(portal, place, 1, [role])),
  );
  // What is compiled at its first use is no fault of photos or matching.
  await photos(officer, 1);
  await whileOthersAsk(portal, 'tidak ada yang lain', () => pause(2_000));
  await whileOthersAsk(portal, 'foto diterima dan dikenali', () => photos(officer, FORMS));
  await place.ask(NOBODY_LEADS);
  const [first, ...fixed] = await place.ask(FIXED);
  await matching(coordinator, [first]);
  const taken = await whileOthersAsk(portal, 'mencocokkan OPD', () => matching(coordinator, fixed));
  const detail = `${taken.length} kali untuk semua desa, tiap kali dengan patokan lain`;
  report('Usulan OPD', `${Math.round(median(taken))} ms`, '2.000 ms', median(taken) <= 2_000, detail);
  await portal.stop();
  await place.drop();
}

/** Villages of the newest list, each with an OPD that may be fixed for it by hand. */
const FIXED = `select m.village_code as village, (select max(id) from agency where capacity > 1) as agency
  from lokus_member m join lokus_list l on l.id = m.list_id
  where l.status = 'FIXED' and l.year = (select max(year) from lokus_list) order by 1 limit ${1 + MATCHINGS}`;

/** Proposals for all villages, each time around another one that is fixed: milliseconds of each. */
async function matching(coordinator, fixed) {
  const times = [];
  for (const { village, agency } of fixed) {
    const answer = await coordinator.get(`/penugasan/usulan?patok=${village}:${agency}`);
    if (answer.status !== 200) throw new Error(`the matching answers ${answer.status}`);
    times.push(answer.ms);
  }
  return times;
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
