import { expect, it } from 'vitest';
import { Quota } from '../../src/web/quota.js';
import { FIRST, Turns } from '../../src/web/turns.js';

it('works in turns: sixty pieces of one do not stand before the first of another, and small ones come first', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const piece = (who: number, name: string) => turns.take(who, async () => void done.push(name));
  const all = [
    ...Array.from({ length: 60 }, (_, at) => piece(7, `banyak ${at}`)),
    piece(8, 'satu'),
    piece(9, 'lain'),
    piece(FIRST, 'kecil'),
    piece(8, 'dua'),
  ];
  await Promise.all(all);
  expect(done.slice(0, 7)).toEqual(['banyak 0', 'kecil', 'banyak 1', 'satu', 'lain', 'banyak 2', 'dua']);
  expect(done).toHaveLength(64);
});

it('goes on after a piece that failed', async () => {
  const turns = new Turns();
  const failing = turns.take(1, () => Promise.reject(new Error('gagal')));
  await expect(failing).rejects.toThrow('gagal');
  expect(await turns.take(1, async () => 'jalan')).toBe('jalan');
});

it('counts what an account sends until the day is over', () => {
  let now = new Date('2026-11-20T03:00:00Z');
  const quota = new Quota(10_000_000, { now: () => now });
  quota.count(1, 9_000_000);
  expect(() => quota.count(1, 2_000_000)).toThrow(/sudah 10 MB, batas sehari/);
  quota.count(1, 1_000_000);
  quota.count(2, 9_000_000);
  now = new Date('2026-11-20T18:00:00Z');
  quota.count(1, 9_000_000);
});
