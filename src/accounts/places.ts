import type { Actor } from '../policy.js';
import { inScope } from '../scope.js';
import { type Services, today } from '../web/services.js';

/** Who asks, and what answers. */
export interface Asking {
  app: Services;
  actor: Actor;
}

/** The OPD and villages of today or later that an account may belong to. */
export async function placesOf({ app, actor }: Asking) {
  const still = { OR: [{ validTo: null }, { validTo: { gte: today(app.clock) } }] };
  const [agencies, villages] = await Promise.all([
    app.db.agency.findMany({
      where: { ...inScope(actor, 'agency.list'), ...still },
      orderBy: { shortName: 'asc' },
    }),
    app.db.village.findMany({
      where: { ...inScope(actor, 'village.list'), ...still },
      include: { kecamatan: true },
      orderBy: [{ kecamatanCode: 'asc' }, { name: 'asc' }],
    }),
  ]);
  return { agencies, villages };
}
