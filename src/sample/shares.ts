import { z } from 'zod';
import type { Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import type { ReviewStatus } from '../generated/prisma/enums.js';
import type { Staff } from './tell.js';

const LineRow = z.object({
  line_id: z.number(),
  quantity: z.number(),
  rupiah: z.number().nullable(),
  agency_id: z.number(),
  demo: z.boolean(),
  at: z.date(),
});

/** Of the lines that could be shared, so many around the demo OPD and every so-manieth of the others are. */
const AROUND_DEMO = 5;
const EVERY = 9;

/** Other OPD of a village join what was verified there: most parts count, one waits and one came back. */
export async function shareLines(tx: Writer, staff: Staff, demoAgencyId: number): Promise<void> {
  const lines = await queryRows(
    tx,
    sql`select distinct on (demo, l.id) l.id as line_id, l.realised as quantity, l.spent_rupiah as rupiah, s.agency_id,
          ${demoAgencyId}::int in (a.agency_id, s.agency_id) as demo, w.reviewed_at as at
        from activity a join activity_revision w on w.id = a.verified_revision_id and w.id = a.current_revision_id
        join activity_line l on l.revision_id = w.id and l.position = 0
        join assignment s on s.village_code = a.village_code and s.agency_id <> a.agency_id
          and s.starts_on <= w.starts_on and coalesce(s.ends_on, 'infinity') >= w.ends_on
        where w.work_status = 'SELESAI' and l.realised >= 4 and w.reviewed_at is not null
        order by demo desc, l.id desc, s.agency_id`,
    LineRow,
  );
  const demo = lines.filter((one) => one.demo).slice(0, AROUND_DEMO);
  const others = lines.filter((one, index) => !one.demo && index % EVERY === 0);
  const statuses: ReviewStatus[] = ['DIVERIFIKASI', 'DIAJUKAN', 'DIKEMBALIKAN'];
  for (const [index, line] of [...demo, ...others].entries()) {
    const status = statuses[index] ?? 'DIVERIFIKASI';
    const reviewed = status !== 'DIAJUKAN';
    await tx.lineShare.create({
      data: {
        lineId: line.line_id,
        agencyId: line.agency_id,
        quantity: Math.floor(line.quantity / 3),
        rupiah: line.rupiah ? BigInt(Math.floor(line.rupiah / 3)) : null,
        status,
        authorId: staff.officerOf(line.agency_id),
        createdAt: line.at,
        submittedAt: line.at,
        reviewerId: reviewed ? staff.coordinatorId : null,
        reviewedAt: reviewed ? line.at : null,
        reviewNote:
          status === 'DIKEMBALIKAN' ? 'Jumlahnya tidak sama dengan berita acara. Hitung lagi.' : null,
      },
    });
  }
}
