import { describe, expect, it } from 'vitest';
import { placeKinds } from '../../src/accounts/places.js';
import { Belongs } from '../../src/belonging.js';
import { addAccount } from '../../src/cli/pengguna.js';
import { Role } from '../../src/generated/prisma/enums.js';
import { roleLabels } from '../../src/policy.js';
import { makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

describe('the place of an account', () => {
  const portal = usePortal();
  const admin = async () => portal.as(await makeAccount(portal.services.database, 'ADMIN'));
  const belongsOf = async (username: string) =>
    Belongs.parse(await portal.services.db.account.findFirstOrThrow({ where: { username } }));
  const upload = async (text: string, status = 200) =>
    (await admin())
      .upload('/pengguna/impor', {}, [{ field: 'berkas', name: 'akun.csv', bytes: Buffer.from(text) }])
      .expect(status);
  const command = (args: Record<string, string>, said: string[] = []) => {
    const io = { stdout: { write: () => true }, stderr: { write: (text: string) => said.push(text) } };
    const argv = Object.entries(args).flatMap(([name, value]) => [`--${name}`, value]);
    return addAccount(portal.services.database, portal.services.region, argv, io);
  };

  it.each(placeKinds)('is the same by form, sheet and command, and shown: $label', async (kind) => {
    const { name, example } = kind;
    const [, , place] = example;
    const role = kind.roles[0] as Role;
    const browser = await admin();
    const ways = ['form', 'lembar', 'perintah'].map((way) => `${name}-${way}`) as [string, string, string];
    const asked = (username: string) => ({ username, nama: 'Petugas', peran: role, [name]: place });
    await browser.post('/pengguna/baru', asked(ways[0])).expect(200);
    await upload(`username,nama,peran,${name}\n${ways[1]},Petugas,${role},${place}\n`);
    expect(await command(asked(ways[2]))).toBe(0);
    const [belongs, ...others] = await Promise.all(ways.map(belongsOf));
    expect(Object.values(belongs ?? {}).filter((one) => one !== null)).toHaveLength(1);
    expect(others).toEqual([belongs, belongs]);

    const [listed] = (await browser.get(`/pengguna?cari=${ways[0]}&format=json`)).body;
    expect(listed.tempat).not.toBe('Bappeda');
    const account = await portal.services.database.transaction((tx) =>
      tx.account.update({ where: { username: ways[0] }, data: { mustChangePassword: false } }),
    );
    const page = words(await browser.get(`/pengguna/${account.id}`));
    const full = /Tempat (.+) Dibuat/.exec(page)?.[1] ?? 'nothing';
    expect(words(await (await portal.as(account)).get('/akun'))).toContain(`Tempat ${full}`);
  });

  it.each(placeKinds)('is asked for, and refused when unknown, by each of them: $label', async (kind) => {
    const { name, missing } = kind;
    const role = kind.roles[0] as Role;
    for (const place of ['', 'constructor']) {
      const asked = { username: `${name}-salah`, nama: 'Petugas', peran: role, [name]: place };
      const sheet = await upload(
        `username,nama,peran,${name}\n${name}-salah,Petugas,${role},${place}\n`,
        422,
      );
      const said: string[] = [];
      expect(await command(asked, said)).toBe(2);
      const form = await (await admin()).post('/pengguna/baru', asked).expect(422);
      for (const refused of [words(form), words(sheet), said.join('')])
        expect(refused).toContain(place === '' ? missing : 'constructor');
    }
  });

  it('is left to roles that have one; whoever has none is of the office', async () => {
    for (const role of Object.values(Role).filter(
      (one) => !placeKinds.some(({ roles }) => roles.includes(one)),
    )) {
      const username = `kantor-${role.toLowerCase()}`;
      const places = Object.fromEntries(placeKinds.map(({ name, example }) => [name, example[2]]));
      expect(await command({ username, nama: 'Petugas', peran: role, ...places })).toBe(0);
      expect(Object.values(await belongsOf(username)).every((one) => one === null)).toBe(true);
    }
  });

  it('comes from the template as it is downloaded, which has an account of every kind', async () => {
    const template = (await (await admin()).get('/pengguna/impor/templat.csv')).text;
    expect(words(await upload(template))).toContain(`${placeKinds.length} akun dibuat`);
  });

  it.each(Object.values(Role))('is read with a role by its name and by its label: %s', async (role) => {
    const kind = placeKinds.find(({ roles }) => roles.includes(role));
    const row = (username: string, called: string) =>
      `${username},Petugas,${called},${kind?.example[2] ?? ''}\n`;
    const head = `username,nama,peran,${kind?.name ?? 'opd'}\n`;
    const name = `peran-${role.toLowerCase()}`;
    const made = await upload(`${head}${row(`${name}-1`, role)}${row(`${name}-2`, roleLabels[role])}`);
    expect(words(made)).toContain('2 akun dibuat');
  });
});
