import { expect, it } from 'vitest';
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
