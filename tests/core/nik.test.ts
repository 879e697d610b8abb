import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNik } from '../../src/core/nik.js';

const REFUSED = [
  '3327031234560004',
  'NIK 3327031234560004 atas nama penerima',
  'NIK:3327031234560004.',
  '3327.0312.3456.0004',
  '3.327.031.234.560.004',
  '3327.0312.3456.0004',
  '3.327.031.234.560.004',
  '3327.0312.3456.0004',
  '3.327.031.234.560.004',
  '3327.0312.3456.0004',
  '3.327.031.234.560.004',
  '3327.0312.3456.0004',
  '3.327.031.234.560.004',
  '332703 123456 0004',
  '33.27.03.123456.0004',
  '33.27.03 123456 0004',
  '332703-123456.0004',
  '33270312\n34560004',
  '33270312\r\n   34560004',
  '3327.0312.3456.0004',
  '3.327.031.234.560.004',
  '3327.0312.3456.0004',
  '3.327.031.234.560.004',
  '3327\u20110312\u20113456\u20110004',
  '332703\u00a0123456-0004',
  '3327   0312   3456   0004',
  '３３２７０３１２３４５６０００４',
  '33270312\u200b34560004',
  'tahun 2026 3327031234560004',
  'RT 01 3327 0312 3456 0004',
  '12 332703 123456 0004',
  '3327 0312 3456 0004 12 jiwa',
  'KK 3327030101050012, 4 jiwa',
  '2026/3327031234560004',
  'foto-3327031234560004.jpg',
  'Rp 500.000 untuk 3327031234560004',
  '24-10-2026 3327 0312 3456 0004',
  '2021 2022 2023 2024',
  '3 3 2 7 0 3 1 2 3 4 5 6 0 0 0 4',
];

const TAKEN = [
  '24-10-2026 - 25-10-2026',
  '24/10/2026-25/10/2026',
  '24-10-2026 25-10-2026',
  '24.10.2026, 25.10.2026',
  '2026-10-24 – 2026-10-25',
  'Rp 12.500.000 - 17.500.000',
  'Rp 12.500.000 17.500.000',
  'Rp 12.500.000\n17.500.000',
  'Rp 12,500,000/17,500,000',
  '33.27.03.2001 33.27.03.2002',
  '33.27.03 33.27.04.2001',
  '33.27.03.2001-33.27.03.2002',
  '3327032001 3327032002',
  '1.02.01.2.02.01.5.1.02.01.01.0025',
  '5.1.02.01.01.0025',
  '0812 3456 7890',
  '0812-3456-7890, 0813-2345-6789',
  '0812 3456 7890 0813 2345 6789',
  'Hubungi 081234567890 atau 081323456789',
  '33270312345600041',
  '332703123456000',
  '12345678901234567890',
  '3327 0312 - 3456 0004',
  '2021-2022 2023-2024',
  'Tahun 2021, 2022, 2023, 2024',
  '2021 2022 2023 2024 2025',
  '10 20 30 40 50 60 70 80 90',
  '18 unit dari 24; 12 keluarga, 3 RT',
  '188.4/123/TAHUN 2026',
  'Pukul 08.00-12.00, 24 Oktober 2026',
  '7,5 km; -7.0123, 109.3456',
  '',
];

describe('a number of exactly 16 digits', () => {
  it.each(REFUSED.map((text) => [text]))('is found in %j', (text) => {
    expect(findNik(text)).toMatch(/^\d{4}•{8}\d{4}$/);
  });

  it.each(TAKEN.map((text) => [text]))('is not seen in %j', (text) => {
    expect(findNik(text)).toBeNull();
  });

  it('is found whatever single signs stand between its digits', () => {
    const digit = fc.integer({ min: 0, max: 9 }).map(String);
    // No province begins with 0; digits with 19 or 20 in them may rightly be read as a date.
    const digits = fc
      .array(digit, { minLength: 16, maxLength: 16 })
      .filter((all) => all[0] !== '0' && !/19|20/.test(all.join('')));
    const sign = fc.constantFrom('', ' ', '.', ',', '/', '-', '–', '—', '‑', '\n', '\t', '\u00a0', '\u2003');
    const signs = fc.array(sign, { minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(digits, signs, fc.constantFrom('', 'NIK ', 'a.\n'), (all, between, before) => {
        const text = all.map((one, index) => one + (between[index] ?? '')).join('');
        expect(findNik(`${before}${text} ada`)).toBe(
          `${all.slice(0, 4).join('')}••••••••${all.slice(-4).join('')}`,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('is not seen in any other count of digits that stand together', () => {
    const digits = fc.stringMatching(/^[1-9]\d{0,40}$/).filter((text) => text.length !== 16);
    fc.assert(fc.property(digits, (text) => findNik(text) === null));
  });

  it('is looked for in time that grows with the text, not with its square', { retry: 5 }, () => {
    const time = (text: string) => {
      const start = performance.now();
      findNik(text);
      return performance.now() - start;
    };
    for (const piece of ['1 ', '12.', '1234 ', '08123456-', '1.234.', '2021-', ' ', '01-01-']) {
      time(piece.repeat(1000));
      const short = Math.min(...[0, 1, 2].map(() => time(piece.repeat(10_000))));
      const long = Math.min(...[0, 1, 2].map(() => time(piece.repeat(80_000))));
      expect([piece, long < 40 * (short + 1)]).toEqual([piece, true]);
    }
  });
});
