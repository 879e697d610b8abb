// The last day of a deadline: everybody works at once, and thinks five seconds between two pages.
import sharp from 'sharp';
import { newForm, sendForm } from './support/forms.mjs';
import { counted, crowd, faulty, peopleOf, quantile } from './support/people.mjs';
import { pause } from './support/processes.mjs';

const THINK = 5_000;
const CROWDS = [
  { users: 300, seconds: 40 },
  { users: 500, seconds: 60 },
];
const SHARES = { OPD: 0.7, DESA: 0.25, KOORDINATOR: 0.05 };

/** So many different ones are sent; hardly anybody sends what another did. */
const PHOTOS = 40;

/** A photo as the form sends it: made smaller by the phone. */
const photo = () =>
  sharp({
    create: {
      ...{ width: 400, height: 300, channels: 3 },
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .resize(1_600, 1_200)
    .jpeg({ quality: 85 })
    .toBuffer();

/** Opens a page and keeps it before the person's eyes. */
const open = (path) => async (person) => {
  const answer = await person.get(path);
  person.page = answer.text;
  return answer;
};

/** Opens what the last form led to, or the first activity on the page. */
const openOne = (person) => {
  const led = person.led ?? /href="(\/kegiatan\/\d+)"/.exec(person.page)?.[1];
  person.led = undefined;
  return open(led ?? '/kegiatan')(person);
};

/** Presses the button of the open activity, where it has one. */
const press = (verb) => (person) => {
  const [, address] = new RegExp(`action="(/kegiatan/\\d+/${verb})"`).exec(person.page) ?? [];
  if (!address) return open('/kegiatan')(person);
  const value = (name) => new RegExp(`name="${name}" value="(\\d+)"`).exec(person.page)?.[1];
  return person.post(address, { revisi: value('revisi'), versi: value('versi') });
};

/** What each does, over and over: officers report, villages confirm, coordinators verify. */
const daysWith = (photos) => ({
  OPD: [
    open('/beranda'),
    open('/kegiatan'),
    openOne,
    open('/kegiatan/baru'),
    async (person, turn) => {
      const form = newForm(person, `${person.number} ${turn}.`);
      const answer = await sendForm(
        { ...form, files: [['foto.jpg', photos[(person.number + turn) % PHOTOS]]] },
        { patience: 0 },
      );
      person.led = answer.to;
      return answer;
    },
    openOne,
    open('/kegiatan'),
    open('/komitmen'),
    open('/beranda'),
    open('/penugasan'),
  ],
  DESA: [open('/beranda'), openOne, press('konfirmasi'), open('/desa/saya'), open('/kegiatan')],
  KOORDINATOR: [
    open('/beranda'),
    open('/kegiatan?status=diajukan'),
    openOne,
    press('verifikasi'),
    open('/rekap'),
    open('/penugasan'),
  ],
});

/** The roles mixed, the same in every run. */
function mixed(portal, place) {
  const most = Math.max(...CROWDS.map(({ users }) => users));
  const people = Object.entries(SHARES).flatMap(([role, share]) =>
    peopleOf(portal, place, Math.round(most * share), [role]),
  );
  return people.map((_one, at) => people[(at * 7) % people.length]);
}

export async function deadline({ engine, tell }) {
  const place = await engine.place();
  const portal = await place.start();
  const people = mixed(portal, place);
  for (const [number, person] of people.entries()) person.number = number;
  await Promise.all(people.map((person) => person.signIn()));
  const days = daysWith(await Promise.all(Array.from({ length: PHOTOS }, photo)));
  for (const { users, seconds } of CROWDS) {
    const own = process.cpuUsage();
    const working = crowd(people.slice(0, users), {
      think: THINK,
      // Each is somewhere else in the day when it begins.
      doing: (person, turn) => {
        const day = days[person.role];
        return day[(person.number + turn) % day.length](person, turn);
      },
    });
    await pause(seconds * 1_000);
    const { user, system } = process.cpuUsage(own);
    const answers = await working.stop();
    const forms = answers.filter(({ method }) => method === 'POST');
    const refused = answers.filter((one) => one.refused);
    const wrong = faulty(answers);
    const [p50, p95, ofForms] = [quantile(answers, 0.5), quantile(answers, 0.95), quantile(forms, 0.95)].map(
      Math.round,
    );
    tell({
      did: `${users} people for ${seconds} s, think time ${THINK / 1_000} s: ${forms.length} of ${answers.length} answers are to forms`,
      figure: `p95 ${p95} ms (forms ${ofForms} ms), median ${p50} ms; ${refused.length} refused, faults: ${counted(wrong)}; ${portal.memory()} MB; these people themselves took ${Math.round((user + system) / seconds / 10_000)} % of one core`,
      goal: 'p95 < 1,000 ms, no faults',
      ok: p95 < 1_000 && wrong.length === 0 && refused.length === 0,
    });
  }
}
