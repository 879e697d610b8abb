import type { Reader } from '../database/client.js';
import { currentList } from '../lokus/queries.js';
import type { Actor } from '../policy.js';
import type { Badges } from '../web/navigation.js';
import { type Clock, today } from '../web/services.js';
import { lists } from './paths.js';
import { coordinatorCounts, officerCount, villageCount } from './queries.js';

type Count = (db: Reader, actor: Actor, day: Date) => Promise<Badges>;

const counts: Partial<Record<Actor['role'], Count>> = {
  KOORDINATOR: async (db, actor, day) => {
    const list = await currentList(db, actor.regionCode, day.getUTCFullYear());
    const { leads, review } = await coordinatorCounts(db, actor, list?.id ?? null, day);
    return {
      '/penugasan': { count: leads, href: lists.withoutLead },
      '/kegiatan': { count: review, href: lists.toReview },
    };
  },
  OPD: async (db, actor) => ({
    '/kegiatan': { count: await officerCount(db, actor), href: lists.returned },
  }),
  DESA: async (db, actor) => ({
    '/kegiatan': { count: await villageCount(db, actor), href: lists.toConfirm },
  }),
};

/** How many things wait for this person, by the address of the navigation's word. */
export const badges = async (db: Reader, clock: Clock, actor: Actor): Promise<Badges> =>
  (await counts[actor.role]?.(db, actor, today(clock))) ?? {};
