import { z } from 'zod';
import { dateMedium, number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { queryRows, sql } from '../database/query.js';
import { readBy } from '../kept/shown.js';
import type { Actor } from '../policy.js';
import { activityScope } from '../scope.js';
import { type Flag, type Flaggable, flag } from './flags.js';

const Used = z.object({
  revision_id: z.number(),
  file_name: z.string(),
  other_id: z.number(),
  title: z.string(),
  village: z.string(),
  agency: z.string(),
  starts_on: z.date(),
  times: z.number(),
});

/**
 * Files that stand in another activity too, as far as this person reads both: never in drafts that are not theirs, and
 * never within the same activity, whose corrections carry their evidence on. Of several the newest is told.
 */
export async function photoFlags(db: Reader, actor: Actor, revisions: Flaggable[]) {
  const used = await queryRows(
    db,
    sql`select distinct on (e.revision_id, e.sha256) e.revision_id, e.file_name, x.activity_id as other_id, o.title,
          v.name as village, g.short_name as agency, o.starts_on,
          count(*) over (partition by e.revision_id, e.sha256) as times
        from evidence e join activity_revision m on m.id = e.revision_id
        join evidence other on other.sha256 = e.sha256 join activity_revision o on o.id = other.revision_id
        join activity a on a.id = o.activity_id join activity_revision r on r.id = a.current_revision_id
        join shown_activity x on x.activity_id = a.id and x.revision_id = o.id and ${readBy(actor)}
        join village v on v.code = a.village_code join agency g on g.id = a.agency_id
        where e.revision_id = any(${revisions.map(({ id }) => id)}::int[]) and a.id <> m.activity_id
          and o.review_status <> 'DRAF' and ${activityScope(actor)}
        order by e.revision_id, e.sha256, o.starts_on desc, x.activity_id desc`,
    Used,
  );
  return ({ id }: Flaggable): Flag[] =>
    used
      .filter((one) => one.revision_id === id)
      .map((one) => {
        const more = one.times > 1 ? ` dan ${number(one.times - 1)} kegiatan lain` : '';
        const text = `${one.file_name} sama dengan bukti "${one.title}", ${one.village}, ${one.agency}, ${dateMedium(one.starts_on)}${more}.`;
        return flag('Bukti pernah dipakai', text, {
          label: 'Buka kegiatan itu',
          href: `/kegiatan/${one.other_id}`,
        });
      });
}
