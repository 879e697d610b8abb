import { assignmentPaths } from '../assignments/paths.js';
import { roleWords } from '../assignments/taken.js';
import { date, dateMedium } from '../core/format.js';
import { nameOn } from '../database/former-names.js';
import type { Agency, Assignment, FormerName } from '../generated/prisma/client.js';
import { type Actor, can } from '../policy.js';
import type { Button } from '../web/components.js';
import { isComing, isInForce, isWithdrawn } from '../wilayah/in-force.js';
import type { Membership } from './queries.js';

type WithAgency = Assignment & { agency: Agency & { formerNames: FormerName[] } };

/** Who accompanies a village today, who will, and everybody who ever did. */
export interface Accompaniment {
  all: WithAgency[];
  lead: WithAgency | null;
  support: WithAgency[];
  /** The lead that is coming next. */
  coming: WithAgency | null;
}

export function accompanimentOf(all: WithAgency[], day: Date): Accompaniment {
  const now = all.filter((one) => isInForce(one, day));
  const coming = all.filter((one) => one.role === 'LEAD' && isComing(one, day));
  return {
    all,
    lead: now.find((one) => one.role === 'LEAD') ?? null,
    support: now.filter((one) => one.role === 'SUPPORT'),
    coming: coming.sort((one, other) => one.startsOn.getTime() - other.startsOn.getTime())[0] ?? null,
  };
}

export function accompanimentStrip({ lead, support, coming }: Accompaniment) {
  const since = lead ? [`sejak ${date(lead.startsOn)}`] : [];
  const until = lead?.endsOn && !coming ? [`sampai ${date(lead.endsOn)}`] : [];
  const next = coming ? [`${coming.agency.shortName} mulai ${date(coming.startsOn)}`] : [];
  return [
    {
      label: 'OPD utama',
      value: lead?.agency.name ?? 'belum ada',
      note: [...since, ...until, ...next].join(', '),
    },
    {
      label: 'OPD pendukung',
      value: support.map((one) => one.agency.shortName).join(', ') || '–',
      note: '',
    },
  ];
}

/** Every assignment, those of today and later first. */
export const accompanimentHistory = ({ all }: Accompaniment, day: Date) =>
  all.map((one) => ({
    // What began under an old name bears both.
    agency: nameOn(one.agency, one.startsOn),
    href: `/opd/${one.agencyId}`,
    role: roleWords[one.role],
    period: periodWords(one, day),
    reason: one.endReason ?? one.reason ?? '',
  }));

function periodWords(one: WithAgency, day: Date): string {
  const start = dateMedium(one.startsOn);
  if (isWithdrawn(one)) return `dibatalkan, sedianya mulai ${start}`;
  if (one.endsOn) return `${start} sampai ${dateMedium(one.endsOn)}`;
  return isComing(one, day) ? `mulai ${start}` : `sejak ${start}`;
}

/**
 * Where a village is given its OPD: in the list that holds now once its year has come, else in the coming list that has
 * it, else among those that start later. Nowhere once it is tuntas and no list has it anew.
 */
export function assignAt(
  code: string,
  { member, nextYear, year }: { member: Membership | null; nextYear: number | null; year: number },
): string | null {
  const begun = member !== null && !member.done && (member.phase ?? year) <= year;
  if (nextYear !== null && !begun) return assignmentPaths.village(code, nextYear);
  if (begun || member === null) return assignmentPaths.village(code);
  return member.done ? null : assignmentPaths.later(code);
}

/** What a coordinator does next: hands over what holds, or assigns where nobody does, in the year that is coming if need be. */
export function accompanimentAction(
  actor: Actor,
  { lead, assignAt }: Accompaniment & { assignAt: string | null },
): Button[] {
  if (!can(actor, 'assignment.create')) return [];
  const change = (label: string, href: string): Button[] => [
    { label, href, icon: 'arrow-left-right', primary: false },
  ];
  if (lead) return change('Alihkan pendamping', assignmentPaths.handOver(lead.id));
  return assignAt ? change('Tugaskan OPD', assignAt) : [];
}
