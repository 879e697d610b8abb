import { describe, expect, it } from 'vitest';
import { readAccounts } from '../../src/accounts/sheet.js';
import { fileSheet, type Listed, readSheet, typedSheet } from '../../src/lokus/sheet.js';

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
    const { members, faults } = await readSheet(fileSheet(Buffer.from(csv)), places);
    expect(faults).toEqual([]);
    expect(members).toEqual([
      { code: '33.27.03.2001', agencyId: 1 },
      { code: '33.27.01.2002', agencyId: 1 },
      { code: '33.27.05.2001', agencyId: null },
    ]);
  });

  const pasted = async (text: string) => {
    const { members, faults } = await readSheet(typedSheet(text) as Listed, places);
    return { members, faults: faults.map(({ line, message }) => [line, message]) };
  };

  it('may be pasted with numbers and kinds before the names, and counts lines as they are seen', async () => {
    const text =
      '\n\n1. Gombong; Belik\n\n2) Kel. Mandiraja; Kec. Moga; Dinas Kesehatan Kabupaten Pemalang\nDesa Tidak Ada\n';
    expect(await pasted(text)).toEqual({
      members: [
        { code: '33.27.03.2001', agencyId: null },
        { code: '33.27.01.2002', agencyId: 1 },
      ],
      faults: [
        [6, 'Desa "Desa Tidak Ada" tidak ada di daftar wilayah. Periksa ejaannya, atau tulis kodenya.'],
      ],
    });
  });

  it('may name the kecamatan behind the village', async () => {
    for (const moga of ['Desa Mandiraja Kec. Moga', 'Mandiraja (Moga)', '3. Ds. Mandiraja, Kecamatan Moga'])
      expect(await pasted(`${moga};`)).toEqual({
        members: [{ code: '33.27.01.2002', agencyId: null }],
        faults: [],
      });
    expect((await pasted('Mandiraja (Belik)')).faults).toEqual([
      [
        1,
        'Mandiraja (Belik) ada di Moga dan Bantarbolang, bukan di "Belik". Betulkan kecamatannya atau isi kode.',
      ],
    ]);
  });

  it('offers the villages of the kecamatan for a name that is near to none', async () => {
    const { faults } = await readSheet(typedSheet('Desa Tidak Ada; Belik') as Listed, places);
    expect(faults).toMatchObject([
      {
        message:
          'Desa "Desa Tidak Ada" tidak ada di daftar wilayah. Pilih salah satu desa di Belik, atau tulis kodenya.',
        ask: { meant: [{ value: '33.27.03.2001', label: 'Gombong, Belik' }] },
      },
    ]);
  });

  it('may be rows of a sheet with a column of numbers before the names', async () => {
    expect(await pasted('1\tGombong\tBelik\tDinas Kesehatan\n2\tMandiraja\tMoga\t\n')).toEqual({
      members: [
        { code: '33.27.03.2001', agencyId: 1 },
        { code: '33.27.01.2002', agencyId: null },
      ],
      faults: [],
    });
  });

  it('may be codes alone, or names that no other village bears', async () => {
    expect((await pasted('33.27.03.2001\n3327012002\n')).members).toHaveLength(2);
    expect((await pasted('3.32703E+09')).faults).toMatchObject([
      [1, expect.stringContaining('bukan lagi kode')],
    ]);
    expect((await pasted('Ds. Gombong')).members).toEqual([{ code: '33.27.03.2001', agencyId: null }]);
    expect((await pasted('Mandiraja')).faults).toEqual([
      [1, 'Mandiraja ada di Moga dan Bantarbolang. Sebutkan kecamatannya atau isi kode.'],
    ]);
  });

  it('asks about a name that is only near, and never guesses', async () => {
    for (const near of ['Gombyong', 'Gomong', 'Gobmong'])
      expect((await pasted(`${near}; Belik`)).faults).toEqual([
        [1, expect.stringContaining('Apakah maksud Anda Gombong, Belik?')],
      ]);
    const kreyo = {
      villages: [{ code: '33.27.07.2009', name: 'Kreyo', kecamatan: 'Randudongkal' }],
      agencies: [],
    };
    const { members, faults } = await readSheet(typedSheet('Kreo') as Listed, kreyo);
    expect([members, faults[0]?.message]).toEqual([
      [],
      expect.stringContaining('Apakah maksud Anda Kreyo, Randudongkal?'),
    ]);
    expect((await readSheet(typedSheet('1. Desa Kreyo') as Listed, kreyo)).members).toHaveLength(1);
  });

  it('takes the full name of an OPD with its commas', async () => {
    const agencies = [
      { id: 7, shortName: 'Dinsos', name: 'Dinas Sosial, Keluarga Berencana, dan Perempuan' },
    ];
    const list = typedSheet('Gombong, Belik, Dinas Sosial, Keluarga Berencana, dan Perempuan') as Listed;
    expect((await readSheet(list, { ...places, agencies })).members).toEqual([
      { code: '33.27.03.2001', agencyId: 7 },
    ]);
  });

  it('is refused above 2,000 rows in one sentence, before any is looked up', async () => {
    const { faults } = await readSheet(
      fileSheet(Buffer.from(`desa,kecamatan\n${'x,y\n'.repeat(2_001)}`)),
      places,
    );
    expect(faults).toMatchObject([
      { line: 1, message: expect.stringContaining('lebih dari 2.000 baris data') },
    ]);
  });

  it('of accounts is refused above 300 rows', async () => {
    const rows = 'dinkes-1,Kepala,opd,Dinkes\n'.repeat(301);
    const { faults } = await readAccounts(Buffer.from(`username,nama,peran,opd\n${rows}`), {
      places: new Map(),
      usernames: new Set(),
    });
    expect(faults).toMatchObject([
      { line: 1, message: expect.stringContaining('lebih dari 300 baris data') },
    ]);
  });
});
