import { change } from '../audit/change.js';
import type { Database, Writer } from '../database/client.js';
import type { Account, Agency, Prisma } from '../generated/prisma/client.js';
import { ofRegion } from '../scope.js';
import type { CurrentList } from './current-list.js';
import type { EarlierLists } from './lists.js';
import { Chance } from './random.js';

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const MERGER = day('2026-01-01');
const WITHOUT_LEAD = 9;
/** Of these, so many are new in the list; the others lost their OPD. */
const NEW_WITHOUT_LEAD = 5;

type Lists = EarlierLists & CurrentList;

type Plan = Prisma.AssignmentCreateManyInput & { startsOn: Date; endsOn?: Date | null };

/** An OPD in a village for a time. */
interface Stretch {
  villageCode: string;
  agencyId: number;
  role: 'LEAD' | 'SUPPORT';
  startsOn: Date;
  endsOn: Date | null;
  reason: string | null;
  endReason: string | null;
}

/** Villages an OPD of each kind may lead. */
const capacities: Record<Agency['kind'], number> = {
  SEKRETARIAT: 3,
  INSPEKTORAT: 1,
  DINAS: 4,
  BADAN: 3,
  SATPOL: 2,
  RSUD: 2,
  KECAMATAN: 3,
  LAINNYA: 2,
};

/**
 * Leads and supporters from 2021 on: hand-overs, ends of villages that are done, OPD that merged and their successors,
 * nine villages of the current list without a lead, one OPD over its capacity.
 */
export function makeAssignments(
  database: Database,
  coordinator: Account,
  lists: Lists,
  { demo, year }: { demo: { agencyId: number; villageCode: string }; year: number },
): Promise<void> {
  return change(database, coordinator, 'assignment.create', async (tx) => {
    const agencies = await tx.agency.findMany({
      where: ofRegion(coordinator),
      orderBy: { id: 'asc' },
    });
    await setCapacities(tx, agencies);
    const villages = [demo.villageCode, lists.firstDone];
    const plans = new Planner(agencies, coordinator, { ...demo, villages }).plan(lists, year);
    await tx.assignment.createMany({ data: plans });
    const summary = `${plans.length} penugasan contoh dibuat`;
    return {
      result: undefined,
      fact: { subjectType: 'penugasan', subjectId: coordinator.regionCode, summary },
    };
  });
}

async function setCapacities(tx: Writer, agencies: Agency[]): Promise<void> {
  const merged = new Set(
    agencies.flatMap((agency) => (agency.successorId === null ? [] : [agency.successorId])),
  );
  for (const agency of agencies) {
    const capacity = capacities[agency.kind] + (merged.has(agency.id) ? 3 : 0);
    await tx.agency.update({ where: { id: agency.id }, data: { capacity } });
  }
}

class Planner {
  private readonly chance = new Chance(2022);
  private readonly plans: Plan[] = [];
  private readonly byId: Map<number, Agency>;
  private turn = 0;

  constructor(
    private readonly agencies: Agency[],
    private readonly coordinator: Account,
    private readonly demo: { agencyId: number; villageCode: string; villages: string[] },
  ) {
    this.byId = new Map(agencies.map((agency) => [agency.id, agency]));
  }

  plan(lists: Lists, year: number): Plan[] {
    const end = (code: string) => lists.done.get(code) ?? null;
    for (const code of lists.first)
      this.lead(code, this.next(day('2021-04-01'), code), '2021-04-01', end(code));
    const places = new Set([...lists.later].map((code) => code.slice(0, 8)));
    const added = lists.second.filter((code) => !lists.first.includes(code) && !places.has(code.slice(0, 8)));
    for (const code of added) this.lead(code, this.next(day('2022-03-01'), code), '2022-03-01', end(code));
    const fresh = lists.current.filter((code) => !lists.second.includes(code) && !lists.later.has(code));
    const waiting = fresh.slice(0, NEW_WITHOUT_LEAD);
    for (const code of [...lists.anew, ...fresh.slice(NEW_WITHOUT_LEAD)]) {
      this.lead(code, this.next(day(`${year}-03-02`), code), `${year}-03-02`, null);
    }
    this.leaveWaiting(WITHOUT_LEAD - waiting.length, lists, year);
    this.overload(lists, waiting);
    this.comeNextYear(lists, year);
    return this.plans;
  }

  /** A lead, handed over once in a while, taken over by the successor when its OPD merged, with a supporter or two. */
  private lead(code: string, agency: Agency, from: string, until: Date | null): void {
    const start = day(from);
    const endReason = 'Tuntas pada evaluasi tahunan';
    const demo = agency.id === this.demo.agencyId;
    const handed = !demo && start < day('2023-01-01') && this.chance.happens(0.08);
    if (handed) {
      const other = this.next(day('2023-07-01'), code);
      this.stretch(code, agency, {
        from: start,
        until: day('2023-07-02'),
        endReason: 'Beban tugas ditata ulang',
      });
      const reason = 'Serah terima dari OPD sebelumnya';
      this.stretch(code, other, { from: day('2023-07-03'), until, endReason, reason });
    } else this.stretch(code, agency, { from: start, until, endReason });
    if (until === null && this.chance.happens(0.5)) this.support(code, agency, start);
  }

  private stretch(
    villageCode: string,
    agency: Agency,
    given: { from: Date; until: Date | null; endReason: string; reason?: string },
  ): void {
    const { from: startsOn, until: endsOn, reason = null } = given;
    const endReason = endsOn && given.endReason;
    const lead = { villageCode, role: 'LEAD' as const };
    const ends = agency.validTo;
    if (ends && startsOn < MERGER && (endsOn === null || endsOn > ends) && agency.successorId !== null) {
      const merged = { startsOn, endsOn: ends, reason, endReason: 'Penggabungan perangkat daerah' };
      this.push({ ...lead, agencyId: agency.id, ...merged });
      const goesOn = { startsOn: MERGER, endsOn, reason: `Meneruskan tugas ${agency.shortName}`, endReason };
      this.push({ ...lead, agencyId: agency.successorId, ...goesOn });
    } else this.push({ ...lead, agencyId: agency.id, startsOn, endsOn, reason, endReason });
  }

  private support(code: string, lead: Agency, startsOn: Date): void {
    const valid = this.agencies.filter(
      (one) =>
        one.validTo === null && one.validFrom <= startsOn && one.id !== lead.id && one.kind !== 'KECAMATAN',
    );
    const successor = lead.successorId;
    const choices = valid.filter((one) => one.id !== successor);
    const count = this.chance.happens(0.3) ? 2 : 1;
    const open = { endsOn: null, reason: null, endReason: null };
    const picked = new Set(Array.from({ length: count }, () => this.chance.pick(choices).id));
    for (const agencyId of picked)
      this.push({ villageCode: code, agencyId, role: 'SUPPORT', startsOn, ...open });
  }

  /** OPD take turns; the demo OPD accompanies the demo village, and did the one that has been tuntas for a year. */
  private next(on: Date, code: string): Agency {
    if (this.demo.villages.includes(code)) return this.byId.get(this.demo.agencyId) as Agency;
    for (;;) {
      const agency = this.agencies[this.turn++ % this.agencies.length] as Agency;
      const valid = agency.validFrom <= on && (agency.validTo === null || agency.validTo >= on);
      const crowded = this.openOf(agency.id) >= capacities[agency.kind] - 1 && this.turn < 400;
      if (valid && !crowded && agency.kind !== 'INSPEKTORAT') return agency;
    }
  }

  private openOf(agencyId: number): number {
    return this.plans.filter((one) => one.agencyId === agencyId && one.role === 'LEAD' && !one.endsOn).length;
  }

  /** When the list has too few new villages, the last to be assigned lost their OPD. */
  private leaveWaiting(missing: number, lists: Lists, year: number): void {
    const open = this.plans.filter(
      (one) =>
        one.role === 'LEAD' &&
        !one.endsOn &&
        lists.current.includes(one.villageCode) &&
        lists.second.includes(one.villageCode) &&
        !lists.later.has(one.villageCode) &&
        !lists.anew.includes(one.villageCode) &&
        one.agencyId !== this.demo.agencyId,
    );
    for (const plan of open.slice(-Math.max(0, missing)).slice(0, Math.max(0, missing))) {
      plan.endsOn = day(`${year}-06-30`);
      plan.endReason = 'OPD berfokus pada tugas lain';
      plan.endedById = this.coordinator.id;
      plan.endedAt = plan.endsOn;
    }
  }

  /** The Inspektorat leads two villages, one more than it can; the reason stands beside. */
  private overload(lists: Lists, waiting: string[]): void {
    const busy = this.agencies.find((agency) => agency.kind === 'INSPEKTORAT');
    if (!busy) return;
    const taken = this.plans
      .filter(
        (one) =>
          one.role === 'LEAD' &&
          !one.endsOn &&
          lists.current.includes(one.villageCode) &&
          !waiting.includes(one.villageCode) &&
          one.villageCode !== this.demo.villageCode,
      )
      .sort((one, other) => other.startsOn.getTime() - one.startsOn.getTime());
    const chosen = new Set(taken.slice(0, 2).map((one) => one.villageCode));
    for (const plan of taken.slice(0, 2)) {
      plan.agencyId = busy.id;
      plan.reason = 'Sementara, sampai OPD teknis tersedia';
    }
    const doubled = (one: Plan) =>
      one.role === 'SUPPORT' && one.agencyId === busy.id && chosen.has(one.villageCode);
    for (let at = this.plans.length - 1; at >= 0; at--)
      if (doubled(this.plans[at] as Plan)) this.plans.splice(at, 1);
  }

  /** One village gets another lead in the year that comes, assigned ahead; the present one stays until then. */
  private comeNextYear(lists: Lists, year: number): void {
    const open = this.plans.filter(
      (one) =>
        one.role === 'LEAD' &&
        !one.endsOn &&
        lists.current.includes(one.villageCode) &&
        one.villageCode !== this.demo.villageCode &&
        this.byId.get(one.agencyId)?.kind !== 'INSPEKTORAT',
    );
    const plan = open[0];
    const next = plan && this.agencies.find((one) => one.kind === 'RSUD' && one.id !== plan.agencyId);
    if (!plan || !next) return;
    const decided = new Date(Date.UTC(year, 2, 2, 3));
    this.push({
      ...{
        villageCode: plan.villageCode,
        agencyId: next.id,
        role: 'LEAD',
        startsOn: day(`${year + 1}-01-01`),
      },
      ...{ endsOn: null, reason: 'Beban tahun depan ditata', endReason: null },
    });
    (this.plans.at(-1) as Plan).createdAt = decided;
    plan.endsOn = day(`${year}-12-31`);
    plan.endReason = `Dilanjutkan ${next.shortName}`;
    plan.endedById = this.coordinator.id;
    plan.endedAt = decided;
  }

  private push({ endsOn, endReason, ...given }: Stretch): void {
    const { regionCode, id } = this.coordinator;
    const ended = endsOn
      ? { endsOn, endReason, endedById: id, endedAt: new Date(endsOn.getTime() + 10_800_000) }
      : {};
    const createdAt = new Date(given.startsOn.getTime() + 10_800_000);
    this.plans.push({
      regionCode,
      ...given,
      assignedById: id,
      createdAt,
      ...ended,
    });
  }
}
