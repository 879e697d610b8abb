import { change } from '../audit/change.js';
import { date } from '../core/format.js';
import type { Database } from '../database/client.js';
import type { Outcome } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';

export const outcomeWords: Record<Outcome, string> = { TUNTAS: 'Tuntas', LANJUTAN: 'Lanjutan' };

/** Bappeda's decision about a village; the newest holds, none is overwritten. */
export function decideVillage(
  database: Database,
  actor: Actor,
  village: { code: string; name: string },
  decision: { outcome: Outcome; decidedOn: Date; reason: string },
): Promise<void> {
  return change(database, actor, 'village.decide', async (tx) => {
    await tx.villageDecision.create({
      data: { regionCode: actor.regionCode, villageCode: village.code, decidedById: actor.id, ...decision },
    });
    const summary = `${village.name}: ${outcomeWords[decision.outcome].toLowerCase()} per ${date(decision.decidedOn)}. ${decision.reason}`;
    return { result: undefined, fact: { subjectType: 'desa', subjectId: village.code, summary } };
  });
}
