import type { Reader } from '../database/client.js';
import { currentList } from '../lokus/queries.js';
import type { Actor } from '../policy.js';
import type { Badges } from '../web/navigation.js';
import { type Clock, today } from '../web/services.js';
import { coordinatorCounts, officerCount, villageCount } from './queries.js';

/** How many things wait for this person, by the address of the navigation's word. */
export async function badges(db: Reader, clock: Clock, actor: Actor): Promise<Badges> {
  switch (actor.role) {
    case 'KOORDINATOR': {
      const year = today(clock).getUTCFullYear();
      const list = await currentList(db, actor.regionCode, year);
      const counts = await coordinatorCounts(db, actor, list?.id ?? null, year);
      return { '/penugasan': counts.leads, '/kegiatan': counts.review };
    }
    case 'OPD':
      return { '/kegiatan': await officerCount(db, actor) };
    case 'DESA':
      return { '/kegiatan': await villageCount(db, actor) };
    default:
      return {};
  }
}
