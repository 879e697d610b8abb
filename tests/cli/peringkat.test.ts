import { expect, it } from 'vitest';
import { peringkat } from '../../src/cli/peringkat.js';

it('answers a negative weight with the numbers that are right', async () => {
  let said = '';
  const io = { stdout: { write: () => undefined }, stderr: { write: (text: string) => (said += text) } };
  expect(await peringkat(['--desil1', 'a.csv', '--bobot-idm', '-1'], io)).toBe(2);
  expect(said).toBe('--bobot-idm: "-1" bukan angka 0 sampai 1, misalnya 0.5.\n');
});
