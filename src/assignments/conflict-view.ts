import { age, calendarDay, moment, number, timeOfDay } from '../core/format.js';
import type { Link } from '../web/components.js';
import { assignmentPaths } from './paths.js';
import { roleWords, type Taken } from './taken.js';

/** Somebody else was faster: who and when, and how the OPD that was chosen can work there all the same. */
export interface ConflictNotice {
  title: string;
  text: string;
  links: Link[];
}

/** What is told of villages that were left, by what stands in the way there. */
export function conflictNotice(
  taken: Taken[],
  agency: { id: number; short_name: string },
  now: Date,
): ConflictNotice {
  const villages = new Set(taken.map((one) => one.code));
  const [first] = taken;
  const told = taken.map((one) => `${one.by} menugaskan ${one.agency} di ${one.name} ${at(one, now)}.`);
  const own = new Set(taken.filter((one) => one.agency_id === agency.id).map((one) => one.code));
  const beside = [...villages].filter((code) => !own.has(code));
  return {
    title:
      villages.size === 1 && first
        ? `${first.name} ${since(first, now)}.`
        : `${number(villages.size)} desa sudah punya OPD.`,
    text: told.join(' '),
    links:
      beside.length === 0
        ? []
        : [
            {
              label: `Jadikan ${agency.short_name} pendukung di sana`,
              href: assignmentPaths.support(agency.id, beside),
            },
          ],
  };
}

function since({ role, created_at }: Taken, now: Date): string {
  const minutes = Math.floor((now.getTime() - created_at.getTime()) / 60_000);
  if (minutes < 1) return `baru saja mendapat ${roleWords[role]}`;
  const ago = minutes < 60 ? `${number(minutes)} menit lalu` : age(calendarDay(created_at), calendarDay(now));
  return `sudah punya ${roleWords[role]} sejak ${ago}`;
}

const at = ({ created_at }: Taken, now: Date) =>
  calendarDay(created_at).getTime() === calendarDay(now).getTime()
    ? `pukul ${timeOfDay(created_at)}`
    : `pada ${moment(created_at)}`;
