// One account sends 60 large pictures; how long does the small one of another account wait?
import sharp from 'sharp';
import { newForm, sendForm } from './support/forms.mjs';
import { counted, crowd, signedIn } from './support/people.mjs';
import { pause } from './support/processes.mjs';

/** A photo as a phone makes it: grain of `side` pixels, blown up. */
const photo = (width, height, grain, { format, kernel = 'cubic' }) =>
  sharp({
    create: { width: grain, height: grain, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })
    .resize(width, height, { kernel, fit: 'fill' })
    [format]()
    .toBuffer();

const FORMS = 10;

export async function pictures({ engine, tell }) {
  const [large, flat, small] = await Promise.all([
    photo(8_000, 6_000, 900, { format: 'jpeg' }),
    photo(8_000, 8_000, 20, { format: 'png', kernel: 'nearest' }),
    photo(1_200, 900, 600, { format: 'jpeg' }),
  ]);
  const place = await engine.place();
  const [many, one] = await signedIn(await place.start(), place, 2);
  const named = [large, flat, large, flat, large, flat].map((bytes, at) => [`${at}.jpg`, bytes]);
  const sending = Promise.all(
    Array.from({ length: FORMS }, (_one, at) =>
      sendForm({ ...newForm(many, `besar ${at}.`), files: named }, LONG),
    ),
  );
  await pause(1_000);
  const waits = crowd([one], {
    think: 500,
    doing: (person, turn) => sendForm({ ...newForm(person, `kecil ${turn}.`), files: [['k.jpg', small]] }),
  });
  const taken = await sending;
  const answers = await waits.stop();
  const longest = Math.max(...answers.map(({ ms }) => ms)) / 1_000;
  const megabytes = (bytes) => (bytes.length / 1_000_000).toFixed(1);
  tell({
    did: `one account sends 60 pictures of 48 and 64 megapixels (${megabytes(large)} and ${megabytes(flat)} MB), another a small one every half second`,
    figure: `${answers.length} small ones took at most ${longest.toFixed(1)} s; answers ${counted(answers)}, to the large ones ${counted(taken)}`,
    goal: '≤ 3 s, all 303',
    ok: longest <= 3 && [...answers, ...taken].every(({ status }) => status === 303),
  });
}

/** Whoever has three large forms under way is asked to wait with the next. */
const LONG = { patience: 120_000, between: 3_000 };
