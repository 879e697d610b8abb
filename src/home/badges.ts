import type { Reader } from '../database/client.js';
import { currentList } from '../lokus/queries.js';
import type { Actor } from '../policy.js';
import type { Badges } from '../web/navigation.js';
import { type Clock, today } from '../web/services.js';
import { lists } from './paths.js';
import { coordinatorCounts, officerCount, villageCount } from './queries.js';

/** How many things wait for this person, by the address of the navigation's word. */
export async function badges(db: Reader, clock: Clock, actor: Actor): Promise<Badges> {
  switch (actor.role) {
    case 'KOORDINATOR': {
      const day = today(clock);
      const list = await currentList(db, actor.regionCode, day.getUTCFullYear());
      const counts = await coordinatorCounts(db, actor, list?.id ?? null, day);
      return {
        '/penugasan': { count: counts.leads, href: lists.withoutLead },
        '/kegiatan': { count: counts.review, href: lists.toReview },
      };
    }
    case 'OPD':
      return { '/kegiatan': { count: await officerCount(db, actor), href: lists.returned } };
    case 'DESA':
      return { '/kegiatan': { count: await villageCount(db, actor), href: lists.toConfirm } };
    default:
      return {};
  }
}
