import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNik } from '../../src/core/nik.js';

const REFUSED = [
  '3327031203560004',
  'NIK 3327031203560004 atas nama penerima',
  'NIK:3327031203560004.',
  '3327.0312.0356.0004',
  '3.327.031.203.560.004',
  '332703 120356 0004',
  '33.27.03.120356.0004',
  '33.27.03 120356 0004',
  '332703-120356.0004',
  '33270312\n03560004',
  '33270312\r\n   03560004',
  '3327\u20110312\u20110356\u20110004',
  '332703\u00a0120356-0004',
  '3327   0312   0356   0004',
  '３３２７０３１２０３５６０００４',
  '33270312\u200b03560004',
  'tahun 2026 3327031203560004',
  'RT 01 3327 0312 0356 0004',
  '12 332703 120356 0004',
  '3327 0312 0356 0004 12 jiwa',
  'KK 3327030101050012, 4 jiwa',
  '2026/3327031203560004',
  'foto-3327031203560004.jpg',
  'Rp 500.000 untuk 3327031203560004',
  '24-10-2026 3327 0312 0356 0004',
  '3 3 2 7 0 3 1 2 0 3 5 6 0 0 0 4',
  '٣٣٢٧٠٣١٢٠٣٥٦٠٠٠٤',
  '३३२७०३१२०३५६०००४',
  '3327\u03010312\u03010356\u03010004',
  '33270312\u31640356\u28000004',
  '3327_0312_0356_0004',
  '3327:0312:0356:0004',
  '3327 · 0312 · 0356 · 0004',
  '3327 • 0312 • 0356 • 0004',
  '3327, 0312, 0356, 0004',
  '3327 / 0312 / 0356 / 0004',
  '3327|0312|0356|0004',
  'foto_3327031203560004_1.jpg',
  'perempuan 3327035203560004',
  'Moga 08.00-12.00 3327031203560004',
  '3327 . 0312 . 0356 . 0004',
  '33 . 27 . 03 . 120356 . 0004',
  '3327 - 0312 - 0356 - 0004',
  '332703 – 120356 – 0004',
  '3327 0312 - 0356 - 0004',
  '3327. 0312. 0356. 0004',
  '(3327)(0312)(0356)(0004)',
  '(3327) (0312) (0356) (0004)',
  '3327(0312)0356(0004)',
  '3327 (0312) 0356 (0004)',
  '[3327] [0312] [0356] [0004]',
  "3327'0312'0356'0004",
  '3327’0312’0356’0004',
  '"3327","0312","0356","0004"',
  '3327~0312~0356~0004',
  '3327 ~ 0312 ~ 0356 ~ 0004',
  '3327\\0312\\0356\\0004',
  '3327=0312=0356=0004',
  '3327 = 0312 = 0356 = 0004',
  '3327--0312--0356--0004',
  '3327#0312#0356#0004',
  'a=12&nik=3327031203560004',
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
  '33270312035600041',
  '332703120356000',
  '12345678901234567890',
  '3327 0312 - 0356 0004',
  '2021-2022 2023-2024',
  'Tahun 2021, 2022, 2023, 2024',
  '2021 2022 2023 2024 2025',
  '10 20 30 40 50 60 70 80 90',
  '18 unit dari 24; 12 keluarga, 3 RT',
  '188.4/123/TAHUN 2026',
  'Pukul 08.00-12.00, 24 Oktober 2026',
  '7,5 km; -7.0123, 109.3456',
  '2021 2022 2023 2024',
  '1234567890123456',
  'Rekening 9927031203560004',
  '3380031203560004, kabupaten 80',
  '3327033203560004, tanggal 32',
  '3327031213560004, bulan 13',
  '3327032902550004, tahun tanpa 29 Februari',
  '-7.123456, 109.123456',
  '-7.123456 109.123456',
  '08.00-12.00 13.00-16.00',
  'Jam 11.30-12.05, 10.12-11.30',
  '5.1.02.03.02.0117 2026',
  '5.1.02.01.001.00024 12',
  'Rp 12.500.000,00 13.000.000,00',
  '33270312 - 03560004',
  '24 - 10 - 2026 sampai 25 - 10 - 2026',
  '0812 - 3456 - 7890, 0813 - 2345 - 6789',
  '(0812) 3456 7890 (0813) 2345 6789',
  '2021 - 2022 - 2023 - 2024',
  '(2021) (2022) (2023) (2024)',
  '11 (12), 10 (12), 11 (10), 12 (11)',
  '11, 12, 10, 12, 11, 10, 12, 11',
  '33.27.03.2001 = 33.27.03.2002',
  '33.27.03.2001 (33.27.03.2002)',
  'Rp 12.500.000 (17.500.000)',
  'Rp 12.500.000,- (Rp 17.500.000,-)',
  '5.1.02.01.01.0025 (2026)',
  '-7.012345 ; 109.345678',
  '(-7.012345, 109.345678)',
  '6°53\'12.50", 109°22\'45.80"',
  '08.00 - 12.30 - 13.00 - 16.00',
  '08.00 s.d. 12.30 (12.30 - 13.00)',
  '+62 812 3456 7890 +62 813 4567 8901',
  '11-12, 13-14, 15-16, 17-18',
  '',
];

describe('a number of exactly 16 digits', () => {
  it.each(REFUSED.map((text) => [text]))('is found in %j', (text) => {
    expect(findNik(text)).toMatch(/^\d{4}•{8}\d{4}$/);
  });

  it.each(TAKEN.map((text) => [text]))('is not seen in %j', (text) => {
    expect(findNik(text)).toBeNull();
  });

  const two = (least: number, most: number) =>
    fc.integer({ min: least, max: most }).map((one) => String(one).padStart(2, '0'));
  // No 19 or 20 in a row: digits with a year in them may rightly be read as a date.
  const nik = fc
    .tuple(
      fc.constantFrom('11', '21', '33', '64', '96'),
      two(1, 79),
      two(1, 99),
      fc.oneof(two(1, 28), two(41, 68)),
      two(1, 12),
      two(0, 99),
      fc.stringMatching(/^\d{4}$/),
    )
    .map((parts) => parts.join(''))
    .filter((digits) => !/19|20/.test(digits));

  it('is found whatever single signs stand between its digits, in any script', () => {
    const sign = fc.constantFrom(
      ...[
        '',
        ' ',
        '.',
        ',',
        '/',
        '-',
        '–',
        '—',
        '‑',
        '\n',
        '\t',
        '\u00a0',
        '\u2003',
        '_',
        ':',
        '·',
        '•',
        '|',
      ],
      ..."'’~\\=()[]#&",
      ...['\u0301', '\u200b', '\u3164'],
    );
    const signs = fc.array(sign, { minLength: 15, maxLength: 15 });
    const zero = fc.constantFrom(0x30, 0x660, 0x966, 0xff10, 0x1d7d8);
    fc.assert(
      fc.property(nik, signs, zero, fc.constantFrom('', 'NIK ', 'a.\n'), (digits, between, first, before) => {
        const text = [...digits]
          .map((one, index) => String.fromCodePoint(first + Number(one)) + (between[index] ?? ''))
          .join('');
        expect(findNik(`${before}${text} ada`)).toBe(`${digits.slice(0, 4)}••••••••${digits.slice(-4)}`);
      }),
      { seed: 20261126, numRuns: 3000 },
    );
  });

  it('is not seen in any other count of digits that stand together', () => {
    const digits = fc.stringMatching(/^[1-9]\d{0,40}$/).filter((text) => text.length !== 16);
    fc.assert(fc.property(digits, (text) => findNik(text) === null));
  });

  it('is no NIK where province, kabupaten or date cannot be', () => {
    const spoilt = fc.oneof(
      fc.constantFrom('00', '20', '41', '99').map((province) => (all: string) => province + all.slice(2)),
      fc.constantFrom('00', '80', '99').map((one) => (all: string) => all.slice(0, 2) + one + all.slice(4)),
      fc
        .constantFrom('00', '32', '40', '72')
        .map((day) => (all: string) => all.slice(0, 6) + day + all.slice(8)),
      fc
        .constantFrom('00', '13', '99')
        .map((month) => (all: string) => all.slice(0, 8) + month + all.slice(10)),
    );
    fc.assert(
      fc.property(nik, spoilt, (digits, spoil) => {
        expect(findNik(spoil(digits))).toBeNull();
      }),
    );
  });

  it('is looked for in time that grows with the text, not with its square', { retry: 5 }, () => {
    const time = (text: string) => {
      const start = performance.now();
      findNik(text);
      return performance.now() - start;
    };
    for (const piece of [
      '1 ',
      '12.',
      '1234 ',
      '08123456-',
      '1.234.',
      '2021-',
      ' ',
      '01-01-',
      '1 - ',
      '(1) ',
      '((',
      ' (',
      '12 . ',
    ]) {
      time(piece.repeat(1000));
      const short = Math.min(...[0, 1, 2].map(() => time(piece.repeat(10_000))));
      const long = Math.min(...[0, 1, 2].map(() => time(piece.repeat(80_000))));
      expect([piece, long < 40 * (short + 1)]).toEqual([piece, true]);
    }
  });
});
