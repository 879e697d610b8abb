import { z } from 'zod';
import { inScope } from '../scope.js';
import { manyStrings } from '../web/form.js';
import type { Asked } from '../web/list.js';
import type { Refused } from './views.js';

/** The villages that a form or an address ticks, each once. */
export const Picked = manyStrings
  .pipe(z.array(z.string().max(20)).max(500))
  .transform((codes) => [...new Set(codes)]);

/** Those of the kabupaten, by name. */
export const ticked = async ({ app, actor }: Pick<Asked, 'app' | 'actor'>, codes: string[]) =>
  app.db.village.findMany({
    where: { ...(await inScope({ db: app.db, actor }, 'village.list')), code: { in: codes } },
    select: { code: true, name: true },
    orderBy: { code: 'asc' },
  });

/** Nothing was sent; villages and an OPD that an address names are chosen already. */
export async function chosen({ app, actor, url }: Pick<Asked, 'app' | 'actor' | 'url'>): Promise<Refused> {
  const pilih = Picked.catch([]).parse(url.searchParams.getAll('pilih'));
  const typed = { pilih, kepada: url.searchParams.get('kepada') ?? '' };
  return {
    typed,
    errors: {},
    ticked: pilih.length > 0 ? await ticked({ app, actor }, pilih) : [],
    conflict: null,
  };
}
