import { publicRate } from '../spotcheck/public.js';
import { page } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { kecamatanRoutes } from './kecamatan.js';
import { landingModel } from './landing.js';
import { overview } from './overview.js';

export const publicRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/',
    allow: 'public',
    handle: async ({ app }) => {
      const [data, spotCheck] = await Promise.all([overview(app), publicRate(app)]);
      const model = { ...landingModel(app, data), spotCheck };
      return page('public/depan', model, { title: 'Satu perangkat daerah, satu desa', bodyClass: 'public' });
    },
  }),
  ...kecamatanRoutes,
];
