import { describe, expect, it } from 'vitest';
import { makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

describe('printing a list', () => {
  const portal = usePortal();
  const reader = async () => portal.as(await makeAccount(portal.services.database, 'KOORDINATOR'));

  it('opens a page that holds every row of what is filtered', async () => {
    const browser = await reader();
    const shown = await browser.get('/desa?urut=nama&hal=2');
    expect(words(shown)).toContain('51 sampai 100 dari 223');
    const [, address = ''] = /href="([^"]*cetak=ya)" data-print/.exec(shown.text) ?? [];
    const printed = await browser.get(address.replaceAll('&amp;', '&'));
    expect(printed.text.match(/role="rowheader"/g)).toHaveLength(223);
    expect(words(printed)).toContain('1 sampai 223 dari 223');
  });

  it('says on paper from which address, when and by which role it was printed', async () => {
    const printed = words(await (await reader()).get('/desa?kecamatan=33.27.01&cetak=ya'));
    expect(printed).toMatch(
      /\/desa\?kecamatan=33\.27\.01\. Dicetak \d+ \S+ \d{4} pukul .* oleh Koordinator\./,
    );
  });

  it('prints at once where one page holds every row', async () => {
    const shown = await (await reader()).get('/desa?kecamatan=33.27.01');
    expect(shown.text).toContain('href="" data-print');
  });
});
