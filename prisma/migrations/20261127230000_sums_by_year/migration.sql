-- All sums are by the year in which activities began and by the names under which they count, with what residents gave, so
-- that a recap is asked of them; the next start writes all kept figures anew.
delete from counted_sum;
delete from counted_activity;

alter type counted_cut rename to counted_cut_of_before;
create type counted_cut as enum ('SEMUA', 'JENIS', 'DANA');

-- What was verified stays, so a row need not be held against its activity each time it is written.
alter table counted_activity
  drop constraint counted_activity_activity_id_fkey,
  alter column cut type counted_cut using cut::text::counted_cut,
  add column agency_name_no integer not null,
  add column category_name_no integer not null,
  add column given_days bigint not null,
  add column given_goods bigint not null;

alter table counted_sum drop constraint counted_sum_pkey;
alter table counted_sum
  alter column cut type counted_cut using cut::text::counted_cut,
  add column year integer not null,
  add column agency_name_no integer not null,
  add column category_name_no integer not null,
  add column given_days bigint not null,
  add column given_goods bigint not null,
  add constraint counted_sum_pkey
    primary key (village_code, agency_id, lines, cut, code, year, agency_name_no, category_name_no);

drop index counted_sum_region_code_idx;
create index counted_sum_region_code_cut_year_idx on counted_sum (region_code, cut, year);

drop type counted_cut_of_before;
