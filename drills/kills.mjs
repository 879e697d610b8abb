// Portal and database are killed while people write. What was acknowledged must stand there once and whole.
import { compare, newForm, sendForm } from './support/forms.mjs';
import { signedIn } from './support/people.mjs';
import { pause } from './support/processes.mjs';

const WRITERS = 6;

const killPortal = async ({ place, people }) => {
  await people[0].portal.stop('SIGKILL');
  const again = await place.start();
  for (const person of people) person.portal = again;
};

const killServer = async ({ cluster }) => {
  cluster.kill();
  await cluster.start();
};

/** Writes until something dies; the form on its way then stays unacknowledged. */
async function write(person, forms, seen) {
  while (!seen.dead) {
    const form = newForm(person, `${seen.round}-${forms.length}.`);
    forms.push(form);
    await sendForm(form, { patience: 0 });
    if (!form.acknowledged) return;
  }
}

/** @returns the forms of this round, those on their way sent again. */
async function killOnce(stage, round) {
  const forms = [];
  const seen = { round, dead: false };
  const writing = Promise.all(stage.people.map((person) => write(person, forms, seen)));
  await pause(200 + Math.random() * 800);
  seen.dead = true;
  await (stage.cluster && round % 2 === 0 ? killServer : killPortal)(stage);
  await writing;
  for (const form of forms.filter((one) => !one.acknowledged)) await sendForm(form, { between: 300 });
  return forms;
}

export async function kills({ engine, tell }) {
  const { cluster } = engine;
  const times = cluster ? 30 : 20;
  const place = await engine.place();
  const people = await signedIn(await place.start(), place, WRITERS);
  const forms = [];
  for (let round = 1; round <= times; round++)
    forms.push(...(await killOnce({ cluster, place, people }, round)));
  await people[0].portal.stop();
  const { words, wrong } = await compare(forms, place);
  const never = forms.filter((one) => !one.acknowledged).length;
  tell({
    did: `${times} kills (SIGKILL) while ${WRITERS} people write${cluster ? ', of the portal and of PostgreSQL in turn' : ''}; what was not answered is sent again`,
    figure: `${forms.length} forms: ${words}, ${never} never taken`,
    goal: 'all 0',
    ok: wrong + never === 0,
  });
}
