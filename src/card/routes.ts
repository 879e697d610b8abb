import { z } from 'zod';
import { notFound } from '../core/problem.js';
import { villagePath } from '../villages/paths.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { cardPage } from './page.js';

export const cardRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/desa/saya',
    allow: 'village.read',
    handle: async ({ actor }) => {
      if (!actor.villageCode) throw notFound('Akun Anda tidak mewakili satu desa. Cari desa dari daftar.');
      return redirect(villagePath(actor.villageCode));
    },
  }),
  row({
    method: 'get',
    path: '/desa/:kode',
    allow: 'village.read',
    params: z.object({ kode: z.string().regex(/^\d{2}\.\d{2}\.\d{2}\.\d{4}$/) }),
    load: ({ app, actor, params }) =>
      app.db.village.findFirst({
        where: { code: params.kode, regionCode: actor.regionCode },
        include: { kecamatan: true },
      }),
    handle: ({ app, actor, loaded }) => cardPage(app, actor, loaded),
  }),
];
