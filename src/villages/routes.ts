import { currentList } from '../lokus/queries.js';
import { exportListing } from '../web/export.js';
import { readPage, readState } from '../web/listing.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { today } from '../web/services.js';
import { searchVillages } from '../wilayah/search.js';
import { sightOf, villageListing, villagesFrom } from './listing.js';
import { villagePath } from './paths.js';
import { villagesPage } from './views.js';

export const villageRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/desa',
    allow: 'village.list',
    handle: async ({ app, actor, url }) => {
      const sight = sightOf(actor);
      const listing = villageListing(sight, today(app.clock));
      const state = readState(listing, url);
      const day = today(app.clock);
      const { filters } = state;
      const search =
        filters.cari === '' ? null : await searchVillages(app.db, actor.regionCode, filters.cari);
      const onlySearch = [...url.searchParams.keys()].every((key) => key === 'cari');
      if (search?.codes.length === 1 && onlySearch) return redirect(villagePath(search.codes[0] as string));
      const list = sight.lokus ? await currentList(app.db, actor.regionCode, day.getUTCFullYear()) : null;
      const from = villagesFrom(actor, filters, {
        codes: search?.codes ?? null,
        listId: list?.id ?? null,
        day,
      });
      if (state.format !== 'html') return exportListing(app.db, listing, state, from);
      return villagesPage(
        app,
        actor,
        listing,
        await readPage(app.db, listing, state, from),
        search,
        list?.year ?? null,
      );
    },
  }),
];
