// A backup is made while people write, proven, and restored into an empty place: is everything there, row by row?
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { compare, newForm, sendForm } from './support/forms.mjs';
import { counted, crowd, faulty, signedIn } from './support/people.mjs';
import { command } from './support/places.mjs';
import { pause, scratch } from './support/processes.mjs';

const WRITERS = 5;

/** Makes a backup of a place. @returns its file, the sums of its tables, and how long it took. */
async function make({ settings }) {
  const folder = scratch();
  const began = performance.now();
  await command(['cadangan', 'buat'], { ...settings, CADANGAN_DIR: folder });
  const seconds = (performance.now() - began) / 1_000;
  const file = path.join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.cadangan')),
  );
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd();
  return { file, seconds, ...JSON.parse(lines.slice(lines.lastIndexOf('\n') + 1)) };
}

export async function backup({ engine, tell }) {
  const place = await engine.place();
  const people = await signedIn(await place.start(), place, WRITERS);
  const forms = [];
  const writing = crowd(people, {
    think: 100,
    doing: (person) => {
      const form = newForm(person, `${forms.length}.`);
      forms.push(form);
      return sendForm(form);
    },
  });
  await pause(2_000);
  const before = forms.filter((one) => one.acknowledged);
  const made = await make(place);
  const wrong = faulty(await writing.stop());
  await people[0].portal.stop();
  await command(['cadangan', 'periksa', made.file], place.settings);
  const other = await engine.place({ sample: false });
  const { DATABASE_OWNER_URL: owner } = other.asOwner;
  const asOwner = owner ? { ...other.settings, DATABASE_URL: owner } : other.settings;
  await command(['cadangan', 'pulihkan', made.file, '--ya'], asOwner);
  await command(['migrasi'], other.asOwner);
  const again = await make(other);
  const { words, wrong: bad } = await compare(before, other);
  const rows = Object.values(made.sums).reduce((sum, table) => sum + table.rows, 0);
  const same = isDeepStrictEqual(made.sums, again.sums);
  tell({
    did: `backup while ${WRITERS} people write, proven, restored elsewhere, and a backup made of that`,
    figure: `made in ${made.seconds.toFixed(1)} s, faults meanwhile: ${counted(wrong)}; of ${before.length} forms before it ${words}; ${rows} rows ${same ? 'the same by SHA-256' : 'NOT THE SAME'}`,
    goal: 'all 0, the same',
    ok: same && bad === 0 && wrong.length === 0,
  });
}
