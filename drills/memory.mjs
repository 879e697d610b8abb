// Does the memory of the portal come back after 10,000 requests, and after 40 uploads of large photos?
import sharp from 'sharp';
import { newForm, sendForm } from './support/forms.mjs';
import { counted, faulty, signedIn } from './support/people.mjs';
import { pause } from './support/processes.mjs';

const PAGES = [
  '/kegiatan',
  '/beranda',
  '/desa',
  '/opd',
  '/lokus',
  '/prioritas',
  '/kegiatan?format=csv',
  '/bantuan',
];
const AT_ONCE = 10;
/** Where other work shares the machine fewer pages are opened, and said. */
const SECONDS = 240;
const PHOTOS = 40;

/** `count` pages, ten at once, as far as the time goes. @returns the answers. */
async function open(people, count) {
  const answers = [];
  const until = performance.now() + SECONDS * 1_000;
  let left = count;
  const one = async (person) => {
    while (left > 0 && performance.now() < until) {
      left -= 1;
      answers.push({ ...(await person.get(PAGES[left % PAGES.length])), text: '' });
    }
  };
  await Promise.all(people.map(one));
  return answers;
}

async function upload(people, count) {
  const grain = {
    width: 1_500,
    height: 1_500,
    channels: 3,
    noise: { type: 'gaussian', mean: 128, sigma: 40 },
  };
  const bytes = await sharp({ create: grain }).resize(6_000, 4_500).jpeg().toBuffer();
  let left = count;
  const one = async (person) => {
    while (left > 0) {
      left -= 1;
      await sendForm({ ...newForm(person, `foto ${left}.`), files: [['foto.jpg', bytes]] });
    }
  };
  await Promise.all(people.slice(0, 4).map(one));
}

export async function memory({ engine, tell }) {
  const pages = engine.cluster ? 10_000 : 2_000;
  const place = await engine.place();
  const portal = await place.start();
  const people = await signedIn(portal, place, AT_ONCE);
  await open(people, pages / 10);
  await pause(2_000);
  const before = portal.memory();
  const answers = await open(people, pages);
  const most = portal.memory();
  await upload(people, PHOTOS);
  const uploaded = portal.memory();
  // The process that draws photos ends when none has come for a while.
  await pause(25_000);
  const after = portal.memory();
  const wrong = faulty(answers);
  tell({
    did: `${pages} pages ten at once, then ${PHOTOS} photos of 27 megapixels, then 25 s of rest`,
    figure: `${before} MB after the first ${pages / 10} pages; ${most} after ${answers.length} more, ${uploaded} after the photos, ${after} at rest; faults: ${counted(wrong)}`,
    goal: 'every page, within 20 %',
    ok: after <= before * 1.2 && wrong.length === 0 && answers.length === pages,
  });
}
