import { z } from 'zod';
import { manyStrings } from '../web/form.js';
import type { Asked } from '../web/list.js';
import type { Services } from '../web/services.js';
import type { Refused } from './views.js';

/** The villages that a form or an address ticks, each once. */
export const Picked = manyStrings
  .pipe(z.array(z.string().max(20)).max(500))
  .transform((codes) => [...new Set(codes)]);

/** Those of the kabupaten, by name. */
export const ticked = (app: Services, codes: string[]) =>
  app.db.village.findMany({
    where: { regionCode: app.region.code, code: { in: codes } },
    select: { code: true, name: true },
    orderBy: { code: 'asc' },
  });

/** Nothing was sent; villages and an OPD that an address names are chosen already. */
export async function chosen({ app, url }: Pick<Asked, 'app' | 'url'>): Promise<Refused> {
  const pilih = Picked.catch([]).parse(url.searchParams.getAll('pilih'));
  const typed = { pilih, kepada: url.searchParams.get('kepada') ?? '' };
  return { typed, errors: {}, ticked: pilih.length > 0 ? await ticked(app, pilih) : [], conflict: null };
}
