import { type Actor, can } from '../policy.js';
import type { Button } from '../web/components.js';
import type { Reign } from './in-force.js';

/** A coordinator's next step while a list is in force or coming: who accompanies its villages. */
export function assignLink(actor: Actor, year: number, { state }: Reign): Button[] {
  if (!can(actor, 'assignment.create') || state === 'ended') return [];
  const href = state === 'coming' ? `/penugasan?tahun=${year}` : '/penugasan';
  return [{ label: 'Tugaskan OPD', href, icon: 'people', primary: true }];
}
