import { z } from 'zod';
import { notFound } from '../core/problem.js';
import { sees } from '../scope.js';
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
    load: async ({ app, actor, params: { kode } }) =>
      (await sees({ db: app.db, actor }, 'village.read', kode))
        ? app.db.village.findUnique({ where: { code: kode }, include: { kecamatan: true } })
        : null,
    handle: ({ app, actor, loaded }) => cardPage(app, actor, loaded),
  }),
];
