import { describe, expect, it } from 'vitest';
import { inSentence } from '../../src/core/format.js';

describe('a label within a sentence', () => {
  it('begins small and keeps its abbreviations', () => {
    for (const [label, said] of [
      ['Nama hitungan', 'nama hitungan'],
      ['OPD', 'OPD'],
      ['OPD pengganti', 'OPD pengganti'],
      ['Nomor SK', 'nomor SK'],
      ['IDM 2024', 'IDM 2024'],
      ['', ''],
    ] as const)
      expect(inSentence(label)).toBe(said);
  });
});
