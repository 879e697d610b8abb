import { describe, expect, it } from 'vitest';
import { change, system } from '../../src/audit/change.js';
import { overview } from '../../src/public/overview.js';
import { makeVerified, REGION } from '../support/make.js';
import { TEST_NOW, usePortal } from '../support/portal.js';

describe('the movement in figures', () => {
  const portal = usePortal();

  it('is added up once for many visitors, and anew as soon as something changed', async () => {
    const first = await overview(portal.services);
    expect(await overview(portal.services)).toBe(first);
    await makeVerified(portal.services.database, {});
    await change(portal.services.database, system(REGION), 'assignment.create', async () => ({
      result: null,
      fact: { subjectType: 'desa', subjectId: 1, summary: 'satu penugasan' },
    }));
    expect((await overview(portal.services)).live.activities).toBe(first.live.activities + 1);
  });

  it('is not kept longer than a minute', async () => {
    const first = await overview(portal.services);
    portal.clock.set(new Date(TEST_NOW.getTime() + 61_000));
    expect(await overview(portal.services)).not.toBe(first);
  });
});
