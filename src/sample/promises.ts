import type { Writer } from '../database/client.js';
import type { Prisma, Undertaking } from '../generated/prisma/client.js';
import { bearUndertakings } from '../undertakings/birth.js';
import { DAY, type Posting } from './plan.js';
import { Chance } from './random.js';
import type { Staff, ToldRevision } from './tell.js';
import { promises } from './texts.js';

/** What somebody promised in an activity. */
export type Promised = Omit<Prisma.CommitmentCreateManyInput, 'revisionId'>;

interface Followed {
  id: number;
  posting: Posting;
  revisions: { id: number; paper: ToldRevision['paper'] }[];
}

type Story = 'kept' | 'partly' | 'waiting' | 'refused' | 'nothing';

/** What the village of the demo account sees, one after the other. */
const DEMO: Story[] = ['waiting', 'nothing', 'kept', 'partly'];

const daysLater = (day: Date, days: number) => new Date(day.getTime() + days * DAY);
const dayOf = (moment: Date) => new Date(`${moment.toISOString().slice(0, 10)}T00:00:00Z`);

/** Promises of others and what became of them: kept, kept in part, waiting for the village, refused by it, late, taken back. */
export class PromiseWriter {
  private readonly chance = new Chance(79);
  private told = 0;

  constructor(
    private readonly tx: Writer,
    private readonly context: {
      regionCode: string;
      staff: Staff;
      yesterday: Date;
      demo: { villageCode: string };
    },
  ) {}

  /** What somebody promised in an activity; null in most. */
  promise(startsOn: Date, villageCode: string): Promised | null {
    const { chance } = this;
    const often = villageCode === this.context.demo.villageCode ? 0.6 : 0.25;
    if (!chance.happens(often)) return null;
    const { party, name, what, unit, quantity } = chance.pick(promises);
    const dueOn = daysLater(startsOn, 60);
    return { position: 0, party, partyName: name, what, quantity: chance.between(...quantity), unit, dueOn };
  }

  /** What a correction still tells of a promise: some parties took theirs back. */
  restated(promise: Promised | null): Promised | null {
    return (promise?.quantity ?? 0) % 3 === 0 ? null : promise;
  }

  /** Follows the promises of an activity from each of its verified revisions on. */
  async follow({ id, posting, revisions }: Followed): Promise<void> {
    for (const one of revisions) {
      const { review, reviewedAt } = one.paper;
      const verified = [{ activityId: id, agencyId: posting.agencyId, revisionId: one.id }];
      if (review === 'DIVERIFIKASI' && reviewedAt)
        await bearUndertakings(this.tx, this.context, verified, reviewedAt);
    }
    const open = await this.tx.undertaking.findMany({ where: { activityId: id, withdrawn: false } });
    for (const one of open) await this.deliver(one, posting, this.story(posting.villageCode));
  }

  private story(villageCode: string): Story {
    if (villageCode === this.context.demo.villageCode) return DEMO[this.told++ % DEMO.length] as Story;
    const drawn = this.chance.next();
    const told: [number, Story][] = [
      [0.45, 'kept'],
      [0.75, 'partly'],
      [0.85, 'waiting'],
      [0.93, 'refused'],
    ];
    return told.find(([below]) => drawn < below)?.[1] ?? 'nothing';
  }

  private async deliver(one: Undertaking, posting: Posting, story: Story): Promise<void> {
    const promised = one.quantity ?? 1;
    const half = Math.floor(promised * (0.3 + 0.5 * this.chance.next()));
    const quantity = story === 'kept' ? promised : Math.min(half, promised - 1);
    if (story === 'nothing' || quantity < 1) return;
    const { staff, yesterday } = this.context;
    const waits = story === 'waiting';
    const wanted = waits ? daysLater(yesterday, -3) : daysLater(one.bornAt, 20);
    const markedAt = new Date(Math.min(wanted.getTime(), yesterday.getTime()));
    const decider = staff.villageAccountOf(posting.villageCode) ?? staff.coordinatorId;
    await this.tx.undertakingDelivery.create({
      data: {
        undertakingId: one.id,
        quantity,
        whole: quantity >= promised,
        deliveredOn: dayOf(markedAt),
        note: waits ? 'Diserahkan di balai desa.' : null,
        markedById: staff.officerOf(posting.agencyId),
        markedAt,
        ...(!waits && { state: 'DIKONFIRMASI', decidedById: decider, decidedAt: markedAt }),
        ...(story === 'refused' && { state: 'DITOLAK', reason: 'Barangnya belum sampai di desa.' }),
      },
    });
  }
}
