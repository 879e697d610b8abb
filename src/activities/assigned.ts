import { dateMedium, list } from '../core/format.js';
import { type FieldErrors, invalid } from '../core/problem.js';
import type { Reader, Writer } from '../database/client.js';
import { execute, sql } from '../database/query.js';
import { isComing, isInForce, isWithdrawn, type Term, termInWords } from '../wilayah/in-force.js';

/** A village in which an agency works or worked, with the times. */
export interface AssignedVillage {
  villageCode: string;
  village: string;
  kecamatan: string;
  periods: Term[];
  /** Works there on the day that was asked for. */
  open: boolean;
}

/** Villages that an agency leads or supports, did or will; those of `day` first, then by name. */
export async function postingsOf(
  db: Reader | Writer,
  agencyId: number | null,
  day: Date,
): Promise<AssignedVillage[]> {
  const rows = await (db as Reader).assignment.findMany({
    where: { agencyId: agencyId ?? -1 },
    include: { village: { include: { kecamatan: true } } },
    orderBy: { startsOn: 'asc' },
  });
  const found = new Map<string, AssignedVillage>();
  for (const row of rows.filter((one) => !isWithdrawn(one))) {
    const posting = found.get(row.villageCode) ?? {
      villageCode: row.villageCode,
      village: row.village.name,
      kecamatan: row.village.kecamatan.name,
      periods: [],
      open: false,
    };
    posting.periods.push({ startsOn: row.startsOn, endsOn: row.endsOn });
    posting.open ||= isInForce(row, day);
    found.set(row.villageCode, posting);
  }
  return [...found.values()].sort(
    (one, other) => Number(other.open) - Number(one.open) || one.village.localeCompare(other.village, 'id'),
  );
}

/** First and last day of an activity. */
export interface ActivityDays {
  startsOn: Date;
  endsOn: Date;
}

/**
 * Why an agency may not log this village and these days; empty when it may. Both ends must lie inside its assignments;
 * `dateField` is where the first day was typed.
 */
export function assignmentErrors(
  postings: AssignedVillage[],
  villageCode: string,
  days: ActivityDays,
  dateField: string,
): FieldErrors {
  const posting = postings.find((one) => one.villageCode === villageCode);
  if (!posting)
    return { desa: 'OPD Anda tidak ditugaskan di desa ini. Pilih desa yang didampingi OPD Anda.' };
  const inside = (day: Date) => posting.periods.some((period) => isInForce(period, day));
  if (inside(days.startsOn) && inside(days.endsOn)) return {};
  return inside(days.startsOn)
    ? { selesai: outsideWords(posting, 'Tanggal selesai') }
    : { [dateField]: outsideWords(posting) };
}

/** What is said of a day on which the agency does not work there. */
export const outsideWords = ({ village, periods }: AssignedVillage, which = 'Tanggal'): string =>
  `${which} ini di luar penugasan OPD Anda di ${village} (${list(periods.map(termInWords))}). Pilih tanggal di dalamnya.`;

/** Until or from when, said beside the name of a village where the agency does not work on the day; '' where it does. */
export function termBeside({ open, periods }: AssignedVillage, day: Date): string {
  if (open) return '';
  const last = periods.at(-1) as Term;
  return isComing(last, day)
    ? `mulai ${dateMedium(last.startsOn)}`
    : `sampai ${dateMedium(last.endsOn as Date)}`;
}

/**
 * Asked again inside the transaction, with the assignments locked until it ends, so that none slips away between form
 * and save.
 */
export async function assignedUnderLock(
  tx: Writer,
  agencyId: number | null,
  villageCode: string,
  days: ActivityDays,
): Promise<FieldErrors> {
  await execute(
    tx,
    sql`select id from assignment where agency_id = ${agencyId}::int and village_code = ${villageCode} for share`,
  );
  return assignmentErrors(await postingsOf(tx, agencyId, days.startsOn), villageCode, days, 'tanggal');
}

/** @throws Problem `invalid` when the agency may not log this village and these days. */
export async function requireAssigned(
  tx: Writer,
  agencyId: number | null,
  villageCode: string,
  days: ActivityDays,
): Promise<void> {
  const errors = await assignedUnderLock(tx, agencyId, villageCode, days);
  if (Object.keys(errors).length > 0) throw invalid(errors);
}
