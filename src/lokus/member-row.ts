import { z } from 'zod';
import { age, dateMedium, inSentence } from '../core/format.js';
import { CountRow } from '../kept/counting.js';
import type { Asked, At } from '../web/list.js';
import type { Official } from './official.js';
import { type Standing, standingView } from './standing.js';

const Origin = z.enum(['HITUNGAN', 'LANJUTAN', 'TAMBAHAN', 'SK']);
/** A member as it stood on the day its list speaks of, and as it stands today. */
export const ListMemberRow = z.object({
  code: z.string(),
  name: z.string(),
  kecamatan: z.string(),
  origin: Origin,
  reason: z.string().nullable(),
  rank: z.number().nullable(),
  score6: z.number().nullable(),
  phase: z.number().nullable(),
  lead_id: z.number().nullable(),
  lead: z.string().nullable(),
  proposal_id: z.number().nullable(),
  proposal: z.string().nullable(),
  supporters: z.string().nullable(),
  done: z.boolean(),
  ...CountRow.shape,
  newest: z.date().nullable(),
  silent: z.boolean(),
  now_origin: Origin.nullable(),
  now_phase: z.number().nullable(),
  now_done: z.boolean(),
  now_lead_id: z.number().nullable(),
  now_lead: z.string().nullable(),
});
export type MemberRow = z.output<typeof ListMemberRow>;
export type MembersAt = At<Official>;
export const of = ({ loaded }: Asked) => loaded as Official;

/** How a member stands today in the list that is in force today, in words. */
export function todayWords(row: MemberRow, { days: { today, current } }: Official): string {
  if (row.now_origin) {
    const now: Standing = {
      origin: row.now_origin,
      phase: row.now_phase,
      done: row.now_done,
      lead: row.now_lead,
    };
    return standingView(now, today.getUTCFullYear()).label;
  }
  return current ? `Tidak dalam lokus ${current.year}` : 'Tidak ada lokus yang berlaku';
}

const said = (parts: (string | false | null)[]) =>
  parts.flatMap((part) => (part ? [part.replace(/\.$/, '')] : [])).join('; ');

export function statusCell(row: MemberRow, at: MembersAt) {
  const { days, reign } = at.loaded;
  const status = standingView(row, days.day.getUTCFullYear());
  const now = reign.state === 'ended' ? todayWords(row, at.loaded) : status.label;
  const reason = row.origin === 'TAMBAHAN' ? `Tambahan. ${row.reason ?? ''}` : row.reason;
  return { status, sub: said([reason, now !== status.label && `hari ini: ${inSentence(now)}`]) };
}

export function leadCell(row: MemberRow, { loaded: { reign } }: MembersAt) {
  return {
    text: row.lead ?? 'belum ada',
    tone: row.lead === null ? ('quiet' as const) : ('' as const),
    sub: said([
      row.supporters && `bersama ${row.supporters}`,
      row.proposal_id !== row.lead_id && row.proposal && `menurut SK: ${row.proposal}`,
      reign.state === 'ended' &&
        row.now_lead_id !== row.lead_id &&
        `hari ini: ${row.now_lead ?? 'belum ada'}`,
    ]),
  };
}

export function newestCell(row: MemberRow, { loaded: { days, reign } }: MembersAt) {
  const running = reign.state === 'running';
  return {
    text: row.newest ? dateMedium(row.newest) : 'belum pernah',
    sub: row.newest && running ? age(row.newest, days.day) : '',
    tone: row.silent && running ? ('warn' as const) : ('' as const),
  };
}
