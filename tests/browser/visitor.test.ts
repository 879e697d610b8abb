import { describe, it } from 'vitest';
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
});
