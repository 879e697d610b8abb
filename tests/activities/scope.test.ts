import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { activityRefOf, findActivity, shownActivities } from '../../src/activities/queries.js';
import { queryRows, sql } from '../../src/database/query.js';
import { Role } from '../../src/generated/prisma/enums.js';
import { can, roleMay } from '../../src/policy.js';
import { activityScope, inScope } from '../../src/scope.js';
import { actorColumns, actorJoins, readActor } from '../../src/web/actor.js';
import { today } from '../../src/web/services.js';
import { MANDIRAJA, makeAccount, makeAssignment } from '../support/make.js';
import { usePortal } from '../support/portal.js';
import { setScene } from './scene.js';

describe('the scope of activities', () => {
  const portal = usePortal();

  it('finds for every role exactly what the policy lets it read', async () => {
    const { database, db } = portal.services;
    const scene = await setScene(portal);
    await makeAssignment(database, { villageCode: MANDIRAJA });
    const elsewhere = { desa: MANDIRAJA };
    const returned = await scene.log();
    await scene.press(scene.asCoordinator, returned, 'kembalikan', { catatan: 'Kurang.' });
    const corrected = await scene.log(elsewhere);
    await scene.press(scene.asCoordinator, corrected, 'verifikasi');
    await scene.press(scene.asOfficer, corrected, 'perbaiki');
    await scene.log({ aksi: 'draf' });
    await scene.log({ ...elsewhere, aksi: 'draf' });
    await scene.log();
    const activities = await db.activity.findMany({ include: { currentRevision: true } });
    for (const role of Object.values(Role)) {
      for (const more of [{}, { agency: 'Inspektorat', villageCode: MANDIRAJA }]) {
        const account = await makeAccount(database, role, more);
        const [row] = await queryRows(
          db,
          sql`select ${actorColumns(today(portal.clock))} from (select ${account.id}::int as account_id) s ${actorJoins}`,
          z.looseObject({ id: z.unknown() }),
        );
        const actor = readActor(row ?? { id: null });
        if (!actor) throw new Error('just made');
        const seen = await queryRows(
          db,
          sql`select a.id ${shownActivities(actor)} where ${activityScope(actor)}`,
          z.object({ id: z.number() }),
        );
        const allowed = activities.filter((one) =>
          can(actor, 'activity.read', {
            agencyId: one.agencyId,
            villageCode: one.villageCode,
            reviewStatus: one.currentRevision?.reviewStatus ?? 'DRAF',
            workStatus: one.currentRevision?.workStatus ?? 'SELESAI',
            authorId: one.createdById,
            hasVerified: one.verifiedRevisionId !== null,
          }),
        );
        const ids = (rows: { id: number }[]) => rows.map((row) => row.id).sort((one, other) => one - other);
        expect([role, more, ids(seen)]).toEqual([role, more, ids(allowed)]);
        if (roleMay(role, 'activity.read')) {
          const where = await inScope({ db, actor }, 'activity.read');
          expect([role, more, ids(await db.activity.findMany({ where }))]).toEqual([
            role,
            more,
            ids(allowed),
          ]);
        }
        for (const one of allowed) {
          const found = await findActivity(db, actor, one.id);
          expect(found && can(actor, 'activity.read', activityRefOf(found))).toBe(true);
        }
      }
    }
  });
});
