// The last day of a deadline: everybody works at once, and thinks five seconds between two pages.
import { newForm, sendForm } from './support/forms.mjs';
import { counted, crowd, faulty, peopleOf, quantile } from './support/people.mjs';
import { pause } from './support/processes.mjs';

const THINK = 5_000;
const CROWDS = [
  { users: 300, seconds: 40 },
  { users: 500, seconds: 60 },
];

const file = (person, turn) => sendForm(newForm(person, `${person.number} ${turn}.`), { patience: 0 });
const open = (path) => (person) => person.get(path);

/** What each does, over and over: officers log, villages read, coordinators look through what waits. */
const days = {
  OPD: [
    open('/beranda'),
    open('/kegiatan/baru'),
    file,
    open('/kegiatan'),
    open('/kegiatan/baru'),
    file,
    open('/janji'),
  ],
  DESA: [open('/beranda'), open('/desa/saya'), open('/kegiatan')],
  KOORDINATOR: [open('/beranda'), open('/kegiatan?status=diajukan'), open('/rekap'), open('/penugasan')],
};

export async function deadline({ engine, tell }) {
  const place = await engine.place();
  const portal = await place.start();
  const most = Math.max(...CROWDS.map(({ users }) => users));
  const people = [
    ...peopleOf(portal, place, most * 0.7, ['OPD']),
    ...peopleOf(portal, place, most * 0.25, ['DESA']),
    ...peopleOf(portal, place, most * 0.05, ['KOORDINATOR']),
  ].sort((one, other) => order(one) - order(other));
  for (const [number, person] of people.entries()) {
    person.number = number;
    await person.signIn();
  }
  for (const { users, seconds } of CROWDS) {
    const working = crowd(people.slice(0, users), {
      think: THINK,
      doing: (person, turn) => {
        const day = days[person.role];
        return day[turn % day.length](person, turn);
      },
    });
    await pause(seconds * 1_000);
    const answers = await working.stop();
    const refused = answers.filter((one) => one.refused);
    const wrong = faulty(answers);
    const [p50, p95] = [0.5, 0.95].map((part) => Math.round(quantile(answers, part)));
    tell({
      did: `${users} people for ${seconds} s, think time ${THINK / 1_000} s`,
      figure: `p95 ${p95} ms, median ${p50} ms; ${answers.length} answers, ${refused.length} refused, faults: ${counted(wrong)}; ${portal.memory()} MB`,
      goal: 'p95 < 1,000 ms, no faults',
      ok: p95 < 1_000 && wrong.length === 0 && refused.length === 0,
    });
  }
}

/** Mixes the roles, the same in every run. */
const order = ({ username, role }) =>
  [...`${role}${username}`].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 9_973, 7);
