import { type Services, today } from '../web/services.js';

/** The OPD and villages of today or later that an account may belong to. */
export async function placesOf(app: Services) {
  const day = today(app.clock);
  const where = { regionCode: app.region.code, OR: [{ validTo: null }, { validTo: { gte: day } }] };
  const [agencies, villages] = await Promise.all([
    app.db.agency.findMany({ where, orderBy: { shortName: 'asc' } }),
    app.db.village.findMany({
      where,
      include: { kecamatan: true },
      orderBy: [{ kecamatanCode: 'asc' }, { name: 'asc' }],
    }),
  ]);
  return { agencies, villages };
}
