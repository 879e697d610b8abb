import { describe, expect, it } from 'vitest';
import { placesOf, rankFiles } from './files.js';

/** Data that real files hold and that is easily read wrongly. */
describe('cases of real files', () => {
  it('two Kuta stay two villages, each in its own kecamatan', async () => {
    const { rows } = await rankFiles({ desil1: 'kode,desil1\n33.27.03.2004,5\n33.27.06.2014,9\n' });
    expect(rows.map(({ kode, nama, kecamatan, desil1 }) => [kode, nama, kecamatan, desil1])).toEqual([
      ['33.27.06.2014', 'Kuta', 'Bantarbolang', '9'],
      ['33.27.03.2004', 'Kuta', 'Belik', '5'],
    ]);
  });

  it('a desa with the name of its kecamatan is a desa, and the code of the kecamatan is refused', async () => {
    const { rows } = await rankFiles({ desil1: 'kode,nama,kecamatan,desil1\n33.27.01.2005,Moga,Moga,5\n' });
    expect(rows).toMatchObject([{ nama: 'Moga', kecamatan: 'Moga' }]);
    const { said } = await rankFiles({ desil1: 'kode,nama,desil1\n33.27.01,Moga,5\n' });
    expect(said).toEqual([expect.stringContaining('kode kecamatan')]);
  });

  it('an IDM exactly at a bound has the lower status, in the file and in the result', async () => {
    const idm = ['0.4907', '0.5989', '0.7072', '0.8155', '0.8156'];
    const codes = idm.map((_, at) => `33.27.03.200${at + 1}`);
    const { rows, said } = await rankFiles({
      desil1: `kode,desil1\n${codes.map((code) => `${code},5\n`).join('')}`,
      idm: `kode,idm,status\n${codes.map((code, at) => `${code},${idm[at]},${at === 1 ? 'BERKEMBANG' : ''}\n`).join('')}`,
    });
    expect(rows.map((row) => row.status_idm)).toEqual([
      'Sangat Tertinggal',
      'Tertinggal',
      'Berkembang',
      'Maju',
      'Mandiri',
    ]);
    expect(said).toContain('catatan: baris 3: status "BERKEMBANG" di berkas, Tertinggal menurut skornya');
  });

  it('an IDM of 0 is the lowest, an empty one is none', async () => {
    const { rows } = await rankFiles({
      desil1: 'kode,desil1\n33.27.03.2001,5\n33.27.03.2002,5\n33.27.03.2003,9\n',
      idm: 'kode,idm\n33.27.03.2001,0\n33.27.03.2002,\n33.27.03.2003,0.8\n',
    });
    expect(
      rows.map(({ kode, idm, status_idm, skor, tanpa_idm }) => [kode, idm, status_idm, skor, tanpa_idm]),
    ).toEqual([
      ['33.27.03.2003', '0.8000', 'Maju', '0.500000', 'tidak'],
      ['33.27.03.2001', '0.0000', 'Sangat Tertinggal', '0.500000', 'tidak'],
      ['33.27.03.2002', '', '', '0.000000', 'ya'],
    ]);
  });

  it('a kelurahan is ranked by its poor alone', async () => {
    const { rows } = await rankFiles({
      desil1: 'kode,desil1\n33.27.08.1004,9\n33.27.03.2001,5\n33.27.03.2002,5\n',
      idm: 'kode,idm\n33.27.08.1004,\n33.27.03.2001,0.6\n33.27.03.2002,0.8\n',
    });
    expect(rows[0]).toMatchObject({ kode: '33.27.08.1004', skor: '1.000000', tanpa_idm: 'ya', idm: '' });
  });

  it('BOM, semicolons, a decimal comma and grouped counts are read', async () => {
    const { rows } = await rankFiles({
      desil1: '\ufeffKode;Desil 1;Jumlah Penduduk\r\n3327032001;1.234;12 345\r\n',
      idm: 'kode;idm\n3327032001;0,5989\n',
    });
    expect(rows).toMatchObject([
      { kode: '33.27.03.2001', desil1: '1234', jumlah_penduduk: '12345', idm: '0.5989' },
    ]);
  });

  it('Windows-1252 is read, with the no-break space of its groups', async () => {
    const text = 'kode;desil1;nama\n33.27.03.2001;1\u00a0234;Gombong \u0096 \u0093lama\u0094\n';
    const { rows, said } = await rankFiles({ desil1: Buffer.from(text, 'latin1') });
    expect(rows[0]?.desil1).toBe('1234');
    expect(said).toContain(
      'catatan: baris 2: nama "Gombong – “lama”" di berkas, Gombong menurut daftar wilayah',
    );
  });

  it('the same desa twice is refused at its second row, however the code is written', async () => {
    const { said } = await rankFiles({ desil1: 'kode,desil1\n33.27.03.2001,5\n\n3327032001,5\n' });
    expect(placesOf(said)).toEqual(['desil1.csv:4 kode']);
    expect(said[0]).toContain('baris 2');
  });

  it('a code of BPS is refused and named as such', async () => {
    const { code, said } = await rankFiles({ desil1: 'kode,desil1\n3327030001,5\n' });
    expect([code, said]).toEqual([2, [expect.stringContaining('kode BPS')]]);
  });

  it('a tie at the quota is told with both names', async () => {
    const desil1 = 'kode,desil1\n33.27.03.2001,5\n33.27.03.2002,5\n33.27.03.2003,9\n';
    const { rows, said } = await rankFiles({ desil1 }, '--seleksi', 'kuota:2');
    expect(rows.map(({ peringkat, terpilih }) => `${peringkat} ${terpilih}`)).toEqual([
      '1 ya',
      '2 ya',
      '2 tidak',
    ]);
    expect(said.at(-1)).toMatch(
      /^peringatan: skor sama di batas kuota: 33\.27\.03\.2001 \S+ dan 33\.27\.03\.2002 \S+$/,
    );
  });

  it('villages that are all equal share the first rank in the order of their codes', async () => {
    const codes = ['33.27.03.2003', '33.27.03.2001', '33.27.03.2002'];
    const { rows } = await rankFiles({
      desil1: `kode,desil1\n${codes.map((code) => `${code},5\n`).join('')}`,
      idm: `kode,idm\n${codes.map((code) => `${code},0.7\n`).join('')}`,
    });
    expect(rows.map(({ peringkat, kode, skor }) => [peringkat, kode, skor])).toEqual(
      [...codes].sort().map((code) => ['1', code, '0.000000']),
    );
  });

  it('one village alone is ranked and taken', async () => {
    const { rows } = await rankFiles({ desil1: 'kode,desil1\n33.27.03.2001,0\n' });
    expect(rows).toMatchObject([{ peringkat: '1', skor: '0.000000', terpilih: 'ya' }]);
  });
});
