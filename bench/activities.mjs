// The list of activities after some ten years: every activity of the sample twelve times over.
import pg from 'pg';
import { DATABASE_URL } from './setting.mjs';

const COPIES = 11;

/** Copies every activity with all its parts; returns how many there are then. */
export async function multiplyActivities() {
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  // Verified revisions are frozen, also against being copied in; the bench alone switches the triggers off.
  await client.query(`set session_replication_role = replica;
    create temp table a_copy as select a.id as old, n, nextval('activity_id_seq')::int as new
      from activity a, generate_series(1, ${COPIES}) n;
    create temp table r_copy as select r.id as old, a.n, a.new as activity, nextval('activity_revision_id_seq')::int as new
      from activity_revision r join a_copy a on a.old = r.activity_id;
    create index on r_copy (old, n);
    insert into activity (id, region_code, village_code, agency_id, created_by_id, created_at, current_revision_id,
        verified_revision_id)
      select m.new, a.region_code, a.village_code, a.agency_id, a.created_by_id, a.created_at, c.new, v.new
      from a_copy m join activity a on a.id = m.old
      left join r_copy c on c.old = a.current_revision_id and c.n = m.n
      left join r_copy v on v.old = a.verified_revision_id and v.n = m.n;`);
  await copyRows(client, 'activity_revision', 'id', { id: 'c.new', activity_id: 'c.activity' });
  for (const part of ['activity_line', 'commitment', 'evidence', 'review_step', 'village_response']) {
    await copyRows(client, part, 'revision_id', { id: `nextval('${part}_id_seq')`, revision_id: 'c.new' });
  }
  await client.query('analyze');
  const { rows } = await client.query('select count(*)::int as count from activity');
  await client.end();
  return rows[0].count;
}

/** Rows of a table once more for each copied revision; `changed` says what a column becomes. */
async function copyRows(client, table, revision, changed) {
  const { rows } = await client.query(
    `select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1`,
    [table],
  );
  const names = rows.map((row) => row.name);
  // Copies spread over the years before.
  const value = (name) => changed[name] ?? (name === 'starts_on' ? 'x.starts_on - 330 * c.n' : `x.${name}`);
  await client.query(`insert into ${table} (${names.join(', ')}) select ${names.map(value).join(', ')}
    from ${table} x join r_copy c on c.old = x.${revision}`);
}
