import { z } from 'zod';
import type { Fact } from '../audit/change.js';
import type { Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { NewsTopic } from '../generated/prisma/enums.js';
import { notOver } from '../wilayah/in-force.js';

const Row = z.object({ topic: z.enum(NewsTopic), id: z.number(), what: z.string() });

/** What is new for the demo accounts: reports that were verified and returned, an answered dispute, a coming village. */
export async function demoNews(
  tx: Writer,
  demo: { agencyId: number; villageCode: string },
  { regionCode, day }: { regionCode: string; day: Date },
): Promise<Fact[]> {
  const rows = await queryRows(
    tx,
    sql`(select 'LAPORAN' as topic, a.id, r.title as what from activity a
          join activity_revision r on r.id = a.current_revision_id
          where a.agency_id = ${demo.agencyId} and r.review_status = 'DIVERIFIKASI' and r.reviewed_at is not null
          order by r.reviewed_at desc limit 2)
        union all (select 'LAPORAN', a.id, r.title from activity a join activity_revision r on r.id = a.current_revision_id
          where a.agency_id = ${demo.agencyId} and r.review_status = 'DIKEMBALIKAN' order by a.id limit 1)
        union all (select 'SANGGAHAN', a.id, r.title from activity a join activity_revision r on r.activity_id = a.id
          join village_response w on w.revision_id = r.id
          where a.village_code = ${demo.villageCode} and w.answer is not null order by w.id desc limit 1)
        union all (select 'PENUGASAN', s.id, v.name from assignment s join village v on v.code = s.village_code
          where s.agency_id = ${demo.agencyId} and ${notOver(sql`s`, day)} order by s.starts_on desc, s.id limit 1)
        union all (select 'PENUGASAN', s.id, v.name from assignment s join village v on v.code = s.village_code
          where s.village_code = ${demo.villageCode} and ${notOver(sql`s`, day)} order by s.starts_on desc, s.id limit 1)`,
    Row,
  );
  return rows.map(({ topic, id, what }) => ({
    subjectType: 'wilayah',
    subjectId: regionCode,
    summary: `kabar contoh tentang ${what}`,
    news: { topic, id },
  }));
}
