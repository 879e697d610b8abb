// A file of all activities against a bare COPY of the same rows to a socket.
import { spawn } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';
import { postgresPrograms } from '../drills/support/cluster.mjs';
import { median, report, times } from './setting.mjs';

const ROUNDS = 3;
/** What the file is made of, with the names of places and OPD. */
const COPY = `copy (select r.*, l.*, v.name, k.name, g.name, c.name, f.name
  from shown_activity x join activity_revision r on r.id = x.revision_id
  left join activity_line l on l.revision_id = r.id join village v on v.code = x.village_code
  join kecamatan k on k.code = v.kecamatan_code join agency g on g.id = x.agency_id
  left join category c on c.code = l.category_code left join funding_source f on f.code = l.funding_code
  where x.readers <> 'SENDIRI' order by x.starts_on desc, x.activity_id desc) to stdout`;

/** Milliseconds of a COPY, its bytes thrown away. */
function copied(url) {
  const began = performance.now();
  const psql = spawn(path.join(postgresPrograms(), 'psql'), [url, '-c', COPY], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  psql.stdout.resume();
  return new Promise((resolve) => psql.once('exit', () => resolve(performance.now() - began)));
}

/** Milliseconds to the first byte and to the last, and how far the memory of the portal rose meanwhile (megabytes). */
function taken(portal, headers) {
  const [began, before] = [performance.now(), portal.memory()];
  let most = before;
  const looking = setInterval(() => {
    most = Math.max(most, portal.memory());
  }, 50);
  return new Promise((resolve, reject) => {
    const asked = http.get({ port: portal.port, path: '/kegiatan?format=csv', headers }, (answer) => {
      let first = 0;
      answer.on('data', () => {
        first ||= performance.now() - began;
      });
      answer.on('end', () => {
        clearInterval(looking);
        resolve({ first, whole: performance.now() - began, rose: most - before });
      });
    });
    asked.on('error', reject);
  });
}

export async function benchExport(portal, place, person, many) {
  const files = [];
  const copies = [];
  for (let round = 0; round < ROUNDS; round++) {
    copies.push(await copied(place.settings.DATABASE_URL));
    files.push(await taken(portal, { cookie: person.cookie }));
  }
  const of = (what) => median(files.map((one) => one[what]));
  const ratio = of('whole') / median(copies);
  const detail = `${(of('whole') / 1_000).toFixed(1)} s; COPY ${(median(copies) / 1_000).toFixed(1)} s`;
  report(`Ekspor ${many} kegiatan`, times(ratio), '4 ×', ratio <= 4, detail);
  const first = of('first');
  report('Ekspor, bita pertama', `${Math.round(first)} ms`, '1.000 ms', first <= 1_000, 'sesudah diminta');
  const rose = of('rose');
  report(
    'Ekspor, memori naik',
    `${rose} MB`,
    '30 MB',
    rose <= 30,
    'paling tinggi, di atas yang sebelum ekspor',
  );
}
