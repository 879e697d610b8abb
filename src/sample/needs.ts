import { z } from 'zod';
import type { Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { NeedSource } from '../generated/prisma/enums.js';
import { keepUp } from '../kept/keep.js';
import { type Here, ofRegion } from '../scope.js';
import { Chance } from './random.js';

/** What villages usually need, in the unit of the category. */
const SIZES = {
  RTLH: [8, 60],
  JMB: [10, 90],
  AIR: [20, 160],
  LIS: [4, 40],
  ATS: [3, 30],
  STN: [8, 60],
  JKN: [10, 120],
  BSO: [20, 150],
  DIS: [5, 50],
  ADM: [10, 80],
  UMK: [8, 50],
  PLT: [5, 40],
  TNK: [1, 8],
  INF: [1, 12],
} as const;

const Delivered = z.object({ village_code: z.string(), code: z.string(), delivered: z.number() });
const SOURCES: NeedSource[] = ['ASESMEN', 'MUSDES', 'MUSDES', 'VERVAL'];
/** Every so-manieth village of the list was not assessed yet; every so-manieth cell is served above its need. */
const UNASSESSED = 10;
const ABOVE = 14;

interface Told extends Here {
  year: number;
  authorId: number;
  demoVillage: string;
}

/** What the villages of the list need, told in spring, so that work since then has taken some of it off. */
export async function makeNeeds(tx: Writer, here: Told): Promise<void> {
  const { regionCode, year, authorId, demoVillage } = here;
  const chance = new Chance(20_260_315);
  const list = await tx.lokusList.findFirstOrThrow({
    where: { ...ofRegion(here), status: 'FIXED', year },
    orderBy: { edition: 'desc' },
    include: { members: { orderBy: { villageCode: 'asc' } } },
  });
  const since = new Date(Date.UTC(year, 1, 20));
  const delivered = await deliveredAfter(tx, since);
  const ids: number[] = [];
  for (const [index, { villageCode }] of list.members.entries()) {
    if (index % UNASSESSED === 3 && villageCode !== demoVillage) continue;
    const assessedOn = new Date(since.getTime() + chance.between(0, 20) * 86_400_000);
    const told = { regionCode, villageCode, assessedOn, source: chance.pick(SOURCES), authorId };
    const { id } = await tx.needAssessment.create({ data: { ...told, createdAt: assessedOn } });
    await tx.need.createMany({
      data: needsOf(chance, (code) => delivered.get(`${villageCode} ${code}`) ?? 0).map((one) => ({
        assessmentId: id,
        ...one,
      })),
    });
    ids.push(id);
  }
  await keepUp(tx, { assessments: ids });
}

function needsOf(chance: Chance, deliveredOf: (code: string) => number) {
  return Object.entries(SIZES).flatMap(([categoryCode, [low, high]]) => {
    const delivered = deliveredOf(categoryCode);
    if (delivered === 0 && chance.happens(0.4)) return [];
    const above = delivered >= 4 && chance.between(1, ABOVE) === 1;
    const baseline = above
      ? Math.floor(delivered * 0.8)
      : Math.max(chance.between(low, high), Math.round(delivered * (1 + chance.next())));
    return [{ categoryCode, baseline, target: Math.ceil(baseline * (0.5 + chance.next() / 2)) }];
  });
}

async function deliveredAfter(tx: Writer, day: Date): Promise<Map<string, number>> {
  const rows = await queryRows(
    tx,
    sql`select a.village_code, a.code, sum(a.realised) as delivered from counted_activity a
        where a.cut = 'JENIS' and a.lines <> 'BAGIAN' and a.starts_on > ${day}::date group by 1, 2`,
    Delivered,
  );
  return new Map(rows.map((row) => [`${row.village_code} ${row.code}`, row.delivered]));
}
