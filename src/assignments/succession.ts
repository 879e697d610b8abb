import { z } from 'zod';
import type { Fact } from '../audit/change.js';
import { date, isoDate, plusDays } from '../core/format.js';
import type { Writer } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { inForce, withdrawn } from '../wilayah/in-force.js';
import { roleWords } from './taken.js';

const NextRow = z.object({ code: z.string(), starts_on: z.date(), agency: z.string() });

/** The lead that comes next in each of these villages after a day: since when and who. */
export async function nextLeads(tx: Writer, codes: string[], day: Date) {
  const rows = await queryRows(
    tx,
    sql`select distinct on (s.village_code) s.village_code as code, s.starts_on, g.short_name as agency
        from assignment s join agency g on g.id = s.agency_id
        where s.role = 'LEAD' and s.village_code = any(${codes}::text[]) and s.starts_on > ${day}::date
          and not ${withdrawn(sql`s`)}
        order by s.village_code, s.starts_on`,
    NextRow,
  );
  return new Map(rows.map((row) => [row.code, row]));
}

const EndedRow = z.object({
  code: z.string(),
  village: z.string(),
  agency: z.string(),
  starts_on: z.date(),
  role: z.enum(['LEAD', 'SUPPORT']),
});

/** Ends what makes room for leads assigned ahead, another's lead or the own support: each the day before. */
export async function endForNext(
  tx: Writer,
  next: {
    codes: string[];
    agency: { id: number; short_name: string };
    startsOn: Date;
    byId: number;
    now: Date;
  },
): Promise<Fact[]> {
  const { codes, agency, startsOn, byId, now } = next;
  const endsOn = plusDays(startsOn, -1);
  const reason = `Dilanjutkan ${agency.short_name}`;
  const rows = await queryRows(
    tx,
    sql`update assignment s set ends_on = ${endsOn}::date, end_reason = ${reason}, ended_by_id = ${byId},
          ended_at = ${now}::timestamptz
        from village v, agency g
        where v.code = s.village_code and g.id = s.agency_id and (s.role = 'LEAD' or s.agency_id = ${agency.id})
          and s.village_code = any(${codes}::text[]) and s.starts_on < ${startsOn}::date and ${inForce(sql`s`, startsOn)}
        returning s.village_code as code, v.name as village, g.short_name as agency, s.starts_on, s.role::text`,
    EndedRow,
  );
  return rows.map((row) => ({
    kind: 'assignment.end' as const,
    subjectType: 'penugasan',
    subjectId: row.code,
    summary: `${row.agency} selesai sebagai ${roleWords[row.role]} ${row.village} per ${date(endsOn)}: ${reason}`,
    before: { opd: row.agency, peran: roleWords[row.role], mulai: isoDate(row.starts_on), sampai: null },
    after: {
      opd: row.agency,
      peran: roleWords[row.role],
      mulai: isoDate(row.starts_on),
      sampai: isoDate(endsOn),
      alasan: reason,
    },
  }));
}
