import { z } from 'zod';
import type { Reader, Writer } from '../database/client.js';
import { queryRows, type Sql, sql } from '../database/query.js';
import type { FrameRow } from './draw.js';
import { type Interval, jointInterval } from './interval.js';

const AgencyRow = z.object({
  agency_id: z.number(),
  agency: z.string(),
  size: z.number(),
  drawn: z.number(),
  checked: z.number(),
  fit: z.number(),
});
/** How far a spot check is for one OPD, which bears the name of the day on which the frame was frozen. */
export type AgencyStanding = z.output<typeof AgencyRow>;

/** How far a spot check is, and its rate so far; null before the first finding. */
export interface CheckStanding {
  agencies: AgencyStanding[];
  size: number;
  drawn: number;
  checked: number;
  fit: number;
  joint: Interval | null;
}

/** By OPD, in the order of their names; of the OPD that `only` leaves. */
export async function standingOf(
  db: Reader | Writer,
  checkId: number,
  only: Sql = sql`true`,
): Promise<CheckStanding> {
  const agencies = await queryRows(
    db,
    sql`select w.agency_id, w.agency_name as agency, count(*) as size, count(q.id) as drawn,
          count(q.finding) as checked, count(*) filter (where q.finding = 'SESUAI') as fit
        from spot_frame w join spot_check t on t.id = w.check_id left join spot_case q on q.check_id = w.check_id and q.activity_id = w.activity_id
        where w.check_id = ${checkId}::int and ${only} group by 1, 2 order by 2`,
    AgencyRow,
  );
  const sum = (of: 'size' | 'drawn' | 'checked' | 'fit') => agencies.reduce((all, one) => all + one[of], 0);
  return {
    ...{ agencies, size: sum('size'), drawn: sum('drawn'), checked: sum('checked'), fit: sum('fit') },
    joint: jointInterval(agencies),
  };
}

const Framed = z.object({ activity: z.number(), agency: z.string() });

/** The frame of a spot check as it was frozen. */
export const frameOf = (db: Reader | Writer, checkId: number): Promise<FrameRow[]> =>
  queryRows(
    db,
    sql`select activity_id as activity, agency_name as agency from spot_frame where check_id = ${checkId}::int
        order by 1`,
    Framed,
  );
