import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { queryRows, sql } from '../../src/database/query.js';
import { Role } from '../../src/generated/prisma/enums.js';
import { can } from '../../src/policy.js';
import { undertakingScope } from '../../src/scope.js';
import { undertakingsWhere } from '../../src/undertakings/standing.js';
import { undertakingRefOf } from '../../src/undertakings/subject.js';
import { actorColumns, actorJoins, readActor } from '../../src/web/actor.js';
import { today } from '../../src/web/services.js';
import { setScene } from '../activities/scene.js';
import { GOMBONG, MANDIRAJA, makeAccount, makeAssignment } from '../support/make.js';
import { usePortal } from '../support/portal.js';

describe('the scope of undertakings', () => {
  const portal = usePortal();

  it('finds for every role exactly what the policy lets it read', async () => {
    const { database, db } = portal.services;
    const scene = await setScene(portal);
    await makeAssignment(database, { villageCode: MANDIRAJA });
    for (const desa of [GOMBONG, MANDIRAJA]) {
      const id = await scene.log({ desa, 'janji.0.pihak': 'PEMDES', 'janji.0.apa': `lahan di ${desa}` });
      await scene.press(scene.asCoordinator, id, 'verifikasi');
    }
    const day = today(portal.clock);
    const all = await undertakingsWhere(db, day, sql`true`);
    expect(new Set(all.map((one) => one.village_code))).toEqual(new Set([GOMBONG, MANDIRAJA]));
    for (const role of Object.values(Role)) {
      for (const more of [{}, { agency: 'Inspektorat', villageCode: MANDIRAJA }]) {
        const account = await makeAccount(database, role, more);
        const [row] = await queryRows(
          db,
          sql`select ${actorColumns(day)} from (select ${account.id}::int as account_id) s ${actorJoins}`,
          z.looseObject({ id: z.unknown() }),
        );
        const actor = readActor(row ?? { id: null });
        if (!actor) throw new Error('just made');
        const seen = await undertakingsWhere(db, day, undertakingScope(actor));
        const allowed = all.filter((one) => can(actor, 'undertaking.read', undertakingRefOf(one)));
        const ids = (rows: { id: number }[]) => rows.map((one) => one.id).sort((one, other) => one - other);
        expect([role, more, ids(seen)]).toEqual([role, more, ids(allowed)]);
      }
    }
  });
});
