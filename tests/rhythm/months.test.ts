import { describe, expect, it } from 'vitest';
import { isoDate } from '../../src/core/format.js';
import { Problem } from '../../src/core/problem.js';
import { readDaysOff } from '../../src/rhythm/days-off.js';
import { reportMonths, workingDayFrom } from '../../src/rhythm/months.js';
import { useDatabase } from '../support/database.js';
import { makeAccount, REGION } from '../support/make.js';

const day = (iso: string) => new Date(`${iso}T00:00:00Z`);
const from = (iso: string, ...off: string[]) => isoDate(workingDayFrom(day(iso), new Set(off)));

describe('a working day', () => {
  it('is Monday to Friday and none of the days off', () => {
    expect(from('2026-11-10')).toBe('2026-11-10');
    expect(from('2026-10-10')).toBe('2026-10-12');
    expect(from('2026-10-11')).toBe('2026-10-12');
    expect(from('2026-10-10', '2026-10-12', '2026-10-13')).toBe('2026-10-14');
    expect(from('2026-11-06', '2026-11-06')).toBe('2026-11-09');
  });
});

describe('the deadline of a month', () => {
  const database = useDatabase();
  const due = async (month: string) =>
    isoDate((await reportMonths(database.current.reader, { regionCode: REGION }, [day(month)]))[0]?.due);

  it('is the day in force when the month ended, whatever was decided later, moved past days off', async () => {
    expect([await due('2026-08-01'), await due('2026-09-01')]).toEqual(['2026-09-10', '2026-10-12']);
    const { id: setById } = await makeAccount(database.current, 'ADMIN');
    const decided = { regionCode: REGION, key: 'batas-laporan', setById };
    await database.current.transaction(async (tx) => {
      await tx.setting.create({ data: { ...decided, value: 15, since: day('2026-09-30') } });
      await tx.setting.create({ data: { ...decided, value: 5, since: day('2026-12-01') } });
      await tx.dayOff.create({ data: { regionCode: REGION, day: day('2026-10-15'), name: 'Hari jadi' } });
    });
    const dues = ['2026-08-01', '2026-09-01', '2026-10-01', '2026-11-01', '2026-12-01'].map(due);
    expect(await Promise.all(dues)).toEqual([
      '2026-09-10',
      '2026-10-16',
      '2026-11-16',
      '2026-12-15',
      '2027-01-05',
    ]);
  });
});

describe('days off as an admin lists them', () => {
  const read = (typed: string) => {
    try {
      return readDaysOff(typed, day('2026-11-20'));
    } catch (error) {
      if (error instanceof Problem) return error.fields.hari;
      throw error;
    }
  };

  it('are one a line; a day that comes twice has its last name', () => {
    expect(read('25/12/2026 Natal\n\n2027-01-01; Tahun Baru\n25/12/2026 Hari Natal')).toEqual([
      { day: '2026-12-25', name: 'Hari Natal' },
      { day: '2027-01-01', name: 'Tahun Baru' },
    ]);
  });

  it.each([
    ['', 'Tulis sedikitnya satu hari libur.'],
    ['25/12/2026 Natal\nbesok libur', 'Baris 2: "besok" bukan tanggal'],
    ['19/11/2026 Kemarin', 'Baris 1: 19 November 2026 sudah lewat.'],
    ['25/12/2026', 'Baris 1: tulis nama liburnya'],
    ['25/12/2026 3327010101900001', 'mirip NIK'],
  ])('are refused by the line: %j', (typed, said) => {
    expect(read(typed)).toContain(said);
  });
});
