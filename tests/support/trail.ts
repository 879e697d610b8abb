import { expect } from 'vitest';
import type { Reader } from '../../src/database/client.js';
import { fieldChanges } from '../../src/trail/difference.js';

/** The newest entries of the trail tell fields and choices in the words of the screen. */
export async function expectTold(db: Reader, since: number): Promise<void> {
  const entries = await db.auditEntry.findMany({ orderBy: { id: 'asc' }, skip: since });
  for (const { action, before, after } of entries)
    for (const told of fieldChanges(before, after)) {
      const said = [told.label, told.before, told.after].join('|');
      expect([action, told, /(^|, )[a-z]+[A-Z]|^[a-z]|\|[A-Z]{4,}(\||$)/.test(said)]).toEqual([
        action,
        told,
        false,
      ]);
    }
}
