import type { Doing } from '../audit/act.js';
import { change } from '../audit/change.js';
import { date, isoDate } from '../core/format.js';
import { invalid } from '../core/problem.js';
import type { Reader } from '../database/client.js';
import { ofRegion } from '../scope.js';
import { type readPoints, storePoints } from '../undertakings/points.js';

/** What a rakor is about: a kecamatan, an OPD, or the whole kabupaten where both are empty. */
export interface Concern {
  kecamatanCode: string | null;
  agencyId: number | null;
}

interface Held extends Concern {
  heldOn: Date;
  title: string;
  note: string | null;
}

/** Writes a rakor down with its action points, which from then on are followed in the ledger. */
export function holdMeeting(
  doing: Doing,
  held: Held,
  points: ReturnType<typeof readPoints>,
): Promise<number> {
  if (points.length === 0) throw invalid({ 'butir.0.apa': 'Tulis paling sedikit satu tindak lanjut.' });
  const { database, actor, now } = doing;
  return change(database, actor, 'rakor.write', async (tx) => {
    const written = { regionCode: actor.regionCode, writtenById: actor.id, writtenAt: now };
    const { id } = await tx.meeting.create({ data: { ...written, ...held } });
    const facts = await storePoints(tx, doing, points, { id, heldOn: held.heldOn });
    const summary = `mencatat ${held.title} ${date(held.heldOn)}, ${points.length} tindak lanjut`;
    const after = { nama: held.title, mulai: isoDate(held.heldOn), ...(held.note && { note: held.note }) };
    return {
      result: points.length,
      fact: [{ subjectType: 'rakor', subjectId: id, summary, after }, ...facts],
    };
  });
}

/** The last rakor about the same; null where there was none. */
export const lastMeeting = (db: Reader, here: { regionCode: string }, { kecamatanCode, agencyId }: Concern) =>
  db.meeting.findFirst({
    where: { ...ofRegion(here), kecamatanCode, agencyId },
    orderBy: [{ heldOn: 'desc' }, { id: 'desc' }],
  });
