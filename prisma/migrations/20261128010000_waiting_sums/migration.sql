-- What waits to be verified stands beside the sums of what was, so that a recap of whole years asks no activity; the next
-- start writes all kept figures anew.
delete from counted_sum;
alter table counted_sum
  add column waiting bigint not null,
  add column waiting_realised bigint not null,
  add column waiting_spent bigint not null;
