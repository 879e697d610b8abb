import { describe, expect, it } from 'vitest';
import { migrate } from '../../src/database/migrate.js';
import { sql } from '../../src/database/query.js';
import { useOlderDatabase } from '../support/database.js';

describe('the undertakings of an installation made before there were any', () => {
  const older = useOlderDatabase('20261126190000');
  const run = (statement: ReturnType<typeof sql>) => older.current.execute(statement);

  it('are born from what verified revisions promised, with what they told of its keeping, and are frozen', async () => {
    await fill();
    await migrate(older.current);
    const born = await older.current.reader.undertaking.findMany({
      orderBy: { id: 'asc' },
      include: { deliveries: true, agency: true },
    });
    expect(
      born.map((one) => [
        one.what,
        one.agency?.shortName ?? null,
        one.deliveries.map(({ quantity, whole, state, note }) => [quantity, whole, state, note]),
      ]),
    ).toEqual([
      ['semen separuh', null, [[20, false, 'DIKONFIRMASI', 'tercatat pada laporan']]],
      ['semen lengkap', null, [[40, true, 'DIKONFIRMASI', 'tercatat pada laporan']]],
      ['lahan', null, [[null, true, 'DIKONFIRMASI', 'tercatat pada laporan']]],
      ['kunjungan', 'Dinkes', []],
    ]);
    await expect(run(sql`update undertaking set what = 'lain'`)).rejects.toThrow('frozen');
    await expect(run(sql`update undertaking set quantity = 1`)).rejects.toThrow('frozen');
    await expect(run(sql`update undertaking set stated_in_id = 2, withdrawn = true`)).rejects.toThrow(
      /frozen|not verified/,
    );
    await expect(run(sql`delete from undertaking`)).rejects.toThrow();
    await expect(run(sql`truncate undertaking cascade`)).rejects.toThrow();
    await expect(run(sql`update undertaking_delivery set quantity = 1`)).rejects.toThrow('frozen');
    await expect(
      run(sql`update undertaking_delivery set state = 'DITOLAK', reason = 'x', decided_at = now()`),
    ).rejects.toThrow('frozen');
    await expect(run(sql`delete from undertaking_delivery`)).rejects.toThrow();
    await expect(run(sql`truncate undertaking_delivery`)).rejects.toThrow();
    const report = sql`insert into undertaking_delivery (undertaking_id, quantity, whole, delivered_on, marked_by_id,
      marked_at) values (1, 5, false, now(), 1, now())`;
    await run(report);
    await expect(
      run(
        sql`update undertaking_delivery set state = 'DITOLAK', decided_at = now() where state = 'DILAPORKAN'`,
      ),
    ).rejects.toThrow();
    const confirm = sql`update undertaking_delivery set state = 'DIKONFIRMASI', decided_at = now()
      where state = 'DILAPORKAN'`;
    await run(confirm);
    await expect(
      run(sql`update undertaking_delivery set state = 'DILAPORKAN', decided_at = null`),
    ).rejects.toThrow('frozen');
  });

  async function fill() {
    const each = [
      sql`insert into region (code, name) values ('33.27', 'Kabupaten Pemalang')`,
      sql`insert into kecamatan (code, region_code, name, former_names, valid_from)
          values ('33.27.01', '33.27', 'Moga', '{}', date '2000-01-01')`,
      sql`insert into village (code, region_code, kecamatan_code, name, search_name, former_names, kind, valid_from)
          values ('33.27.01.2001', '33.27', '33.27.01', 'Wangkelang', 'wangkelang', '{}', 'DESA', date '2000-01-01')`,
      sql`insert into agency (region_code, name, short_name, kind, valid_from)
          values ('33.27', 'Dinas Kesehatan', 'Dinkes', 'DINAS', date '2000-01-01')`,
      sql`insert into account (region_code, username, name, role, agency_id, password_hash)
          values ('33.27', 'opd', 'Petugas', 'OPD', 1, '-')`,
      sql`insert into activity (region_code, village_code, agency_id, created_by_id) values ('33.27', '33.27.01.2001', 1, 1)`,
      sql`insert into activity_revision (activity_id, number, starts_on, ends_on, title, description, work_status,
            author_id, updated_at) select 1, n, date '2026-03-01', date '2026-03-02', 'Jamban', 'Jamban.', 'SELESAI', 1, now()
          from generate_series(1, 2) n`,
      sql`insert into commitment (revision_id, position, party, what, quantity, unit, delivered, delivered_on)
          select 1, p, party::commitment_party, what, quantity, unit, delivered, delivered_on from (values
            (0, 'PERUSAHAAN', 'semen separuh', 40, 'sak', 20, null::date),
            (1, 'PERUSAHAAN', 'semen lengkap', 40, 'sak', 40, date '2026-03-01'),
            (2, 'PEMDES', 'lahan', null, null, null, date '2026-03-01'),
            (3, 'OPD', 'kunjungan', 6, 'kali', 0, null)
          ) t (p, party, what, quantity, unit, delivered, delivered_on)`,
      sql`insert into commitment (revision_id, position, party, what) values (2, 0, 'WARGA', 'belum diverifikasi')`,
      sql`update activity_revision set review_status = 'DIVERIFIKASI', reviewed_at = now() where id = 1`,
      sql`update activity set current_revision_id = 2, verified_revision_id = 1`,
    ];
    for (const statement of each) await run(statement);
  }
});
