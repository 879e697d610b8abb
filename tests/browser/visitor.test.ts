import { describe, expect, it } from 'vitest';
import { expectAccessible, useJourney, WIDTHS } from './journey.js';

describe('a visitor', () => {
  const journey = useJourney();
  const sizes = Object.keys(WIDTHS) as (keyof typeof WIDTHS)[];

  it.each(sizes)('reads the public pages on a %s', async (size) => {
    const page = await journey.open(size);
    for (const address of ['/', '/kecamatan', '/kecamatan/33.27.03', '/masuk', '/tidak-ada']) {
      await page.goto(address);
      await expectAccessible(page);
    }
  });

  /** Of the first visit of a phone: page, style, script and icons as they are sent. Fonts come beside. */
  const BUDGET = 60_000;

  it('is sent little at the first visit, whatever page comes first', async () => {
    for (const address of ['/', '/kecamatan', '/masuk', '/bantuan']) {
      const page = await journey.open('phone');
      await page.goto(address, { waitUntil: 'networkidle' });
      const sent = (await page.evaluate(`['navigation', 'resource']
        .flatMap((type) => performance.getEntriesByType(type))
        .filter(({ name }) => !name.endsWith('.woff2'))
        .map(({ name, encodedBodySize }) => [name, encodedBodySize])`)) as [string, number][];
      expect(sent.length).toBeGreaterThan(3);
      expect(sent.every(([, size]) => size > 0)).toBe(true);
      expect([address, sent.reduce((sum, [, size]) => sum + size, 0) < BUDGET, sent]).toEqual([
        address,
        true,
        sent,
      ]);
    }
  });
});
