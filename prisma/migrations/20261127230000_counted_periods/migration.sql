-- A recap is asked of sums by month and year, with what residents gave and under which names things count; the next start
-- writes all kept figures anew.
create type span as enum ('BULAN', 'TAHUN');

delete from counted_sum;
delete from counted_activity;

alter table counted_activity add column agency_name_no integer not null,
  add column category_name_no integer not null,
  add column given_days bigint not null,
  add column given_goods bigint not null;

alter table counted_sum add column given_days bigint not null,
  add column given_goods bigint not null;

create table counted_period (
  region_code text not null,
  kecamatan_code text not null,
  span span not null,
  begins_on date not null,
  cut counted_cut not null,
  lines counted_lines not null,
  agency_id integer not null,
  code text not null,
  agency_name_no integer not null,
  category_name_no integer not null,
  activities bigint not null,
  plans bigint not null,
  cancelled bigint not null,
  joint bigint not null,
  funded bigint not null,
  realised bigint not null,
  beneficiaries bigint not null,
  plans_target bigint not null,
  planned bigint not null,
  spent bigint not null,
  plans_planned bigint not null,
  cancelled_spent bigint not null,
  given_days bigint not null,
  given_goods bigint not null,
  constraint counted_period_pkey primary key
    (region_code, span, cut, begins_on, lines, kecamatan_code, agency_id, code, agency_name_no, category_name_no)
);

select follow_tables();
