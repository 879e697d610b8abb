import { doingAs, target } from '../audit/act.js';
import { plusDays } from '../core/format.js';
import type { Database } from '../database/client.js';
import type { Account } from '../generated/prisma/client.js';
import { drawSeed, freezeFrame, recordFinding } from '../spotcheck/make.js';
import { Chance } from './random.js';

/** Percent of the activities of each OPD. */
const SHARE = 5;

/** What was seen where it was not as told. */
const seen = [
  ['TIDAK_SESUAI', 'Lebih sedikit dari yang dilaporkan; sisanya belum terpasang.'],
  ['TIDAK_SESUAI', 'Sudah ada, tetapi belum dipakai karena belum tersambung.'],
  ['TIDAK_DITEMUKAN', 'Tidak ditemukan di lokasi yang disebut laporan.'],
] as const;

interface Told {
  firstDay: Date;
  lastDay: Date;
  /** When the frame was frozen and the seed drawn. */
  at: Date;
  /** How much of the sample was looked at. */
  part: number;
  seed: string;
}

/** A spot check of last year that is over, and one of this year that is half done. */
export async function makeSpotChecks(database: Database, bappeda: Account, today: Date): Promise<void> {
  const year = today.getUTCFullYear();
  const day = (of: number, month: number, date: number) => new Date(Date.UTC(of, month, date));
  const begun = plusDays(today, -20);
  const told: Told[] = [
    {
      firstDay: day(year - 1, 0, 1),
      lastDay: day(year - 1, 11, 31),
      at: day(year, 0, 20),
      part: 1,
      seed: 'a1',
    },
    { firstDay: day(begun.getUTCFullYear(), 0, 1), lastDay: begun, at: begun, part: 0.5, seed: 'b2' },
  ];
  for (const one of told) await check(database, bappeda, one);
}

async function check(database: Database, bappeda: Account, { at, part, seed, ...days }: Told): Promise<void> {
  const chance = new Chance(SHARE + at.getUTCFullYear());
  const morning = new Date(at.getTime() + 10_800_000);
  const id = await freezeFrame(doingAs(database, bappeda, morning), { ...days, share: SHARE });
  // Of a fixed seed, so that the sample data are the same on every machine.
  await drawSeed(
    doingAs(database, bappeda, new Date(morning.getTime() + 600_000)),
    target(id),
    seed.repeat(16),
  );
  const cases = await database.reader.spotCase.findMany({ where: { checkId: id }, orderBy: { id: 'asc' } });
  const half = cases.slice(0, Math.ceil(cases.length * part));
  for (const [place, one] of half.entries()) {
    const visitedOn = plusDays(at, 3 + (place % 14));
    const [finding, note] = chance.happens(0.85) ? (['SESUAI', null] as const) : chance.pick(seen);
    const found = { finding, visitedOn, note };
    await recordFinding(
      doingAs(database, bappeda, new Date(visitedOn.getTime() + 28_800_000)),
      target(one.id),
      found,
    );
  }
}
