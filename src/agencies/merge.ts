import { z } from 'zod';
import { agencyLoads, overCapacity, overCapacityWords } from '../assignments/load.js';
import { date, number, plusDays } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { queryRow, type Sql, sql } from '../database/query.js';
import type { Agency } from '../generated/prisma/client.js';
import { isOpen } from '../kept/undertakings.js';
import { undertakings } from '../undertakings/standing.js';
import { notOver } from '../wilayah/in-force.js';
import type { AgencyForm } from './edit.js';

/** What of an OPD is in hand and goes on with its successor. */
export const GoesOn = z.object({ papers: z.number(), promises: z.number() });
export const goesOn = (agencyId: Sql): Sql => sql`
  (select count(*) from activity a join activity_revision r on r.id = a.current_revision_id
    where a.agency_id = ${agencyId} and r.review_status in ('DRAF', 'DIKEMBALIKAN')) as papers,
  (select count(*) ${undertakings} where ${isOpen} and ${agencyId} in (u.from_agency_id, u.agency_id)) as promises`;

const Moving = GoesOn.extend({ assignments: z.number(), leads: z.number(), accounts: z.number() });

/** Whether a form ends an OPD with a successor, or changes how; a new name alone is no merger. */
export const merges = (agency: Agency, form: AgencyForm): boolean =>
  form.successorId !== null &&
  form.validTo !== null &&
  (form.successorId !== agency.successorId || form.validTo.getTime() !== agency.validTo?.getTime());

/** What a merger moves, to whom and from when, in sentences; nothing is changed. */
export async function mergerWords(
  db: Reader,
  agency: Agency,
  form: AgencyForm,
  today: Date,
): Promise<string[]> {
  const from = plusDays(form.validTo as Date, 1);
  const day = from > today ? from : today;
  const moving = await queryRow(
    db,
    sql`select count(*) as assignments, count(*) filter (where s.role = 'LEAD') as leads,
          ${goesOn(sql`${agency.id}::int`)}, (select count(*) from account c where c.agency_id = ${agency.id} and c.disabled_at is null) as accounts
        from assignment s where s.agency_id = ${agency.id} and ${notOver(sql`s`, day)}`,
    Moving,
  );
  const loads = await agencyLoads(db, agency, day);
  const load = loads.find((one) => one.id === form.successorId);
  const successor = load?.short_name ?? 'OPD penerus';
  const moves: [number, string][] = [
    [moving.papers, `draf dan kegiatan yang dikembalikan dapat dilanjutkan petugas ${successor}.`],
    [moving.promises, `komitmen yang belum dipenuhi dapat ditandai petugas ${successor}.`],
    [moving.accounts, `akun petugas tetap dapat masuk; pindahkan ke ${successor} di halaman Pengguna.`],
  ];
  return [
    `${moving.assignments > 0 ? number(moving.assignments) : 'Tidak ada'} penugasan yang berlaku atau akan datang berpindah ke ${successor} mulai ${date(from)}.`,
    ...moves.filter(([count]) => count > 0).map(([count, words]) => `${number(count)} ${words}`),
    ...(load && moving.leads > 0 && overCapacity(load, moving.leads)
      ? [`Perhatikan: ${overCapacityWords(load, moving.leads)}`]
      : []),
    'Kegiatan dan riwayat yang sudah ada tetap milik OPD lama.',
  ];
}
