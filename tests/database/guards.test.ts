import { describe, expect, it } from 'vitest';
import { doingAs } from '../../src/audit/act.js';
import { change, system } from '../../src/audit/change.js';
import { execute, sql } from '../../src/database/query.js';
import { importVersion } from '../../src/datasets/versions.js';
import type { WorkStatus } from '../../src/generated/prisma/enums.js';
import { assess } from '../../src/needs/assess.js';
import { chosen, versionsOf } from '../../src/prioritas/input.js';
import { saveRun } from '../../src/prioritas/runs.js';
import { readParameters } from '../../src/ranking/parameters.js';
import { useDatabase } from '../support/database.js';
import { GOMBONG, MANDIRAJA, makeAccount, makeVersion, REGION } from '../support/make.js';

const figure = { code: GOMBONG, values: { desil1: 10, jumlah_penduduk: 100 } };
const meta = {
  kind: 'DESIL1',
  source: 'DTKS',
  asOf: new Date('2022-01-31'),
  unit: 'jiwa',
  fileName: 'a.csv',
  notices: [],
} as const;

describe('what is frozen', () => {
  const database = useDatabase({ kept: false });
  const run = (statement: ReturnType<typeof sql>) =>
    database.current.transaction((tx) => execute(tx, statement));

  it('refuses UPDATE, DELETE and TRUNCATE on the audit trail', async () => {
    await change(database.current, system(REGION), 'system.reference', async () => ({
      result: null,
      fact: { subjectType: 'uji', subjectId: 1, summary: 'satu' },
    }));
    await expect(run(sql`update audit_entry set summary = 'dua'`)).rejects.toThrow();
    await expect(run(sql`delete from audit_entry`)).rejects.toThrow();
    await expect(run(sql`truncate audit_entry`)).rejects.toThrow();
    expect(await database.current.reader.auditEntry.count({ where: { summary: 'satu' } })).toBe(1);
  });

  it('refuses UPDATE, DELETE, TRUNCATE and late rows on data versions', async () => {
    const id = await importVersion(
      database.current,
      system(REGION),
      { ...meta, notices: [] },
      { bytes: Buffer.from('x'), figures: [figure] },
    );
    await expect(run(sql`update dataset_version set source = 'P3KE' where id = ${id}`)).rejects.toThrow();
    await expect(run(sql`update desil1_figure set desil1 = 11`)).rejects.toThrow();
    await expect(run(sql`delete from desil1_figure`)).rejects.toThrow();
    await expect(run(sql`truncate desil1_figure`)).rejects.toThrow();
    const late = sql`insert into desil1_figure (version_id, village_code, desil1) values (${id}, '33.27.01.2001', 5)`;
    await expect(run(late)).rejects.toThrow();
  });

  it('refuses UPDATE, DELETE, TRUNCATE and late rows on saved runs', async () => {
    await makeVersion(database.current, 'DESIL1', { [GOMBONG]: 10, [MANDIRAJA]: 20 });
    const account = await makeAccount(database.current, 'BAPPEDA');
    const all = await versionsOf(
      database.current.reader,
      doingAs(database.current, account, new Date()).actor,
    );
    const versions = chosen(all, all.find((one) => one.kind === 'DESIL1')?.id ?? 0, 'none');
    const { parameters } = readParameters({});
    if (!versions) throw new Error('both versions were made above');
    const id = await saveRun(database.current, account, { name: 'uji', versions, parameters });
    await expect(run(sql`update ranking_run set name = 'lain' where id = ${id}`)).rejects.toThrow();
    await expect(run(sql`delete from ranking_run where id = ${id}`)).rejects.toThrow();
    await expect(run(sql`update ranking_result set rank = 9 where run_id = ${id}`)).rejects.toThrow();
    await expect(run(sql`delete from ranking_result where run_id = ${id}`)).rejects.toThrow();
    await expect(run(sql`truncate ranking_run cascade`)).rejects.toThrow();
    await expect(run(sql`truncate ranking_result`)).rejects.toThrow();
  });

  it('refuses UPDATE, DELETE, TRUNCATE and late rows on assessments of needs', async () => {
    const account = await makeAccount(database.current, 'KOORDINATOR');
    const id = await assess(doingAs(database.current, account, new Date()), {
      villageCode: GOMBONG,
      assessedOn: new Date('2026-02-01'),
      source: 'ASESMEN',
      note: null,
      needs: [{ categoryCode: 'JMB', baseline: 40, target: null }],
    });
    await expect(run(sql`update need_assessment set note = 'x' where id = ${id}`)).rejects.toThrow();
    await expect(run(sql`update need set baseline = 1 where assessment_id = ${id}`)).rejects.toThrow();
    await expect(run(sql`delete from need where assessment_id = ${id}`)).rejects.toThrow();
    await expect(run(sql`truncate need_assessment cascade`)).rejects.toThrow();
    await expect(run(sql`truncate need`)).rejects.toThrow();
    const late = sql`insert into need (assessment_id, category_code, baseline) values (${id}, 'RTLH', 5)`;
    await expect(run(late)).rejects.toThrow();
  });

  it('freezes an official list and its members from its penetapan on', async () => {
    const account = await makeAccount(database.current, 'BAPPEDA');
    const list = await database.current.transaction(async (tx) => {
      const made = await tx.lokusList.create({
        data: { regionCode: REGION, year: 2022, createdById: account.id },
      });
      await tx.lokusMember.create({
        data: {
          listId: made.id,
          villageCode: GOMBONG,
          name: 'Gombong',
          kecamatanCode: '33.27.03',
          origin: 'SK',
        },
      });
      return tx.lokusList.update({
        where: { id: made.id },
        data: {
          status: 'FIXED',
          skNumber: '188.4/1/TAHUN 2022',
          skDate: new Date('2022-02-14'),
          fixedAt: new Date(),
        },
      });
    });
    await expect(run(sql`update lokus_list set sk_number = 'lain' where id = ${list.id}`)).rejects.toThrow();
    await expect(run(sql`delete from lokus_list where id = ${list.id}`)).rejects.toThrow();
    await expect(
      run(sql`update lokus_member set reason = 'lain' where list_id = ${list.id}`),
    ).rejects.toThrow();
    await expect(run(sql`delete from lokus_member where list_id = ${list.id}`)).rejects.toThrow();
    await expect(run(sql`truncate lokus_list cascade`)).rejects.toThrow();
  });

  it('lets exactly one open lead stand in a village, and never rewrites an ended assignment', async () => {
    const account = await makeAccount(database.current, 'KOORDINATOR');
    const lead = (agencyId: number) =>
      database.current.transaction((tx) =>
        tx.assignment.create({
          data: {
            regionCode: REGION,
            villageCode: GOMBONG,
            agencyId,
            role: 'LEAD',
            startsOn: new Date('2026-01-01'),
            assignedById: account.id,
          },
        }),
      );
    const first = await lead(1);
    await expect(lead(2)).rejects.toMatchObject({ code: 'P2002' });
    await run(
      sql`update assignment set ends_on = '2026-06-01', end_reason = 'selesai' where id = ${first.id}`,
    );
    await expect(
      run(sql`update assignment set ends_on = '2026-07-01' where id = ${first.id}`),
    ).rejects.toThrow();
    await expect(run(sql`delete from assignment where id = ${first.id}`)).rejects.toThrow();
  });

  it('lets no plan tell what was reached or spent, and no work be done ahead of its day', async () => {
    const account = await makeAccount(database.current, 'OPD');
    const leaves = (workStatus: WorkStatus, line: object, startsOn = '2026-03-02') =>
      database.current.transaction(async (tx) => {
        const agencyId = account.agencyId as number;
        const place = { regionCode: REGION, villageCode: GOMBONG, agencyId, createdById: account.id };
        const activity = await tx.activity.create({ data: place });
        const days = { startsOn: new Date(startsOn), endsOn: new Date(startsOn) };
        const revision = await tx.activityRevision.create({
          data: {
            ...days,
            activityId: activity.id,
            number: 1,
            authorId: account.id,
            title: 'uji',
            description: 'uji',
            workStatus,
            cancelReason: workStatus === 'BATAL' ? 'uji' : null,
            lines: { create: { position: 0, categoryCode: 'JMB', ...line } },
          },
        });
        const submittedAt = new Date('2026-03-02T03:00:00Z');
        await tx.activityRevision.update({
          where: { id: revision.id },
          data: { reviewStatus: 'DIAJUKAN', submittedAt },
        });
      });
    await expect(leaves('RENCANA', { realised: 3 })).rejects.toThrow(/not done/);
    await expect(leaves('RENCANA', { spentRupiah: 3 })).rejects.toThrow(/not done/);
    await expect(leaves('BATAL', { realised: 3 })).rejects.toThrow(/not done/);
    await expect(leaves('SELESAI', { realised: 3 }, '2026-03-03')).rejects.toThrow(/ahead/);
    await leaves('RENCANA', { target: 3, plannedRupiah: 3 }, '2027-03-03');
    await leaves('BATAL', { spentRupiah: 3 });
    await leaves('SELESAI', { realised: 3, spentRupiah: 3 });
  });

  /** An activity with one revision for every status, in this order. */
  async function activityWith(...statuses: ('DIVERIFIKASI' | 'DRAF' | 'DIAJUKAN')[]) {
    const author = await makeAccount(database.current, 'OPD');
    const day = new Date('2026-05-01');
    return database.current.transaction(async (tx) => {
      const { id } = await tx.activity.create({
        data: {
          regionCode: REGION,
          villageCode: GOMBONG,
          agencyId: author.agencyId ?? 0,
          createdById: author.id,
        },
      });
      const revisions: number[] = [];
      for (const [index, reviewStatus] of statuses.entries()) {
        const made = await tx.activityRevision.create({
          data: {
            activityId: id,
            number: index + 1,
            authorId: author.id,
            startsOn: day,
            endsOn: day,
            title: 'Jamban',
            description: 'Jamban.',
            workStatus: 'SELESAI',
            reviewStatus,
          },
        });
        revisions.push(made.id);
      }
      return { id, revisions, author };
    });
  }

  it('lets only a newer verified revision of the same activity count, and keeps its place', async () => {
    const { id, revisions } = await activityWith('DIVERIFIKASI', 'DIVERIFIKASI', 'DIAJUKAN');
    const other = await activityWith('DIVERIFIKASI');
    const [first, second, third] = revisions;
    const count = (revision: number | null | undefined) =>
      run(sql`update activity set verified_revision_id = ${revision ?? null}::int where id = ${id}`);
    await expect(count(third)).rejects.toThrow();
    await expect(count(other.revisions[0])).rejects.toThrow();
    await run(sql`update activity set village_code = ${MANDIRAJA} where id = ${id}`);
    await count(first);
    await count(second);
    await expect(count(first)).rejects.toThrow();
    await expect(count(null)).rejects.toThrow();
    await expect(run(sql`update activity set village_code = ${GOMBONG} where id = ${id}`)).rejects.toThrow();
    await expect(run(sql`update activity set agency_id = agency_id + 1 where id = ${id}`)).rejects.toThrow();
    await run(sql`update activity set current_revision_id = ${third}::int where id = ${id}`);
    await expect(run(sql`truncate activity cascade`)).rejects.toThrow();
  });

  it('keeps the steps of a paper, except those of a draft that is deleted whole', async () => {
    const { revisions, author } = await activityWith('DRAF');
    const revisionId = revisions[0] as number;
    await database.current.transaction((tx) =>
      tx.reviewStep.create({ data: { revisionId, kind: 'AJUKAN', actorId: author.id } }),
    );
    await expect(run(sql`update review_step set note = 'lain'`)).rejects.toThrow();
    await expect(run(sql`delete from review_step where revision_id = ${revisionId}`)).rejects.toThrow();
    await expect(run(sql`truncate review_step`)).rejects.toThrow();
    await run(sql`delete from activity_revision where id = ${revisionId}`);
    expect(await database.current.reader.reviewStep.count({ where: { revisionId } })).toBe(0);
  });

  it('keeps what was submitted, written down with its step and gone with a deleted draft alone', async () => {
    const { revisions, author } = await activityWith('DRAF');
    const revisionId = revisions[0] as number;
    const step = (kind: 'AJUKAN' | 'KEMBALIKAN') =>
      database.current.transaction((tx) =>
        tx.reviewStep.create({ data: { revisionId, kind, actorId: author.id } }),
      );
    const keep = (stepId: number) =>
      run(sql`insert into submission (step_id, content) values (${stepId}, '{}')`);
    const early = await step('AJUKAN');
    const submitted = await step('AJUKAN');
    await expect(keep(early.id)).rejects.toThrow(/late/);
    await keep(submitted.id);
    await expect(keep((await step('KEMBALIKAN')).id)).rejects.toThrow(/late/);
    await expect(run(sql`update submission set content = '{"a": 1}'`)).rejects.toThrow(/frozen/);
    await expect(run(sql`delete from submission`)).rejects.toThrow(/frozen/);
    await expect(run(sql`truncate submission`)).rejects.toThrow(/frozen/);
    await run(sql`delete from activity_revision where id = ${revisionId}`);
    expect(await database.current.reader.submission.count({ where: { stepId: submitted.id } })).toBe(0);
  });

  it('keeps the word of a village, and takes one answer to it', async () => {
    const { revisions } = await activityWith('DIAJUKAN');
    const village = await makeAccount(database.current, 'DESA');
    const said = await database.current.transaction((tx) =>
      tx.villageResponse.create({
        data: {
          revisionId: revisions[0] as number,
          kind: 'SANGGAHAN',
          reason: 'Belum ada.',
          createdById: village.id,
        },
      }),
    );
    await expect(
      run(sql`update village_response set reason = 'lain' where id = ${said.id}`),
    ).rejects.toThrow();
    const answer = sql`update village_response set answer = 'Sudah.', answered_by_id = ${village.id}, answered_at = now()
      where id = ${said.id}`;
    await run(answer);
    await expect(run(answer)).rejects.toThrow();
    await expect(run(sql`delete from village_response where id = ${said.id}`)).rejects.toThrow();
    await expect(run(sql`delete from activity_revision where id = ${revisions[0]}`)).rejects.toThrow();
    await expect(run(sql`truncate village_response`)).rejects.toThrow();
  });
});
