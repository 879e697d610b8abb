import { describe, expect, it } from 'vitest';
import { INBORN, NATIVE } from '../support/inborn.js';
import { GOMBONG, makeAccount } from '../support/make.js';
import { UNBROKEN, usePortal } from '../support/portal.js';

describe('a word in a sheet that every object knows', () => {
  const portal = usePortal();

  /** Forms with a sheet of one row that is right. */
  const sheets = [
    ['/pengguna/impor', 'ADMIN', {}, { username: 'uji', nama: 'Uji', peran: 'opd', opd: 'Dinkes' }],
    [
      '/data/impor',
      'BAPPEDA',
      { jenis: 'desil1', sumber: 'DTKS', per: '2026-04-30' },
      { kode: GOMBONG, desil1: '5', jumlah_penduduk: '900', satuan: 'jiwa' },
    ],
    [
      '/lokus',
      'BAPPEDA',
      { tahun: '2041', hitungan: 'sk' },
      { desa: 'Gombong', kecamatan: 'Belik', opd: 'Dinkes' },
    ],
  ] as const;
  it.each(sheets)(
    'breaks nothing in a row of %s that is right otherwise',
    async (address, role, form, right) => {
      const browser = await portal.as(await makeAccount(portal.services.database, role));
      const columns = Object.keys(right);
      for (const column of columns) {
        for (const word of INBORN) {
          // A name that was taken before would be what is refused.
          const row = Object.values({
            ...right,
            username: `uji-${column}-${INBORN.indexOf(word)}`,
            [column]: word,
          });
          const bytes = Buffer.from(`${columns.join()}\n${row.slice(0, columns.length).join()}\n`);
          const files = [{ field: 'berkas', name: 'a.csv', bytes }];
          const { status, text } = await browser.upload(address, form, files).expect(UNBROKEN);
          expect([column, word, status < 500, NATIVE.test(text)]).toEqual([column, word, true, false]);
        }
      }
    },
  );
});
