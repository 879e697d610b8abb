import type { Nothing, Subject } from '../audit/act.js';
import { execute, sql } from '../database/query.js';
import type { Agency, AgencyField } from '../generated/prisma/client.js';
import { AGENCY } from '../kept/keep.js';
import { ofRegion } from '../scope.js';

/** An OPD with what it serves. */
export type ServingAgency = Agency & { fields: AgencyField[] };
export const servesOf = ({ fields }: ServingAgency): string[] => fields.map((one) => one.categoryCode);

/** An OPD whose name, term or successor is changed. */
export const agency: Subject<ServingAgency, Nothing> = {
  type: AGENCY,
  gone: 'OPD itu tidak ada lagi.',
  lock: async (tx, actor, ids) => {
    await execute(tx, sql`select id from agency where id = any(${ids}::int[]) order by id for update`);
    const where = { ...ofRegion(actor), id: { in: ids } };
    const found = await tx.agency.findMany({ where, include: { fields: true }, orderBy: { id: 'asc' } });
    return found as ServingAgency[];
  },
  stale: async () => '',
};

/** Has no word of its own in its address: the form of an OPD is its page. */
export const editAgency = {
  on: agency,
  action: 'agency.edit',
  // The box that is ticked to merge.
  proof: (typed: Record<string, unknown>) => typed.setuju !== undefined,
  address: '',
  label: 'Simpan',
  look: 'primary',
  note: null,
} as const;
