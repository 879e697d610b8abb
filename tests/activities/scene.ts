import type { Response } from 'supertest';
import type { Account } from '../../src/generated/prisma/client.js';
import { GOMBONG, makeAccount, makeAssignment } from '../support/make.js';
import type { Browser, Portal } from '../support/portal.js';

/** The five fields as an officer fills them, with help that has a price. */
export const FIVE = {
  desa: GOMBONG,
  hari: '2026-11-20',
  jenis: 'JMB',
  jumlah: '12',
  uraian: 'Jamban dibangun bersama warga. Sisanya minggu depan.',
};

/** The same of something that is still planned: six units, nothing done. */
export const PLAN = { ...FIVE, jumlah: '', target: '6', rencana: '9.000.000', status: 'RENCANA' };

/** The people around one activity of Dinkes in Gombong, and what they do most. */
export interface Scene {
  officer: Account;
  coordinator: Account;
  village: Account;
  asOfficer: Browser;
  asCoordinator: Browser;
  asVillage: Browser;
  /** Logs an activity, also one like the last; submitted unless `aksi` says `draf`. */
  log(fields?: Record<string, string>): Promise<number>;
  /** Presses a button of the activity's page as it is now; done (303) unless another status is expected. */
  press(
    browser: Browser,
    id: number,
    verb: string,
    fields?: Record<string, string>,
    status?: number | number[],
  ): Promise<Response>;
  current(id: number): ReturnType<typeof currentOf>;
}

async function currentOf(portal: Portal, id: number) {
  const activity = await portal.services.db.activity.findUniqueOrThrow({
    where: { id },
    include: {
      currentRevision: {
        include: {
          lines: { orderBy: { position: 'asc' } },
          evidence: { orderBy: { position: 'asc' } },
          ...{ commitments: true, steps: true, responses: true },
        },
      },
    },
  });
  if (!activity.currentRevision) throw new Error('an activity has a revision');
  return { ...activity, revision: activity.currentRevision };
}

/** Sets the scene; called inside a test, once the portal is there. */
export async function setScene(portal: Portal): Promise<Scene> {
  const { database } = portal.services;
  const open = await portal.services.db.assignment.count({ where: { villageCode: GOMBONG } });
  if (open === 0) await makeAssignment(database);
  const officer = await makeAccount(database, 'OPD');
  const coordinator = await makeAccount(database, 'KOORDINATOR');
  const village = await makeAccount(database, 'DESA');
  const asOfficer = await portal.as(officer);
  const current = (id: number) => currentOf(portal, id);
  return {
    officer,
    coordinator,
    village,
    asOfficer,
    asCoordinator: await portal.as(coordinator),
    asVillage: await portal.as(village),
    current,
    log: async (fields = {}) => {
      const answer = await asOfficer.post('/kegiatan', {
        ...FIVE,
        catat_juga: 'ya',
        aksi: 'ajukan',
        ...fields,
      });
      const id = /^\/kegiatan\/(\d+)$/.exec(answer.headers.location ?? '')?.[1];
      if (!id) throw new Error(`not logged: ${answer.status} ${answer.text.match(/error-text.*/g)}`);
      return Number(id);
    },
    press: async (browser, id, verb, fields = {}, status = 303) => {
      const { revision } = await current(id);
      const seen = { revisi: String(revision.id), versi: String(revision.lockVersion) };
      return browser.post(`/kegiatan/${id}/${verb}`, { ...seen, ...fields }).expect([status].flat());
    },
  };
}
