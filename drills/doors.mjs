// A whole office signs in at once from one address.
import { counted, peopleOf } from './support/people.mjs';

const AT_ONCE = 300;

export async function doors({ engine, tell }) {
  const place = await engine.place();
  const portal = await place.start();
  const people = peopleOf(portal, place, AT_ONCE, ['OPD', 'DESA']);
  const began = performance.now();
  const answers = await Promise.all(people.map((person) => person.knock()));
  const seconds = (performance.now() - began) / 1_000;
  const refused = answers.filter(({ status }) => status !== 303);
  tell({
    did: `${AT_ONCE} right sign-ins at once from one address`,
    figure: `all answered in ${seconds.toFixed(1)} s; not let in: ${counted(refused)}`,
    goal: '≤ 30 s, none',
    ok: seconds <= 30 && refused.length === 0,
  });
}
