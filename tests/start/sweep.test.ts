import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { sweep } from '../../src/sweep.js';
import { usePortal } from '../support/portal.js';

const portal = usePortal();

it('ends with what is under way, begins no more of it, and leaves nothing that a closed database would break', async () => {
  const { database, db } = portal.services;
  const photos = Array.from({ length: 40 }, (_, at) => ({
    sha256: String(at).padStart(64, '0'),
    mediaType: 'image/jpeg',
    byteSize: 1,
  }));
  await database.transaction((tx) => tx.storedFile.createMany({ data: photos }));
  const lookedAt = () => db.storedFile.count({ where: { lookedAt: { not: null } } });
  const said: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void said.push(line) });
  const end = sweep({ ...portal.services, log });
  while ((await lookedAt()) === 0) await pause(5);
  await end();
  const looked = await lookedAt();
  await pause(200);
  expect([await lookedAt(), said]).toEqual([looked, []]);
  expect(looked).toBeLessThan(photos.length);
});
