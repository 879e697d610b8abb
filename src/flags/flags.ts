import type { Reader } from '../database/client.js';
import type { Actor } from '../policy.js';
import type { Link } from '../web/components.js';
import { dateFlags } from './dates.js';
import { needFlags } from './need.js';
import { photoFlags } from './photos.js';
import { priceWarning } from './price.js';
import { quantityFlags } from './quantity.js';

/** What a reviewer should look at before deciding: it explains itself and never blocks. */
export interface Flag {
  label: string;
  text: string;
  /** Where the other side of it stands. */
  link: Link | null;
  /** Both sides of it beside each other, where it is about photos. */
  pictures: Picture[];
}

interface Picture {
  src: string;
  href: string;
  alt: string;
  caption: string;
}

export const flag = (
  label: string,
  text: string,
  { link = null, pictures = [] }: Partial<Pick<Flag, 'link' | 'pictures'>> = {},
): Flag => ({ label, text, link, pictures });

/** What is looked at of a revision. */
export interface Flaggable {
  id: number;
  number: number;
  startsOn: Date;
  endsOn: Date;
  createdAt: Date;
  activity: { villageCode: string; agencyId: number };
  lines: (Parameters<typeof priceWarning>[0] & {
    categoryCode: string;
    beneficiaries: number | null;
    category: Parameters<typeof priceWarning>[1];
  })[];
}

/** What anybody reads of a report: prices far from what is usual. */
export const priceFlags = ({ lines }: Pick<Flaggable, 'lines'>): Flag[] =>
  lines.flatMap((line) => {
    const text = priceWarning(line, line.category);
    return text === '' ? [] : [flag('Harga satuan', `${text} Periksa bila keliru ketik.`)];
  });

/** The flags of many revisions at once, each by its own. */
export async function flagsFor(db: Reader, actor: Actor, revisions: Flaggable[]) {
  const kinds = await Promise.all([
    priceFlags,
    quantityFlags(db, actor, revisions),
    needFlags(db, revisions),
    dateFlags(db, revisions),
    photoFlags(db, actor, revisions),
  ]);
  return (revision: Flaggable): Flag[] => kinds.flatMap((flagsOf) => flagsOf(revision));
}
