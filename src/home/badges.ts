import type { Reader } from '../database/client.js';
import { currentList } from '../lokus/queries.js';
import type { Actor } from '../policy.js';
import { undertakingPaths } from '../undertakings/paths.js';
import type { Badges } from '../web/navigation.js';
import { type Clock, today } from '../web/services.js';
import { HOME, lists, ofOwn } from './paths.js';
import { askedCount, officerCount, reviewCount, villageCount, withoutLead } from './queries.js';
import { countShares, shareSentBack, shareToReview } from './shares.js';

/** Parts of activities that wait are counted with them; then the home alone shows all that is counted. */
const withShares = (count: number, href: string, shares: number) => ({
  count: count + shares,
  href: shares > 0 ? HOME : href,
});

type Count = (db: Reader, actor: Actor, day: Date) => Promise<Badges>;

const counts: Partial<Record<Actor['role'], Count>> = {
  KOORDINATOR: async (db, actor, day) => {
    const list = await currentList(db, actor, day.getUTCFullYear());
    const [leads, review, shares] = await Promise.all([
      withoutLead(db, list?.id ?? null, day),
      reviewCount(db, actor),
      countShares(db, actor, shareToReview(actor)),
    ]);
    return {
      '/penugasan': { count: leads, href: lists.withoutLead },
      [lists.toReview]: withShares(review, lists.toReview, shares),
    };
  },
  OPD: async (db, actor) => {
    const [back, shares, asked] = await Promise.all([
      officerCount(db, actor),
      countShares(db, actor, shareSentBack(actor)),
      askedCount(db, actor),
    ]);
    return {
      '/kegiatan': withShares(back, lists.returned, shares),
      [undertakingPaths.list]: { count: asked, href: ofOwn(lists.offered) },
    };
  },
  DESA: async (db, actor) => ({
    '/kegiatan': { count: await villageCount(db, actor), href: lists.toConfirm },
  }),
};

/** How many things wait for this person, by the address of the navigation's word. */
export const badges = async (db: Reader, clock: Clock, actor: Actor): Promise<Badges> =>
  (await counts[actor.role]?.(db, actor, today(clock))) ?? {};
