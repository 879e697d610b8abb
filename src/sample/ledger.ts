import { doingAs } from '../audit/act.js';
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
  given: { villageCode: string; yesterday: Date },
): Promise<void> {
  const { villageCode, yesterday } = given;
  const at = (who: Account, days: number) => doingAs(database, who, plusDays(yesterday, -days));
  const others = await officersAtWork(database, [...officers.values()], officer, yesterday);
  const [first, second, third] = others;
  if (!first || !second || !third) return;
  const ask = (who: Account, days: number, to: Account, village: string, what: Asked) =>
    refer(at(who, days), {
      ...{ ...what, villageCode: village, agencyId: to.agencyId as number },
      dueOn: plusDays(yesterday, 40),
    });
  await ask(first.account, 4, officer, first.villageCode, food);
  const accepted = await ask(officer, 25, second.account, villageCode, water);
  await acceptReferral(at(second.account, 23), { id: accepted, seen: null });
  const declined = await ask(officer, 18, third.account, villageCode, houses);
  await declineReferral(
    at(third.account, 15),
    { id: declined, seen: null },
    'Kuota tahun ini sudah terbagi habis.',
  );
  await ask(officer, 6, first.account, villageCode, toilets);
  await holdMeeting(
    at(coordinator, 20),
    {
      ...{ kecamatanCode: null, agencyId: null, heldOn: plusDays(yesterday, -20) },
      ...{ title: 'Rakor kabupaten', note: 'Semua OPD diminta membawa data kebutuhan desanya.' },
    },
    [
      point('Memeriksa ulang data balita', officer.agencyId, villageCode, plusDays(yesterday, -5)),
      point(
        'Menyerahkan jadwal kunjungan',
        first.account.agencyId,
        first.villageCode,
        plusDays(yesterday, -2),
      ),
      point('Menyusun rencana bersama', second.account.agencyId, null, plusDays(yesterday, 20)),
      {
        ...point('Menyiapkan lahan', null, villageCode, plusDays(yesterday, 12)),
        party: 'PEMDES',
      },
    ],
  );
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
  const found: { account: Account; villageCode: string }[] = [];
  for (const account of accounts) {
    const where = { agencyId: account.agencyId as number, ...inForceOn(plusDays(day, -30)), endsOn: null };
    const working = await reader.assignment.findFirst({ where, orderBy: { id: 'asc' } });
    if (working) found.push({ account, villageCode: working.villageCode });
    if (found.length === 3) break;
  }
  return found;
}
