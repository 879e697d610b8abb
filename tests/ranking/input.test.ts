import { describe, expect, it } from 'vitest';
import { row, sheet } from '../datasets/sheet.js';
import { placesOf, rankFiles } from './files.js';

const GOOD = 'kode,desil1\n33.27.03.2001,5\n';
const faults = async (...args: Parameters<typeof rankFiles>) => {
  const { code, out, said } = await rankFiles(...args);
  expect([code, out]).toEqual([2, '']);
  return placesOf(said);
};

describe('bad cells of the files', () => {
  it('are all told, also in a row whose code is unknown, of BPS, or empty', async () => {
    const desil1 = 'kode,desil1\n33.27.03.9999,-5\n3327030001,1.5\n,x\n33.27.03.2001,5\n';
    expect(await faults({ desil1, idm: 'kode,idm,iks\n33.27.03.9999,7,8\n' })).toEqual([
      'desil1.csv:2 kode',
      'desil1.csv:2 desil1',
      'desil1.csv:3 kode',
      'desil1.csv:3 desil1',
      'desil1.csv:4 kode',
      'desil1.csv:4 desil1',
      'idm.csv:2 kode',
      'idm.csv:2 idm',
      'idm.csv:2 iks',
    ]);
  });

  it('are told when the column of the codes is missing', async () => {
    expect(await faults({ desil1: 'desil1\n5\n-5\n' })).toEqual(['desil1.csv:1 kode', 'desil1.csv:3 desil1']);
  });

  it('are told beside the IDM of a kelurahan', async () => {
    expect(await faults({ desil1: GOOD, idm: 'kode,idm,iks,ike,ikl\n33.27.08.1004,0.5,7,x,0.5\n' })).toEqual([
      'idm.csv:2 idm',
      'idm.csv:2 iks',
      'idm.csv:2 ike',
    ]);
  });

  it('compare units with the first row, known or not, and with what percent needs in every row', async () => {
    const head = 'kode,desil1,jumlah_penduduk,satuan\n';
    const unknownFirst = `${head}33.27.03.9999,5,9,keluarga\n33.27.03.2001,5,9,jiwa\n`;
    expect(await faults({ desil1: unknownFirst })).toEqual(['desil1.csv:2 kode', 'desil1.csv:3 satuan']);
    const households = `${head}33.27.03.2001,5,9,keluarga\n33.27.03.2002,5,9,keluarga\n`;
    expect(await faults({ desil1: households }, '--dasar', 'persen')).toEqual([
      'desil1.csv:2 satuan',
      'desil1.csv:3 satuan',
    ]);
    const other = `${head}33.27.03.2001,5,9,jiwa\n33.27.03.2002,5,4,keluarga\n`;
    expect(await faults({ desil1: other })).toEqual(['desil1.csv:3 satuan']);
  });

  it('take one line each, whatever stands in the cell', async () => {
    const { said } = await rankFiles({ desil1: 'kode;desil1\n33.27.03.2001;"5\r\nx\u2028y"\n' });
    expect(said).toEqual([
      'desil1.csv:2 desil1: "5 x y" bukan bilangan bulat. Tulis angka saja, misalnya 1234 atau 1.234.',
    ]);
  });

  it('name a formula without a stored value once, by the known name of its column', async () => {
    const formula = '<c><f>A9</f></c>';
    const head = row(1, 'Kode', 'Desil\n1', 'Catatan');
    const desil1 = sheet(
      head + row(2, formula, formula, formula) + row(3, '33.27.03.2001', formula, formula),
    );
    expect(await faults({ desil1 })).toEqual([
      'desil1.csv:2 kode',
      'desil1.csv:2 desil1',
      'desil1.csv:2 Catatan',
      'desil1.csv:3 desil1',
      'desil1.csv:3 Catatan',
    ]);
  });

  it('are told with the line where their record starts, empty lines before the header counted', async () => {
    expect(await faults({ desil1: '\n\nkode\n33.27.03.2001\n' })).toEqual(['desil1.csv:3 desil1']);
  });
});

describe('counts', () => {
  it('may be as large as a whole number is exact', async () => {
    const { rows } = await rankFiles({ desil1: 'kode,desil1\n33.27.03.2001,9007199254740991\n' });
    expect(rows[0]?.desil1).toBe('9007199254740991');
    expect(await faults({ desil1: 'kode,desil1\n33.27.03.2001,9007199254740992\n' })).toEqual([
      'desil1.csv:2 desil1',
    ]);
  });
});

describe('columns of the IDM file', () => {
  it('do not include names of places, which are ignored with a notice, doubled or not', async () => {
    const { code, said } = await rankFiles({
      desil1: GOOD,
      idm: 'kode,idm,nama,nama,kecamatan\n33.27.03.2001,0.5,x,y,z\n',
    });
    expect(code).toBe(0);
    expect(said.filter((line) => line.includes('tidak dikenal dan diabaikan'))).toHaveLength(3);
  });
});

describe("a list of places of one's own", () => {
  const LIST = 'kode,nama\n33,Jateng\n33.27,Pemalang\n33.27.03,Belik\n33.27.03.2001,Gombong\n';

  it('without any row of data is refused, with every bad cell of the other files', async () => {
    expect(
      await faults({ wilayah: 'kode,nama\n', desil1: 'kode,desil1\n33.27.03.2001,-5\nabc,1\n' }),
    ).toEqual(['wilayah.csv:1 -', 'desil1.csv:2 desil1', 'desil1.csv:3 kode']);
    expect(await faults({ wilayah: 'kode\n33.27.03\n', desil1: 'kode,desil1\n33.27.03.2001,-5\n' })).toEqual([
      'wilayah.csv:1 nama',
      'desil1.csv:2 desil1',
    ]);
  });

  it('with kecamatan alone knows no code', async () => {
    expect(await faults({ wilayah: 'kode,nama\n33.27.03,Belik\n', desil1: GOOD })).toEqual([
      'desil1.csv:2 kode',
    ]);
  });

  it('names the first of two equal rows, and refuses what has no name', async () => {
    const wilayah = `${LIST}33.27.03.2001,Lagi\n33.27.03,Belik\n33.27.03.2002,\n`;
    const { said } = await rankFiles({ wilayah, desil1: GOOD });
    expect(placesOf(said)).toEqual(['wilayah.csv:6 kode', 'wilayah.csv:7 kode', 'wilayah.csv:8 nama']);
    expect(said[0]).toContain('sudah ada di baris 5');
    expect(said[1]).toContain('sudah ada di baris 4');
  });

  it('has a notice for an unknown column, and calls a code of BPS simply unknown', async () => {
    const wilayah = 'kode,nama,luas\n33.27.03,Belik,\n33.27.03.2001,Gombong,\n';
    expect((await rankFiles({ wilayah, desil1: GOOD })).said).toContain(
      'catatan: kolom "luas" tidak dikenal dan diabaikan',
    );
    const { said } = await rankFiles({ wilayah, desil1: 'kode,desil1\n3327030001,5\n' });
    expect(said[0]).toContain('tidak ada di daftar wilayah');
  });
});
