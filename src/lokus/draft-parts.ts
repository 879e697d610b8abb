import { z } from 'zod';
import { queryRows, sql } from '../database/query.js';
import type { LokusList } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { inScope, scope } from '../scope.js';
import { type Services, today } from '../web/services.js';
import { missingContinuing } from './draft.js';
import type { DraftParts } from './draft-view.js';
import { lastDayBefore } from './in-force.js';
import { phasesOf } from './queries.js';
import { isDone } from './standing.js';

const MemberRow = z.object({
  code: z.string(),
  name: z.string(),
  kecamatan: z.string(),
  origin: z.enum(['HITUNGAN', 'LANJUTAN', 'TAMBAHAN', 'SK']),
  reason: z.string().nullable(),
  rank: z.number().nullable(),
  score6: z.number().nullable(),
  agency: z.string().nullable(),
  done: z.boolean(),
});

interface Asking {
  app: Services;
  actor: Actor;
}

/** Everything that the page of a draft shows. */
export async function draftParts({ app, actor }: Asking, list: LokusList): Promise<DraftParts> {
  const { db } = app;
  const [members, removals, phases, missing, candidates, agencies] = await Promise.all([
    queryRows(
      db,
      sql`select m.village_code as code, m.name, k.name as kecamatan, m.origin::text, m.reason, m.rank, m.score6,
            g.short_name as agency, ${isDone(sql`m.village_code`, lastDayBefore(list.year))} as done
          from lokus_member m join kecamatan k on k.code = m.kecamatan_code left join agency g on g.id = m.agency_id
          where m.list_id = ${list.id} order by m.rank nulls last, m.village_code`,
      MemberRow,
    ),
    db.lokusRemoval.findMany({ where: { listId: list.id }, orderBy: { villageCode: 'asc' } }),
    phasesOf(db, list.id),
    missingContinuing(db, list),
    candidatesOf({ app, actor }, list.id),
    agenciesOf({ app, actor }),
  ]);
  return { list, members, removals, phases, missing, candidates, agencies, today: today(app.clock) };
}

async function agenciesOf({ app, actor }: Asking): Promise<[string, string][]> {
  const agencies = await app.db.agency.findMany({
    where: {
      ...(await inScope({ db: app.db, actor }, 'agency.list')),
      OR: [{ validTo: null }, { validTo: { gte: today(app.clock) } }],
    },
    orderBy: { shortName: 'asc' },
  });
  return agencies.map((one) => [String(one.id), one.shortName]);
}

const Village = z.object({ code: z.string(), name: z.string(), kecamatan: z.string() });

async function candidatesOf({ app, actor }: Asking, listId: number): Promise<[string, string][]> {
  const rows = await queryRows(
    app.db,
    sql`select v.code, v.name, k.name as kecamatan from village v join kecamatan k on k.code = v.kecamatan_code
        where ${scope(actor, 'village.list')} and v.valid_to is null
          and not exists (select from lokus_member m where m.list_id = ${listId} and m.village_code = v.code)
        order by k.name, v.name`,
    Village,
  );
  return rows.map((row) => [row.code, `${row.kecamatan}: ${row.name}`]);
}
