-- How often each table has changed: an answer that is kept in memory holds as long as none of its tables has.
create table table_version (
  name text not null,
  slot smallint not null,
  raised bigint,
  primary key (name, slot)
);

-- What a transaction writes is noted in a setting that ends with it; a statement that changes no row notes nothing.
create function note_written() returns trigger language plpgsql as $$
declare
  written text := coalesce(current_setting('dampingan.written', true), '');
begin
  if position(' ' || tg_table_name || ' ' in written) = 0 and exists (select from changed) then
    perform set_config('dampingan.written', written || ' ' || tg_table_name || ' ', true);
  end if;
  return null;
end $$;

-- Notes the writes of every table but of those that are also written without a version: their answers are never kept.
create function follow_tables() returns void language plpgsql as $$
declare
  one name;
begin
  for one in select relname from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r'
      and relname not in ('_prisma_migrations', 'data_version', 'table_version')
      and not exists (select from table_version v where v.name = relname and v.raised is null)
      and not exists (select from pg_trigger t where t.tgrelid = pg_class.oid and t.tgname = 'note_inserted') loop
    execute format('create trigger note_inserted after insert on %I referencing new table as changed
      for each statement execute function note_written()', one);
    execute format('create trigger note_updated after update on %I referencing new table as changed
      for each statement execute function note_written()', one);
    execute format('create trigger note_deleted after delete on %I referencing old table as changed
      for each statement execute function note_written()', one);
  end loop;
end $$;

insert into table_version (name, slot, raised) values ('session', 0, null), ('sent_form', 0, null), ('sent_bytes', 0, null);
select follow_tables();
