// How soon does the portal answer after kill -9 in the middle of work, against a clean start?
import { crowd, signedIn } from './support/people.mjs';
import { pause } from './support/processes.mjs';

const ROUNDS = 5;
const median = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)];

export async function ready({ engine, tell }) {
  const place = await engine.place();
  const seconds = { clean: [], killed: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const portal = await place.start();
    seconds.clean.push(await portal.ready);
    const writers = await signedIn(portal, place, 4);
    const work = crowd(writers, {
      think: 50,
      doing: (person, turn) => person.log(`Latihan ${round}-${turn}.`),
    });
    await pause(1_000);
    await portal.stop('SIGKILL');
    await work.stop();
    const again = await place.start();
    seconds.killed.push(await again.ready);
    await again.stop();
  }
  const [clean, killed] = [median(seconds.clean), median(seconds.killed)];
  tell({
    did: `${ROUNDS} times killed (SIGKILL) while 4 people write, started again; medians`,
    figure: `ready in ${killed.toFixed(1)} s, clean ${clean.toFixed(1)} s`,
    goal: '≤ 2 × clean',
    ok: killed <= 2 * clean,
  });
}
