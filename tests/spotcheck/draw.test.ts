import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawAgain } from '../../src/cli/uji-petik.js';
import { Chance } from '../../src/sample/random.js';
import { drawSample, fingerprint, frameText, readFrame, sampleSize } from '../../src/spotcheck/draw.js';
import { clopperPearson, jointInterval, type Stratum } from '../../src/spotcheck/interval.js';

const frame = Array.from({ length: 45 }, (_, at) => ({
  activity: at + 1,
  agency: at % 3 === 0 ? 'Dinas "A", B' : at % 3 === 1 ? 'Dinkes' : 'DLH',
}));

describe('the sample of a frame', () => {
  it('is told by the seed alone, whatever the order of the frame, and holds the share of every OPD', () => {
    const one = drawSample(frame, 'benih', 10);
    const other = drawSample(frame.toReversed(), 'benih', 10);
    expect(frameText(one)).toBe(frameText(other));
    expect(frameText(drawSample(frame, 'benih lain', 10))).not.toBe(frameText(one));
    for (const agency of new Set(frame.map((row) => row.agency)))
      expect(one.filter((row) => row.agency === agency)).toHaveLength(2);
    expect([sampleSize(1, 1), sampleSize(10, 10), sampleSize(11, 10), sampleSize(7, 100)]).toEqual([
      1, 1, 2, 7,
    ]);
  });

  it('takes each activity as often as any other', () => {
    const times = new Map<number, number>();
    for (let seed = 0; seed < 3_000; seed++)
      for (const { activity } of drawSample(frame.slice(0, 15), `s${seed}`, 20))
        times.set(activity, (times.get(activity) ?? 0) + 1);
    for (const count of times.values()) expect(Math.abs(count - 600)).toBeLessThan(110);
  });

  it('is drawn again on the command line from the published file', async () => {
    const text = frameText(frame);
    expect(readFrame(text)).toEqual(frame);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'uji-petik-'));
    const file = path.join(folder, 'kerangka.csv');
    await writeFile(file, text);
    const told = { out: '', err: '' };
    const io = {
      stdout: { write: (more: string) => (told.out += more) },
      stderr: { write: (more: string) => (told.err += more) },
    };
    expect(await drawAgain(['--kerangka', file, '--benih', 'benih', '--bagian', '10'], io)).toBe(0);
    expect(told.out).toBe(frameText(drawSample(frame, 'benih', 10)));
    expect(told.err).toContain(`Sidik kerangka: ${fingerprint(text)}`);
    expect(await drawAgain(['--kerangka', 'tidak-ada.csv', '--bagian', '0'], io)).toBe(2);
    expect(told.err).toContain('--benih: wajib diisi.');
    expect(told.err).toContain('--bagian: isi 1 sampai 100.');
    expect(told.err).toContain('tidak dapat dibaca');
    await rm(folder, { recursive: true });
  });
});

describe('the interval of a rate', () => {
  it('is that of the published tables', () => {
    const told = (fit: number, checked: number) => {
      const { low, high } = clopperPearson(fit, checked);
      return [low.toFixed(4), high.toFixed(4)];
    };
    expect(told(0, 10)).toEqual(['0.0000', '0.3085']);
    expect(told(1, 10)).toEqual(['0.0025', '0.4450']);
    expect(told(5, 10)).toEqual(['0.1871', '0.8129']);
    expect(told(8, 10)).toEqual(['0.4439', '0.9748']);
    expect(told(10, 10)).toEqual(['0.6915', '1.0000']);
    expect(told(4, 4)).toEqual(['0.3976', '1.0000']);
  });

  it('is told of nothing before the first finding, and weighs OPD by their activities', () => {
    expect(jointInterval([{ size: 5, checked: 0, fit: 0 }])).toBeNull();
    const joint = jointInterval([
      { size: 90, checked: 9, fit: 9 },
      { size: 10, checked: 1, fit: 0 },
    ]);
    expect(joint?.rate).toBeCloseTo(0.9, 12);
    expect(joint?.low).toBeCloseTo(clopperPearson(9, 10).low, 9);
  });

  it('holds the true rate at least as often as it says, for one OPD and for all', () => {
    const chance = new Chance(4);
    const opd = Array.from({ length: 20 }, (_, at) => {
      const size = 3 + at * 3;
      const rate = at % 4 === 0 ? 0.6 : 0.9;
      return { agency: `OPD ${at}`, alike: Array.from({ length: size }, () => chance.happens(rate)) };
    });
    const truth = (all: boolean[]) => all.filter(Boolean).length / all.length;
    const of = (alike: boolean[]): Stratum => {
      const pool = [...alike];
      const checked = sampleSize(pool.length, 10);
      const drawn = Array.from(
        { length: checked },
        () => pool.splice(chance.between(0, pool.length - 1), 1)[0],
      );
      return { size: alike.length, checked, fit: drawn.filter(Boolean).length };
    };
    const TIMES = 2_000;
    const held = { one: 0, all: 0 };
    const largest = opd.at(-1)?.alike ?? [];
    for (let time = 0; time < TIMES; time++) {
      const strata = opd.map(({ alike }) => of(alike));
      const joint = jointInterval(strata);
      const all = truth(opd.flatMap(({ alike }) => alike));
      if (joint && joint.low <= all && all <= joint.high) held.all += 1;
      const { checked, fit } = strata.at(-1) as Stratum;
      const single = clopperPearson(fit, checked);
      if (single.low <= truth(largest) && truth(largest) <= single.high) held.one += 1;
    }
    expect(held.one / TIMES).toBeGreaterThanOrEqual(0.95);
    expect(held.all / TIMES).toBeGreaterThanOrEqual(0.95);
  });
});
