import { describe, expect, it } from 'vitest';
import { readAccounts } from '../../src/accounts/sheet.js';
import { readSheet } from '../../src/lokus/sheet.js';

const places = {
  villages: [
    { code: '33.27.03.2001', name: 'Gombong', kecamatan: 'Belik' },
    { code: '33.27.01.2002', name: 'Mandiraja', kecamatan: 'Moga' },
    { code: '33.27.05.2001', name: 'Mandiraja', kecamatan: 'Bantarbolang' },
  ],
  agencies: [
    { id: 1, shortName: 'Dinkes', name: 'Dinas Kesehatan' },
    { id: 2, shortName: 'Dinkes', name: 'Dinas yang Sama Singkatannya' },
  ],
};

describe('the sheet of an SK', () => {
  it('names villages by code or by name, and OPD by either name', async () => {
    const csv = `kode,desa,kecamatan,opd
3327032001,,,dinkes
,Mandi Raja,MOGA,Dinas Kesehatan
,mandiraja,Bantarbolang,
`;
    const { members, faults } = await readSheet(Buffer.from(csv), places);
    expect(faults).toEqual([]);
    expect(members).toEqual([
      { code: '33.27.03.2001', agencyId: 1 },
      { code: '33.27.01.2002', agencyId: 1 },
      { code: '33.27.05.2001', agencyId: null },
    ]);
  });

  it('is refused above 2,000 rows in one sentence, before any is looked up', async () => {
    const { faults } = await readSheet(Buffer.from(`desa,kecamatan\n${'x,y\n'.repeat(2_001)}`), places);
    expect(faults).toMatchObject([
      { line: 1, message: expect.stringContaining('lebih dari 2.000 baris data') },
    ]);
  });

  it('of accounts is refused above 300 rows', async () => {
    const rows = 'dinkes-1,Kepala,opd,Dinkes\n'.repeat(301);
    const { faults } = await readAccounts(Buffer.from(`username,nama,peran,opd\n${rows}`), {
      ...places,
      usernames: new Set(),
    });
    expect(faults).toMatchObject([
      { line: 1, message: expect.stringContaining('lebih dari 300 baris data') },
    ]);
  });
});
