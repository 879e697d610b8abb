// The disk fills up: below the floor nothing is begun, at the last byte nothing is lost and nothing spins.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compare, newForm, sendForm } from './support/forms.mjs';
import { send, signedIn } from './support/people.mjs';
import { atEnd, pause, scratch } from './support/processes.mjs';

const MEGABYTE = 1_000_000;
const NO_FLOOR = { RUANG_TERKECIL: '0' };

/** A disk of its own in memory, which only root may make; null where it may not. */
function smallDisk(megabytes) {
  const folder = scratch();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'drill', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  atEnd(() => execFileSync('umount', ['-l', folder]));
  return folder;
}

const filler = (disk) => path.join(disk, 'penuh');
function leave(disk, bytes) {
  rmSync(filler(disk), { force: true });
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(filler(disk), Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
}

/** Seconds of a processor that it has used. */
const worked = ({ pid }) => {
  const [, , ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) | /);
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

async function belowTheFloor({ tell, place, disk }) {
  const portal = await place.start();
  const [person] = await signedIn(portal, place, 1);
  const tries = async () => {
    const [form, page, ready] = [
      await person.log('Latihan lantai.'),
      await person.get('/kegiatan'),
      await send(portal.port, { path: '/siap' }),
    ];
    return [form.refused ?? form.status, page.status, ready.status].join(' ');
  };
  leave(disk, 100 * MEGABYTE);
  await pause(1_100);
  const full = await tries();
  rmSync(filler(disk));
  await pause(1_100);
  const again = await tries();
  await portal.stop();
  tell({
    did: 'another program leaves 100 MB on the disk, half of the floor, then makes room',
    figure: `form, page and /siap answer ${full}, then ${again}`,
    goal: 'no-room 200 503, then 303 200 200',
    ok: full === 'no-room 200 503' && again === '303 200 200',
  });
}

/** Writes until nothing more goes in: long texts, as the database's log grows with them. */
async function fill(person) {
  const forms = [];
  const until = performance.now() + 90_000;
  let refused = 0;
  while (refused < 5 && performance.now() < until) {
    const text = Array.from({ length: 150 }, () => Math.random().toString(36).slice(2, 10)).join(' x');
    const form = newForm(person, `${forms.length}. ${text}`, { withPaper: false });
    forms.push(form);
    await sendForm(form, { patience: 0 });
    refused = form.acknowledged ? 0 : refused + 1;
  }
  return forms;
}

/** Uses up the last file of the log as far as it goes without another one being made ahead, at three quarters. */
const NEARLY_FULL_LOG = `select pg_logical_emit_message(false, 'latihan', repeat('x', greatest(0,
  12000000 - (pg_current_wal_insert_lsn() - '0/0'::pg_lsn) % 16777216)::int))`;

async function toTheLastByte({ tell, cluster, place, disk, left }) {
  if (!cluster) await place.ask(NEARLY_FULL_LOG);
  const portal = await place.start(NO_FLOOR);
  const [person] = await signedIn(portal, place, 1);
  leave(disk, left);
  const forms = await fill(person);
  const taken = forms.filter((one) => one.acknowledged).length;
  const [state, busy] = await stateOf(portal, place);
  rmSync(filler(disk));
  if (!portal.lives) person.portal = await place.start();
  for (const form of new Set([...forms.filter((one) => !one.acknowledged), ...forms.slice(-6)]))
    await sendForm(form);
  await person.portal.stop();
  const { words, wrong } = await compare(forms, place);
  tell({
    did: `the disk with ${left / MEGABYTE} MB left is written full, without a floor; then room is made`,
    figure: `${taken} forms taken, then ${state}, processor ${Math.round(busy * 100)} %; with room again all are taken; ${words}`,
    goal: 'all 0, no spinning, writes again',
    ok: wrong === 0 && busy < 0.5 && forms.every((one) => one.acknowledged),
  });
}

/** What became of a portal without room, and which part of a processor it works. */
async function stateOf(portal, place) {
  if (!portal.lives) {
    const again = await place.start(NO_FLOOR).then(
      () => 'works',
      ({ message }) => message,
    );
    return [`it ended: "${portal.said.err.trim()}", a start then: ${again}`, 0];
  }
  const before = worked(portal);
  await pause(3_000);
  const busy = (worked(portal) - before) / 3;
  const { status } = await Promise.race([
    send(portal.port, { path: '/sehat' }),
    pause(2_000).then(() => ({ status: 'nothing' })),
  ]);
  return [`it lives and /sehat answers ${status}`, busy];
}

export async function disk({ engine, tell }) {
  for (const [drill, left] of [
    [belowTheFloor],
    [toTheLastByte, 0.1 * MEGABYTE],
    [toTheLastByte, 9 * MEGABYTE],
  ]) {
    const small = smallDisk(400);
    if (!small)
      return tell({
        did: 'a small disk',
        figure: 'cannot be mounted here: run it as root',
        goal: '',
        ok: false,
      });
    const place = await engine.place({ on: small });
    await drill({ tell, cluster: engine.cluster, place, disk: small, left });
  }
}
