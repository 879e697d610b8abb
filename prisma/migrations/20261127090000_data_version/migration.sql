-- How often what is stored has changed: what a page in memory is compared with.
create table data_version (
  slot smallint not null primary key,
  raised bigint not null
);
