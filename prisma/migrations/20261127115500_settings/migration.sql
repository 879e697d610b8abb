-- What the office decides and the portal reckons by; a decision is never altered, a later one takes its place.
create table setting (
  id serial primary key,
  region_code text not null,
  key text not null check (length(key) between 1 and 60),
  value integer not null,
  since date not null,
  set_by_id integer not null references account(id) on delete restrict on update cascade,
  set_at timestamptz(3) not null default current_timestamp
);
create index setting_region_code_key_since_id_idx on setting (region_code, key, since desc, id desc);
create trigger setting_frozen before update or delete on setting for each row execute function refuse_change();
create trigger setting_kept before truncate on setting for each statement execute function refuse_change();
