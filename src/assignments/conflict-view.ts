import { age, calendarDay, list, moment, number, timeOfDay } from '../core/format.js';
import type { Button } from '../web/components.js';
import { roleWords, type Taken, type Way } from './taken.js';

/** Somebody else was faster: who and when, and the two ways on. Each is a button of the assignment's form. */
export interface ConflictNotice {
  title: string;
  text: string;
  ways: (Pick<Button, 'label'> & { value: Way })[];
}

interface Chosen {
  agencyId: number;
  /** Short name of the OPD that was chosen. */
  agency: string;
  /** How many villages are ticked. */
  ticked: number;
}

export function conflictNotice(taken: Taken[], chosen: Chosen, now: Date): ConflictNotice {
  const villages = new Set(taken.map((one) => one.code));
  const first = taken[0] as Taken;
  const title =
    villages.size === 1
      ? `${first.name} ${since(first, now)}.`
      : `${number(villages.size)} desa sudah punya OPD.`;
  const told = taken.map((one) => `${one.by} menugaskan ${one.agency} di ${one.name} ${at(one, now)}.`);
  const rest = chosen.ticked - villages.size;
  const others = rest > 0 ? `, tugaskan ${number(rest)} desa lain` : '';
  const own = new Set(taken.filter((one) => one.agency_id === chosen.agencyId).map((one) => one.code));
  const there = [...new Set(taken.map((one) => one.agency))];
  const leave = there.length > 2 ? 'Biarkan yang sudah ada' : `Biarkan ${list(there)}`;
  return {
    title,
    text: `${told.join(' ')} Pilihan Anda, ${chosen.agency}, belum disimpan.`,
    ways: [
      { value: 'biarkan', label: leave + others },
      ...(own.size < villages.size
        ? [{ value: 'pendukung' as const, label: `Jadikan ${chosen.agency} pendukung${others}` }]
        : []),
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
