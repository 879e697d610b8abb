import { z } from 'zod';
import { actOnOne, type Doing, type Nothing, type Subject, type Target } from '../audit/act.js';
import { change, type Fact } from '../audit/change.js';
import { calendarDay, date, month as inWords } from '../core/format.js';
import { conflict, forbidden, invalid } from '../core/problem.js';
import type { Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { lockVillages } from '../database/villages.js';
import type { NilReport } from '../generated/prisma/client.js';
import type { NilRef } from '../policy.js';
import { ofRegion } from '../scope.js';
import type { Verb } from '../web/verb.js';
import { inForceOn } from '../wilayah/in-force.js';
import { refuseClosed } from './closing.js';
import { lastDayOf } from './months.js';

/** How the trail calls the word that nothing was done. */
const SUBJECT = 'nihil';

/** Why nothing is done most often; each is one press. */
export const usualReasons = [
  'Menunggu anggaran cair',
  'Jadwal desa belum ada',
  'Kegiatan bulan ini diundur',
] as const;

interface NilTold {
  villageCode: string;
  /** First day of the month. */
  month: Date;
  reason: string;
}

/**
 * Says for the lead of a month's last day that nothing was done in a village. It is not reviewed.
 * @throws Problem `forbidden` where the actor's agency does not owe this report; `invalid` while the month goes on;
 * `conflict` where it was reported or said already.
 */
export function fileNil(
  { database, actor, now }: Doing,
  { villageCode, month, reason }: NilTold,
): Promise<void> {
  return change(database, actor, 'rhythm.nil', async (tx) => {
    const lastDay = lastDayOf(month);
    await lockVillages(tx, [villageCode]);
    const lead = await tx.assignment.findFirst({
      where: { ...ofRegion(actor), villageCode, role: 'LEAD', ...inForceOn(lastDay) },
      include: { village: true },
    });
    if (!lead || !actor.agencyIds.includes(lead.agencyId))
      throw forbidden(`OPD Anda bukan OPD utama desa ini pada ${date(lastDay)}, jadi tidak melaporkannya.`);
    if (calendarDay(now) < lastDay)
      throw invalid({
        bulan: `${inWords(month)} belum berakhir. Nihil dapat dilaporkan mulai ${date(lastDay)}.`,
      });
    await refuseClosed(tx, actor, { startsOn: month, endsOn: month });
    await refuseReported(tx, { villageCode, month, agencyId: lead.agencyId });
    const data = { ...ofRegion(actor), villageCode, month, agencyId: lead.agencyId, reason };
    const { id } = await tx.nilReport.create({ data: { ...data, authorId: actor.id, createdAt: now } });
    const summary = `melaporkan nihil ${lead.village.name}, ${inWords(month)}: ${reason}`;
    return { result: undefined, fact: { subjectType: SUBJECT, subjectId: id, summary } };
  });
}

async function refuseReported(
  tx: Writer,
  of: { villageCode: string; month: Date; agencyId: number },
): Promise<void> {
  const { villageCode, month, agencyId } = of;
  const agencies = { OR: [{ id: agencyId }, { successorId: agencyId }] };
  const own = await tx.agency.findMany({ where: agencies, select: { id: true } });
  const where = { villageCode, month, agencyId: { in: own.map(({ id }) => id) } };
  if ((await tx.reportedMonth.count({ where })) > 0)
    throw conflict(`Kegiatan ${inWords(month)} di desa ini sudah diajukan, jadi laporannya tidak nihil.`);
  const said = await tx.nilReport.findUnique({
    where: { villageCode_month_agencyId: of },
    include: { author: true },
  });
  if (said) throw conflict(`${inWords(month)} sudah dilaporkan nihil oleh ${said.author.name}.`);
}

type LockedNil = NilReport & { ref: NilRef };

const nil: Subject<LockedNil, Nothing> = {
  type: SUBJECT,
  gone: 'Laporan nihil ini sudah tidak ada.',
  lock: async (tx, actor, ids) => {
    const rows = await tx.nilReport.findMany({ where: { id: { in: ids }, ...ofRegion(actor) } });
    await lockVillages(
      tx,
      rows.map(({ villageCode }) => villageCode),
    );
    const still = await tx.nilReport.findMany({ where: { id: { in: ids }, ...ofRegion(actor) } });
    return still.map((row) => ({ ...row, ref: { agencyId: row.agencyId } }));
  },
  stale: async () => '',
};

/** Takes the word back that nothing was done. */
export const retract: Verb<LockedNil, Nothing> = {
  on: nil,
  action: 'rhythm.retract',
  address: 'batal',
  label: 'Batalkan nihil',
  look: '',
  note: null,
  done: { title: 'Nihil dibatalkan.', text: 'Laporan bulan itu kembali ditunggu.' },
};

export function retractNil(doing: Doing, target: Target<Nothing>): Promise<void> {
  return actOnOne(doing, retract, target, async (tx, { id, month, reason }) => {
    await refuseClosed(tx, doing.actor, { startsOn: month, endsOn: month });
    await tx.nilReport.delete({ where: { id } });
    return { result: undefined, fact: goneFact({ id, month, reason }, 'membatalkan nihil') };
  });
}

const Gone = z.object({ id: z.number(), month: z.date(), reason: z.string() });

const goneFact = ({ id, month, reason }: z.output<typeof Gone>, told: string): Fact => ({
  kind: 'rhythm.retract',
  subjectType: SUBJECT,
  subjectId: id,
  summary: `${told} ${inWords(month)}`,
  before: { reason },
});

/** What was said to be nihil is not once an activity of its lead with a day in the month is submitted. */
export async function dropNil(
  tx: Writer,
  activityId: number,
  days: { startsOn: Date; endsOn: Date },
): Promise<Fact[]> {
  const gone = await queryRows(
    tx,
    sql`delete from nil_report n using activity a join agency g on g.id = a.agency_id
        where a.id = ${activityId} and n.village_code = a.village_code and n.agency_id in (g.id, g.successor_id)
          and n.month between date_trunc('month', ${days.startsOn}::date::timestamp) and ${days.endsOn}::date
        returning n.id, n.month, n.reason`,
    Gone,
  );
  return gone.map((one) => goneFact(one, 'nihil gugur karena ada kegiatan,'));
}
