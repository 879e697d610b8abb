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
  activity_id: z.number(),
  evidence_id: z.number(),
  file_name: z.string(),
  photo: z.boolean(),
  /** Whether it is the very file, or a photo that looks like it. */
  same: z.boolean(),
  other_activity: z.number(),
  other_evidence: z.number(),
  title: z.string(),
  village: z.string(),
  agency: z.string(),
  starts_on: z.date(),
  times: z.number(),
});
type Used = z.output<typeof Used>;

// "offset 0" keeps the places of one file together, so that they are found by it and not all activities looked through.

/** Every other place of a file: the file itself, and photos that look like it. */
const places = sql`(select f.sha256, true as same union all
  select l.other_sha256, false from photo_alike l where l.sha256 = f.sha256)`;

/**
 * Evidence that stands in another activity too, the file itself or a photo that looks like it, as far as this person
 * reads both: never in drafts that are not theirs, and never within the same activity, whose corrections carry their
 * evidence on. Of several the newest is told, the very file before what is alike.
 */
export async function photoFlags(db: Reader, actor: Actor, revisions: Flaggable[]) {
  const used = await queryRows(
    db,
    sql`select distinct on (u.evidence_id) u.*, count(*) over (partition by u.evidence_id) as times from (
          select distinct on (e.id, there.other_activity) e.revision_id, m.activity_id, e.id as evidence_id, e.file_name,
            f.media_type like 'image/%' as photo, place.same, there.*
          from evidence e join activity_revision m on m.id = e.revision_id join stored_file f on f.sha256 = e.sha256
          cross join lateral ${places} place
          cross join lateral (select a.id as other_activity, other.id as other_evidence, o.title, v.name as village,
              g.short_name as agency, o.starts_on
            from evidence other join activity_revision o on o.id = other.revision_id
            join activity a on a.id = o.activity_id join activity_revision r on r.id = a.current_revision_id
            join shown_activity x on x.activity_id = a.id and x.revision_id = o.id and ${readBy(actor)}
            join village v on v.code = a.village_code join agency g on g.id = a.agency_id
            where other.sha256 = place.sha256 and a.id <> m.activity_id and o.review_status <> 'DRAF'
              and ${activityScope(actor)} offset 0) there
          where e.revision_id = any(${revisions.map(({ id }) => id)}::int[])
          order by e.id, there.other_activity, place.same desc) u
        order by u.evidence_id, u.same desc, u.starts_on desc, u.other_activity desc`,
    Used,
  );
  return ({ id }: Flaggable): Flag[] => used.filter((one) => one.revision_id === id).map(told);
}

function told(one: Used): Flag {
  const more = one.times > 1 ? ` dan ${number(one.times - 1)} kegiatan lain` : '';
  const where = `"${one.title}", ${one.village}, ${one.agency}, ${dateMedium(one.starts_on)}${more}`;
  const [label, text] = one.same
    ? ['Bukti pernah dipakai', `${one.file_name} sama dengan bukti ${where}.`]
    : [
        'Foto mirip pernah dipakai',
        `${one.file_name} tampak sama dengan foto ${where}; mungkin dipotong atau disimpan ulang.`,
      ];
  const link = { label: 'Buka kegiatan itu', href: `/kegiatan/${one.other_activity}` };
  const pictures = [
    picture('Laporan ini', one.activity_id, one.evidence_id),
    picture('Kegiatan itu', one.other_activity, one.other_evidence),
  ];
  return flag(label, text, { link, pictures: one.photo ? pictures : [] });
}

function picture(caption: string, activity: number, evidence: number) {
  const href = `/kegiatan/${activity}/bukti/${evidence}`;
  return { src: `${href}?ukuran=kecil`, href, alt: `Foto: ${caption.toLowerCase()}`, caption };
}
