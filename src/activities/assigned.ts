import type { Reader, Writer } from '../database/client.js';
import { dateMedium, list } from '../web/format.js';
import { type FieldErrors, invalid } from '../web/problem.js';

/** A village in which an agency works or worked, with the times. */
export interface Posting {
  villageCode: string;
  village: string;
  kecamatan: string;
  periods: { startsOn: Date; endsOn: Date | null }[];
  open: boolean;
}

/** Villages that an agency leads or supports, or did; those of today first, then by name. */
export async function postingsOf(db: Reader | Writer, agencyId: number | null): Promise<Posting[]> {
  const rows = await (db as Reader).assignment.findMany({
    where: { agencyId: agencyId ?? -1 },
    include: { village: { include: { kecamatan: true } } },
    orderBy: { startsOn: 'asc' },
  });
  const found = new Map<string, Posting>();
  for (const row of rows) {
    const posting = found.get(row.villageCode) ?? {
      villageCode: row.villageCode,
      village: row.village.name,
      kecamatan: row.village.kecamatan.name,
      periods: [],
      open: false,
    };
    posting.periods.push({ startsOn: row.startsOn, endsOn: row.endsOn });
    posting.open ||= row.endsOn === null;
    found.set(row.villageCode, posting);
  }
  return [...found.values()].sort(
    (one, other) => Number(other.open) - Number(one.open) || one.village.localeCompare(other.village, 'id'),
  );
}

const covers = (period: Posting['periods'][number], day: Date) =>
  period.startsOn <= day && (period.endsOn === null || period.endsOn >= day);

const inWords = ({ startsOn, endsOn }: Posting['periods'][number]) =>
  endsOn ? `${dateMedium(startsOn)} sampai ${dateMedium(endsOn)}` : `sejak ${dateMedium(startsOn)}`;

/** Why an agency may not log this village and day; empty when it may. `dateField` is where the date was typed. */
export function assignmentErrors(
  postings: Posting[],
  villageCode: string,
  day: Date,
  dateField: string,
): FieldErrors {
  const posting = postings.find((one) => one.villageCode === villageCode);
  if (!posting)
    return { desa: 'OPD Anda tidak ditugaskan di desa ini. Pilih desa yang didampingi OPD Anda.' };
  if (posting.periods.some((period) => covers(period, day))) return {};
  const times = list(posting.periods.map(inWords));
  return {
    [dateField]: `Tanggal ini di luar penugasan OPD Anda di ${posting.village} (${times}). Pilih tanggal di dalamnya.`,
  };
}

/** Asked again inside the transaction, so that an assignment cannot slip away between form and save. */
export async function requireAssigned(
  tx: Writer,
  agencyId: number | null,
  villageCode: string,
  day: Date,
): Promise<void> {
  const errors = assignmentErrors(await postingsOf(tx, agencyId), villageCode, day, 'tanggal');
  if (Object.keys(errors).length > 0) throw invalid(errors);
}
