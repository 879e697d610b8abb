// 200 claims of one village, verifications of one report, sendings of one form at once: nothing is done twice.
import { randomUUID } from 'node:crypto';
import { counted, signedIn, today, untilAnswered } from './support/people.mjs';

const AT_ONCE = 200;

const all = (sending) =>
  Promise.all(Array.from({ length: AT_ONCE }, (_one, at) => untilAnswered(() => sending(at))));

const found = (page, pattern) => [...page.text.matchAll(pattern)].map(([, value]) => value);

/** Coordinators give one village to 200 OPD, as many as there are, in turn. */
async function claims(coordinators) {
  const page = await coordinators[0].get('/penugasan');
  const [village] = found(page, /name="pilih" value="([\d.]+)"/g);
  const options = page.text.slice(page.text.indexOf('name="kepada"'));
  const agencies = found({ text: options.slice(0, options.indexOf('</select>')) }, /<option value="(\d+)"/g);
  const fields = { pilih: village, peran: 'LEAD', mulai: today(), alasan: 'Latihan serentak' };
  const answers = await all((at) =>
    coordinators[at % coordinators.length].post('/penugasan', {
      ...fields,
      kepada: agencies[at % agencies.length],
    }),
  );
  return {
    answers,
    stands: `select count(*)::int as count from assignment
      where village_code = '${village}' and role = 'LEAD' and reason = 'Latihan serentak'`,
  };
}

async function verifications(coordinators, officer) {
  const { to } = await officer.log('Latihan verifikasi serentak.');
  const page = await coordinators[0].get(to);
  const [revisi] = found(page, /name="revisi" value="(\d+)"/g);
  const [versi] = found(page, /name="versi" value="(\d+)"/g);
  const answers = await all((at) =>
    coordinators[at % coordinators.length].post(`${to}/verifikasi`, { revisi, versi }),
  );
  return {
    answers,
    stands: `select count(*)::int as count from review_step where kind = 'VERIFIKASI' and revision_id = ${revisi}`,
  };
}

async function forms(_coordinators, officer) {
  const mark = 'Latihan formulir serentak.';
  const id = randomUUID();
  const answers = await all(() => officer.log(mark, { id }));
  return {
    answers,
    stands: `select count(*)::int as count from activity_revision where description = '${mark}'`,
  };
}

export async function atOnce({ engine, tell }) {
  const place = await engine.place();
  const portal = await place.start();
  const coordinators = await signedIn(portal, place, 10, ['KOORDINATOR']);
  const [officer] = await signedIn(portal, place, 1);
  const done = [];
  for (const [what, race] of Object.entries({ claims, verifications, forms }))
    done.push({ what, ...(await race(coordinators, officer)) });
  await portal.stop();
  for (const { what, answers, stands } of done) {
    const [{ count }] = await place.ask(stands);
    const wrong = answers.filter(({ status }) => ![303, 409, 422].includes(status)).length;
    tell({
      did: `${AT_ONCE} ${what} of the same at once`,
      figure: `stored ${count} times; answers ${counted(answers)}`,
      goal: 'once, each answered 303, 409 or 422',
      ok: count === 1 && wrong === 0,
    });
  }
}
