import { type Doing, doingAs } from '../audit/act.js';
import { plusDays } from '../core/format.js';
import type { Database } from '../database/client.js';
import type { Account } from '../generated/prisma/client.js';
import { holdMeeting } from '../rakor/meeting.js';
import { acceptReferral, declineReferral, type NewReferral, refer } from '../undertakings/referral.js';
import { inForceOn } from '../wilayah/in-force.js';
import type { SampleAccounts } from './accounts.js';

type Asked = Omit<NewReferral, 'villageCode' | 'agencyId' | 'dueOn'>;

const water: Asked = { categoryCode: 'AIR', what: 'Sambungan air untuk dusun atas', quantity: 12 };
const houses: Asked = { categoryCode: 'RTLH', what: 'Rumah yang atapnya hampir roboh', quantity: 3 };
const toilets: Asked = { categoryCode: 'JMB', what: 'Jamban untuk keluarga di tepi sungai', quantity: 6 };
const food: Asked = { categoryCode: 'STN', what: 'Makanan tambahan dan pemantauan balita', quantity: 18 };

/**
 * Referrals in every state, done as people do them: one waits for the demo OPD, of those it asked one was accepted, one
 * declined, one waits; and a rakor with action points, some of them overdue.
 */
export async function tellLedger(
  database: Database,
  { coordinator, officer, officers }: SampleAccounts,
  { villageCode, yesterday }: { villageCode: string; yesterday: Date },
): Promise<void> {
  const at = (who: Account, days: number) => doingAs(database, who, plusDays(yesterday, -days));
  const others = await officersAtWork(database, [...officers.values()], officer, yesterday);
  const [first, second, third] = others;
  if (!first || !second || !third) return;
  const dueOn = plusDays(yesterday, 40);
  const to = ({ account: { agencyId } }: AtWork) => ({ agencyId: agencyId as number, dueOn });
  const own = { account: officer, villageCode };
  await refer(at(first.account, 4), { ...food, villageCode: first.villageCode, ...to(own) });
  const accepted = await refer(at(officer, 25), { ...water, villageCode, ...to(second) });
  await acceptReferral(at(second.account, 23), { id: accepted, seen: null });
  const declined = await refer(at(officer, 18), { ...houses, villageCode, ...to(third) });
  const full = 'Kuota tahun ini sudah terbagi habis.';
  await declineReferral(at(third.account, 15), { id: declined, seen: null }, full);
  await refer(at(officer, 6), { ...toilets, villageCode, ...to(first) });
  await tellMeeting(at(coordinator, 20), yesterday, [own, first, second]);
}

/** A rakor twenty days ago, and what it agreed. */
async function tellMeeting(doing: Doing, yesterday: Date, [own, first, second]: [AtWork, AtWork, AtWork]) {
  const meeting = {
    ...{ kecamatanCode: null, agencyId: null, heldOn: plusDays(yesterday, -20) },
    ...{ title: 'Rakor kabupaten', note: 'Semua OPD diminta membawa data kebutuhan desanya.' },
  };
  const { villageCode } = own;
  await holdMeeting(doing, meeting, [
    point('Memeriksa ulang data balita', own.account.agencyId, villageCode, plusDays(yesterday, -5)),
    point('Menyerahkan jadwal kunjungan', first.account.agencyId, first.villageCode, plusDays(yesterday, -2)),
    point('Menyusun rencana bersama', second.account.agencyId, null, plusDays(yesterday, 20)),
    { ...point('Menyiapkan lahan', null, villageCode, plusDays(yesterday, 12)), party: 'PEMDES' },
  ]);
}

/** An officer with a village in which their OPD works. */
interface AtWork {
  account: Account;
  villageCode: string;
}

const point = (what: string, agencyId: number | null, villageCode: string | null, dueOn: Date) => ({
  ...{ what, agencyId, villageCode, dueOn },
  party: 'OPD' as const,
});

/** Officers of other OPD, each with a village in which their OPD works. */
async function officersAtWork({ reader }: Database, ids: number[], but: Account, day: Date) {
  const accounts = await reader.account.findMany({
    where: { id: { in: ids }, agencyId: { not: but.agencyId } },
    orderBy: { id: 'asc' },
  });
  const found: AtWork[] = [];
  for (const account of accounts) {
    const where = { agencyId: account.agencyId as number, ...inForceOn(plusDays(day, -30)) };
    const working = await reader.assignment.findFirst({ where, orderBy: { id: 'asc' } });
    if (working) found.push({ account, villageCode: working.villageCode });
    if (found.length === 3) break;
  }
  return found;
}
