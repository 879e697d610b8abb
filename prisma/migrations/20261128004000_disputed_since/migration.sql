-- Which activities villages dispute stands with them, in the orders in which it is asked for; the next start writes the kept
-- figures anew.
alter table shown_activity add column disputed_since timestamptz;
create index shown_activity_disputed on shown_activity (region_code, disputed_since, activity_id)
  include (village_code, agency_id, readers) where disputed_since is not null;
create index shown_activity_disputed_of_agency on shown_activity (agency_id, disputed_since, activity_id)
  include (region_code, village_code, readers) where disputed_since is not null;
create index shown_activity_disputed_in_village on shown_activity (village_code) where disputed_since is not null;

drop index shown_activity_response;
drop index village_response_open;
