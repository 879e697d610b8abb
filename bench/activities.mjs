// The activities of years: those of the sample again and again, spread over the ten years before.

/** What belongs to a revision alone. */
const PARTS = ['activity_line', 'commitment', 'evidence', 'review_step', 'village_response'];
const DAYS = 3_300;

/** Copies activities up to the id `last` with all their parts and the promises made in them until there are `many`; returns how many there are then. */
export async function multiplyActivities(ask, many, last = 2 ** 31 - 1) {
  const [{ there, of }] = await ask(`select count(*)::int as there,
    count(*) filter (where id <= ${last})::int as of from activity`);
  const copies = Math.max(0, Math.ceil((many - there) / of));
  const names = await ask(`select table_name, column_name from information_schema.columns
    where table_schema = 'public' and is_generated = 'NEVER'`);
  const columns = (table) =>
    names.filter((one) => one.table_name === table).map(({ column_name }) => column_name);
  const copy = (table, changed) => copyOf(table, columns(table), changed);
  const earlier = (day) => `x.${day} - (${DAYS} * c.n / ${copies + 1})::int`;
  const revision = (id) => `(select new from r_copy where old = ${id} and n = c.n)`;
  // Verified revisions are frozen, also against being copied in; the bench alone switches the triggers off.
  await ask(`set session_replication_role = replica; set synchronous_commit = off; set work_mem = '64MB';
    create temp table a_copy as select a.id as old, n, nextval('activity_id_seq')::int as new
      from generate_series(1, ${copies}) n, activity a where a.id <= ${last};
    create temp table r_copy as select r.id as old, a.n, a.new as activity, nextval('activity_revision_id_seq')::int as new
      from a_copy a join activity_revision r on a.old = r.activity_id;
    create index on r_copy (old, n);
    analyze a_copy; analyze r_copy;
    ${copy('activity', {
      from: 'a_copy c join activity x on x.id = c.old',
      id: 'c.new',
      current_revision_id: revision('x.current_revision_id'),
      verified_revision_id: revision('x.verified_revision_id'),
    })}
    ${copy('activity_revision', {
      from: 'r_copy c join activity_revision x on x.id = c.old',
      id: 'c.new',
      activity_id: 'c.activity',
      starts_on: earlier('starts_on'),
      ends_on: earlier('ends_on'),
    })}
    ${PARTS.map((part) =>
      copy(part, { from: `r_copy c join ${part} x on x.revision_id = c.old`, revision_id: 'c.new' }),
    ).join('\n')}
    ${copy('line_share', {
      from: `r_copy c join activity_line o on o.revision_id = c.old join line_share x on x.line_id = o.id
        join activity_line w on w.revision_id = c.new and w.position = o.position`,
      line_id: 'w.id',
    })}
    create temp table u_copy as select x.id as old, c.n, c.new as activity, nextval('undertaking_id_seq')::int as new
      from a_copy c join undertaking x on x.activity_id = c.old;
    ${copy('undertaking', {
      from: 'u_copy c join undertaking x on x.id = c.old',
      id: 'c.new',
      activity_id: 'c.activity',
      revision_id: revision('x.revision_id'),
      stated_in_id: revision('x.stated_in_id'),
      due_on: earlier('due_on'),
    })}
    ${copy('undertaking_delivery', {
      from: 'u_copy c join undertaking_delivery x on x.undertaking_id = c.old',
      undertaking_id: 'c.new',
      delivered_on: earlier('delivered_on'),
    })}`);
  const [{ count }] = await ask('select count(*)::int as count from activity');
  return count;
}

/** A statement that puts rows of a table in once more, under ids of their own; `changed` says what else a column becomes. */
function copyOf(table, columns, { from, ...changed }) {
  const become = { id: `nextval('${table}_id_seq')`, ...changed };
  const values = columns.map((name) => become[name] ?? `x.${name}`);
  return `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from ${from};`;
}
