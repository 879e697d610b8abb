-- What the role that runs the portal may do, where another one owns the tables: read, add, change and delete rows, and
-- of what is frozen for good only read and add. It owns nothing, so it alters no table, switches off no trigger and
-- empties nothing. Asked again after every migration, so that new tables are known.
create function grant_to_running_role(running name) returns void language plpgsql as $$
declare
  t record;
begin
  execute format('grant usage on schema public to %I', running);
  for t in
    select c.oid, c.relname,
      exists (select from pg_trigger g where g.tgrelid = c.oid and g.tgqual is null and g.tgtype & 16 > 0
        and g.tgfoid = 'refuse_change'::regproc) as keeps_values,
      exists (select from pg_trigger g where g.tgrelid = c.oid and g.tgqual is null and g.tgtype & 8 > 0
        and g.tgfoid = 'refuse_change'::regproc) as keeps_rows
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  loop
    execute format('revoke all on public.%I from %I', t.relname, running);
    execute format('grant select on public.%I to %I', t.relname, running);
    continue when t.relname = '_prisma_migrations';
    execute format('grant insert on public.%I to %I', t.relname, running);
    if not t.keeps_values then execute format('grant update on public.%I to %I', t.relname, running); end if;
    if not t.keeps_rows then execute format('grant delete on public.%I to %I', t.relname, running); end if;
  end loop;
  execute format('grant usage, select on all sequences in schema public to %I', running);
end $$;
