import { describe, expect, it } from 'vitest';
import { change, system } from '../../src/audit/change.js';
import { overview } from '../../src/public/overview.js';
import { makeVerified, REGION } from '../support/make.js';
import { usePortal } from '../support/portal.js';

describe('the movement in figures', () => {
  const portal = usePortal();

  it('is added up once for many visitors, and anew as soon as something changed', async () => {
    const stranger = await portal.as();
    for (let times = 0; times < 2; times++) await stranger.get('/');
    const { asked } = portal.services.database.answers.load();
    await stranger.get('/');
    expect(portal.services.database.answers.load().asked).toBe(asked);
    const first = await overview(portal.services);
    await makeVerified(portal.services.database, {});
    await change(portal.services.database, system(REGION), 'assignment.create', async () => ({
      result: null,
      fact: { subjectType: 'desa', subjectId: 1, summary: 'satu penugasan' },
    }));
    expect((await overview(portal.services)).live.activities).toBe(first.live.activities + 1);
  });
});
