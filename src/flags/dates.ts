import { calendarDay, dateMedium, daysBetween, list, number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { isInForce, isWithdrawn, type Term, termInWords } from '../wilayah/in-force.js';
import { type Flag, type Flaggable, flag } from './flags.js';

/** Written down so many days after its last day, a report is from memory. */
const DAYS_LATE = 60;

/** Days outside the assignment of the OPD, which may have been ended since, and reports written long after their day. */
export async function dateFlags(db: Reader, revisions: Flaggable[]) {
  const terms = await db.assignment.findMany({
    where: {
      villageCode: { in: revisions.map(({ activity }) => activity.villageCode) },
      agencyId: { in: revisions.map(({ activity }) => activity.agencyId) },
    },
    select: { villageCode: true, agencyId: true, startsOn: true, endsOn: true },
    orderBy: { startsOn: 'asc' },
  });
  return (revision: Flaggable): Flag[] => {
    const { villageCode, agencyId } = revision.activity;
    const own = terms.filter(
      (one) => one.villageCode === villageCode && one.agencyId === agencyId && !isWithdrawn(one),
    );
    return [...outside(revision, own), ...late(revision)];
  };
}

function outside({ startsOn, endsOn }: Flaggable, terms: Term[]): Flag[] {
  const inside = (day: Date) => terms.some((term) => isInForce(term, day));
  if (inside(startsOn) && inside(endsOn)) return [];
  const when = terms.length > 0 ? list(terms.map(termInWords)) : 'tidak ada penugasan';
  return [
    flag('Di luar penugasan', `${dateMedium(startsOn)} di luar masa OPD ini mendampingi desa (${when}).`),
  ];
}

/** A correction is written when its fault is found, so only the first report is asked. */
function late({ number: revision, endsOn, createdAt }: Flaggable): Flag[] {
  const days = daysBetween(endsOn, calendarDay(createdAt));
  return revision === 1 && days > DAYS_LATE
    ? [flag('Lama baru dicatat', `Dicatat ${number(days)} hari sesudah hari kegiatannya.`)]
    : [];
}
