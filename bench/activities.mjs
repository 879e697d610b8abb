// The activities of years: those of the sample again and again, spread over the years before.
const PARTS = ['activity_line', 'commitment', 'evidence', 'review_step', 'village_response'];

/** Copies activities with all their parts until there are `many`; returns how many there are then. */
export async function multiplyActivities(ask, many) {
  const [{ count: there }] = await ask('select count(*)::int as count from activity');
  const names = await ask(`select table_name, column_name from information_schema.columns
    where table_schema = 'public' and is_generated = 'NEVER'`);
  const columns = (table) =>
    names.filter((one) => one.table_name === table).map(({ column_name }) => column_name);
  const copies = Math.max(0, Math.ceil(many / there) - 1);
  // Verified revisions are frozen, also against being copied in; the bench alone switches the triggers off.
  await ask(`set session_replication_role = replica;
    create temp table a_copy as select a.id as old, n, nextval('activity_id_seq')::int as new
      from activity a, generate_series(1, ${copies}) n;
    create temp table r_copy as select r.id as old, a.n, a.new as activity, nextval('activity_revision_id_seq')::int as new
      from activity_revision r join a_copy a on a.old = r.activity_id;
    create index on r_copy (old, n);
    analyze a_copy; analyze r_copy;
    ${copyOf('activity', columns('activity'), {
      from: 'a_copy m join activity x on x.id = m.old',
      id: 'm.new',
      current_revision_id: '(select new from r_copy where old = x.current_revision_id and n = m.n)',
      verified_revision_id: '(select new from r_copy where old = x.verified_revision_id and n = m.n)',
    })}
    ${copyOf('activity_revision', columns('activity_revision'), {
      from: 'r_copy c join activity_revision x on x.id = c.old',
      id: 'c.new',
      activity_id: 'c.activity',
      starts_on: `x.starts_on - (3300 * c.n / ${copies + 1})::int`,
      ends_on: `x.ends_on - (3300 * c.n / ${copies + 1})::int`,
    })}
    ${PARTS.map((part) =>
      copyOf(part, columns(part), {
        from: `r_copy c join ${part} x on x.revision_id = c.old`,
        id: `nextval('${part}_id_seq')`,
        revision_id: 'c.new',
      }),
    ).join('\n')}`);
  const [{ count }] = await ask('select count(*)::int as count from activity');
  return count;
}

/** A statement that puts rows of a table in once more; `changed` says what a column becomes. */
function copyOf(table, columns, { from, ...changed }) {
  const values = columns.map((name) => changed[name] ?? `x.${name}`);
  return `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from ${from};`;
}
