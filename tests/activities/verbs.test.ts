import { describe, expect, it } from 'vitest';
import { respond } from '../../src/activities/respond.js';
import { review } from '../../src/activities/review.js';
import { activityVerbs, confirm, verify } from '../../src/activities/verbs.js';
import type { Doing } from '../../src/audit/act.js';
import type { Account } from '../../src/generated/prisma/client.js';
import { MANDIRAJA, makeAccount } from '../support/make.js';
import { type Browser, usePortal } from '../support/portal.js';
import { expectTold } from '../support/trail.js';
import { FIVE, PLAN, type Scene, setScene } from './scene.js';

type Who = 'asOfficer' | 'asCoordinator' | 'asVillage';
interface Stage {
  who: Who;
  /** Brings an activity to where the verb may be done. */
  set: (scene: Scene) => Promise<number>;
  fields?: (scene: Scene, id: number) => Promise<Record<string, string>>;
  /** Its address is also read, as a form stands there. */
  page?: true;
}

const draft = (scene: Scene) => scene.log({ aksi: 'draf' });
const submitted = (scene: Scene) => scene.log();
const verified = async (scene: Scene) => {
  const id = await scene.log();
  await scene.press(scene.asCoordinator, id, 'verifikasi');
  return id;
};
const disputed = async (scene: Scene) => {
  const id = await scene.log();
  await scene.press(scene.asVillage, id, 'sanggah', { alasan: 'Baru 9 unit.' });
  return id;
};

const plan = async (scene: Scene) => {
  const id = await scene.log({ ...PLAN, hari: 'lain', tanggal: '2026-11-27' });
  await scene.press(scene.asCoordinator, id, 'verifikasi');
  return id;
};

/** Where each verb may be done and by whom; a verb without a stage fails the first test. */
const stages: Record<string, Stage> = {
  ajukan: { who: 'asOfficer', set: draft },
  tarik: { who: 'asOfficer', set: submitted },
  verifikasi: { who: 'asCoordinator', set: submitted },
  kembalikan: {
    who: 'asCoordinator',
    set: submitted,
    fields: async () => ({ catatan: 'Kurang foto.' }),
  },
  'minta-perbaikan': {
    who: 'asCoordinator',
    set: verified,
    fields: async () => ({ catatan: 'Jumlahnya tidak sama dengan berita acara.' }),
  },
  ubah: { who: 'asOfficer', set: draft, page: true, fields: async () => ({ ...FIVE, aksi: 'draf' }) },
  perbaiki: { who: 'asOfficer', set: verified },
  hapus: { who: 'asOfficer', set: draft },
  selesai: {
    who: 'asOfficer',
    set: plan,
    page: true,
    fields: async () => ({ hari: '2026-11-20', jumlah: '5', uraian: 'Jamban selesai.' }),
  },
  mulai: {
    who: 'asOfficer',
    set: plan,
    page: true,
    fields: async () => ({ hari: '2026-11-20', jumlah: '0' }),
  },
  undur: {
    who: 'asOfficer',
    set: plan,
    page: true,
    fields: async () => ({ tanggal: '2026-12-20', alasan: 'Menunggu bahan.' }),
  },
  batal: { who: 'asOfficer', set: plan, page: true, fields: async () => ({ alasan: 'Lahan belum siap.' }) },
  konfirmasi: { who: 'asVillage', set: submitted },
  sanggah: { who: 'asVillage', set: submitted, fields: async () => ({ alasan: 'Baru 9 unit.' }) },
  jawab: {
    who: 'asCoordinator',
    set: disputed,
    fields: async (scene, id) => {
      const { revision } = await scene.current(id);
      return { tanggapan: String(revision.responses[0]?.id), jawaban: 'Sudah dicek.' };
    },
  },
};

describe('every verb of an activity', () => {
  const portal = usePortal();
  const others = async (): Promise<[string, Browser, number[]][]> => {
    const { database } = portal.services;
    const make = async (...given: [Parameters<typeof makeAccount>[1], Parameters<typeof makeAccount>[2]?]) =>
      portal.as(await makeAccount(database, ...given));
    return [
      ['another agency', await make('OPD', { agency: 'Inspektorat' }), [403, 404]],
      ['another village', await make('DESA', { villageCode: MANDIRAJA }), [403, 404]],
      ['a reader', await make('BAPPEDA'), [403, 404]],
      ['an admin', await make('ADMIN'), [403, 404]],
      ['nobody', await portal.as(), [302, 303]],
    ];
  };

  it.each(activityVerbs.map((verb) => [verb.address, verb] as const))(
    '%s: is done by whom it is for, and refuses the wrong method, another agency, a reader and nobody',
    async (address, verb) => {
      const scene = await setScene(portal);
      const stage = stages[address] as Stage;
      const id = await stage.set(scene);
      const fields = (await stage.fields?.(scene, id)) ?? {};
      const trail = () => portal.services.db.auditEntry.count({ where: { action: verb.action } });
      const before = await trail();
      const told = await portal.services.db.auditEntry.count();
      const state = await scene.current(id);
      for (const [who, browser, expected] of await others()) {
        const answer = await scene.press(browser, id, address, fields, expected);
        if (who === 'nobody') expect(answer.headers.location).toBe('/masuk');
      }
      await scene[stage.who].get(`/kegiatan/${id}/${address}`).expect(stage.page ? 200 : 404);
      const { [verb.note?.name ?? '']: _note, ...unexplained } = fields;
      if (verb.note) await scene.press(scene[stage.who], id, address, unexplained, 422);
      expect(await scene.current(id)).toEqual(state);
      expect(await trail()).toBe(before);
      await scene.press(scene[stage.who], id, address, fields);
      expect(await trail()).toBe(before + 1);
      await expectTold(portal.services.db, told);
    },
  );

  it('is done to many at once: what fails is left and told, the rest is kept', async () => {
    const scene = await setScene(portal);
    const ids = [await scene.log(), await scene.log({ aksi: 'draf' }), await scene.log()];
    const own = await scene.log();
    const { database, clock } = portal.services;
    const doing = (account: Account): Doing => ({
      database,
      actor: { ...account, agencyIds: [], place: '' },
      now: clock.now(),
    });
    const targets = await Promise.all(
      [...ids, own, 999_999].map(async (id) => {
        const revision = id === 999_999 ? { id: 1, lockVersion: 1 } : (await scene.current(id)).revision;
        return { id, seen: { revisionId: revision.id, lockVersion: revision.lockVersion } };
      }),
    );
    await scene.press(scene.asOfficer, own, 'tarik');
    await scene.press(scene.asOfficer, own, 'ajukan');
    const { done, left } = await review(doing(scene.coordinator), verify, targets, '');
    expect(done.map((one) => one.id)).toEqual([ids[0], ids[2]]);
    expect(left.map((one) => [one.id, one.problem.kind])).toEqual([
      [ids[1], 'forbidden'],
      [own, 'conflict'],
      [999_999, 'not-found'],
    ]);
    expect(left[1]?.problem.message).toContain(`${scene.officer.name}, `);
    for (const id of ids) expect((await scene.current(id)).verifiedRevisionId !== null).toBe(id !== ids[1]);
    const words = await respond(doing(scene.village), confirm, targets.slice(0, 2), '');
    expect([words.done.length, words.left.length]).toEqual([1, 1]);
  });
});
