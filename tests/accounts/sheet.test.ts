import { describe, expect, it } from 'vitest';
import { GOMBONG, makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

const NIK = '3327031203560004';
const HEAD = 'username,nama,peran,opd,desa\n';

describe('a sheet of accounts', () => {
  const portal = usePortal();
  /** What a sheet is refused with. */
  const refusal = async (text: string, name = 'akun.csv') => {
    const admin = await portal.as(await makeAccount(portal.services.database, 'ADMIN'));
    const files = [{ field: 'berkas', name, bytes: Buffer.from(text) }];
    return admin.upload('/pengguna/impor', {}, files).expect(422);
  };

  it('is refused at the row whose user name or name holds a number like a NIK', async () => {
    const refused = await refusal(
      `${HEAD}${NIK},Petugas Satu,bappeda,,\npetugas-2,Petugas 3327 0312 0356 0004,bappeda,,\n`,
    );
    expect(words(refused)).toMatch(/2 username Nama pengguna memuat angka 16 digit/);
    expect(words(refused)).toMatch(/3 nama Nama memuat angka 16 digit/);
    expect(await portal.services.db.account.count({ where: { username: { in: [NIK, 'petugas-2'] } } })).toBe(
      0,
    );
  });

  it('keeps the limits of the form: a name of more than 100 letters is refused, not cut', async () => {
    const refused = await refusal(`${HEAD}petugas-3,${'x'.repeat(101)},bappeda,,\n`);
    expect(words(refused)).toContain('Nama paling panjang 100 huruf');
    expect(words(await refusal(`${HEAD}petugas-4,,bappeda,,\n`))).toContain('Isi nama.');
  });

  it('is refused for a file name with such a number', async () => {
    const refused = await refusal(`${HEAD}petugas-5,Petugas,bappeda,,\n`, `akun ${NIK}.csv`);
    expect(words(refused)).toContain('Nama berkas memuat angka 16 digit');
    expect(await portal.services.db.account.count({ where: { username: 'petugas-5' } })).toBe(0);
  });

  it('finds a village by its name, with its kecamatan where several bear it, and asks about one that is near', async () => {
    const { database } = portal.services;
    const admin = await portal.as(await makeAccount(database, 'ADMIN'));
    const send = (row: string) =>
      admin.upload('/pengguna/impor', {}, [
        { field: 'berkas', name: 'akun.csv', bytes: Buffer.from(`${HEAD}${row}\n`) },
      ]);
    const ledTo = async (row: string) => words(await admin.get(String((await send(row)).header.location)));
    expect(await ledTo('desa-a,Desa Satu,desa,,Gonbong')).toMatch(/Gonbong.*Gombong, Belik/);
    expect(words(await send('desa-b,Desa Dua,desa,,"3,3E+09"').expect(422))).toContain('3,3E+09');
    await send('desa-c,Desa Tiga,desa,,"Gombong, Belik"').expect(200);
    const made = await portal.services.db.account.findFirstOrThrow({ where: { username: 'desa-c' } });
    expect(made.villageCode).toBe(GOMBONG);
  });
});
