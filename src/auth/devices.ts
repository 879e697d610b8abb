import { createHash } from 'node:crypto';
import { change } from '../audit/change.js';
import { conflict } from '../core/problem.js';
import type { Database, Reader } from '../database/client.js';
import type { Actor } from '../policy.js';

/** A session as its owner sees it; `mark` names it to the portal and opens nothing. */
export interface Device {
  mark: string;
  words: string;
  since: Date;
  lastSeen: Date;
  /** The one that asks. */
  own: boolean;
}

const markOf = (sessionId: string) => createHash('sha256').update(sessionId).digest('hex').slice(0, 16);

/** Where this person is signed in now, the one that asks first, then the last one used. */
export async function devicesOf(
  db: Reader,
  actor: Actor,
  given: { sessionId: string; now: Date; idleMinutes: number },
): Promise<Device[]> {
  const heardSince = new Date(given.now.getTime() - given.idleMinutes * 60_000);
  const sessions = await db.session.findMany({
    where: { accountId: actor.id, expiresAt: { gt: given.now }, seenAt: { gt: heardSince } },
    orderBy: { seenAt: 'desc' },
  });
  const devices = sessions.map(({ id, device, begunAt, seenAt }) => ({
    mark: markOf(id),
    words: device || 'Perangkat lain',
    since: begunAt,
    lastSeen: seenAt,
    own: id === given.sessionId,
  }));
  return devices.sort((one, other) => Number(other.own) - Number(one.own));
}

/**
 * Signs the person out on the device with this mark, or (null) on every one but the one that asks.
 * @returns how many it were.
 * @throws Problem `conflict` when that device was signed out already.
 */
export function signOutDevices(
  database: Database,
  actor: Actor,
  { sessionId, mark }: { sessionId: string; mark: string | null },
): Promise<number> {
  return change(database, actor, 'system.devices', async (tx) => {
    const others = await tx.session.findMany({ where: { accountId: actor.id, id: { not: sessionId } } });
    const ended = others.filter(({ id }) => mark === null || markOf(id) === mark);
    if (ended.length === 0) throw conflict('Perangkat itu sudah keluar.');
    await tx.session.deleteMany({ where: { id: { in: ended.map((one) => one.id) } } });
    const which = mark === null ? 'semua perangkat lain' : (ended[0]?.device ?? '');
    const summary = `${actor.username} mengeluarkan ${which}`;
    return { result: ended.length, fact: { subjectType: 'akun', subjectId: actor.id, summary } };
  });
}
