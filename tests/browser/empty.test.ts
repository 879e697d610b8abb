import { beforeAll, describe, expect, it } from 'vitest';
import { Role } from '../../src/generated/prisma/enums.js';
import { expectAccessible, useJourney, WIDTHS } from './journey.js';
import { pages } from './pages.js';

/** Those that need no thing of the sample in their address; of what is not there yet a page says so. */
const addressesOf = (role: Role) =>
  (pages[role.toLowerCase()] ?? []).filter((address) => !address.includes(':') && !/\d/.test(address));

describe('an installation on which nobody has done anything yet', () => {
  const journey = useJourney();
  beforeAll(async () => {
    for (const role of Object.values(Role)) await journey.account(role, role.toLowerCase());
  });

  const each = Object.values(Role).flatMap((role) =>
    (Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]).map((size) => [role, size] as const),
  );
  it.each(each)('answers %s on a %s with pages that are accessible and fit', async (role, size) => {
    const page = await journey.open(size);
    await journey.signIn(page, role.toLowerCase());
    for (const address of addressesOf(role)) {
      const answer = await page.goto(address);
      expect([address, answer?.status()]).toEqual([address, 200]);
      await expectAccessible(page);
    }
  });
});
