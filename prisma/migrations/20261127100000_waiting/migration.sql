-- What waits is found by its age, without asking every revision. The rows are built anew by the start that follows.
delete from shown_activity;
alter table shown_activity
  add column author_id integer not null,
  add column ends_on date not null,
  add column submitted_at timestamptz,
  add column waiting_since timestamptz;

drop index shown_activity_region_code_review_status_idx;
create index shown_activity_region_code_review_status_waiting_since_acti_idx
  on shown_activity (region_code, review_status, waiting_since, activity_id);
create index shown_activity_agency_id_review_status_waiting_since_activi_idx
  on shown_activity (agency_id, review_status, waiting_since, activity_id);

-- What a village has said nothing about, plans whose day comes, and words of villages by what they are about.
create index shown_activity_unspoken on shown_activity (village_code, submitted_at, activity_id)
  where response_id is null and review_status in ('DIAJUKAN', 'DIVERIFIKASI') and work_status in ('BERJALAN', 'SELESAI');
create index shown_activity_plans on shown_activity (agency_id, ends_on, activity_id) where work_status = 'RENCANA';
create index shown_activity_response on shown_activity (response_id) where response_id is not null;
create index village_response_open on village_response (created_at, id) where kind = 'SANGGAHAN' and answered_at is null;
