-- Plans whose day has come stand in an index that holds no other, in the order in which they are asked for.
drop index shown_activity_plans;
create index shown_activity_due on shown_activity (region_code, ends_on, activity_id) include (village_code)
  where readers = 'SEMUA' and review_status = 'DIVERIFIKASI' and work_status = 'RENCANA';
create index shown_activity_due_of_agency on shown_activity (agency_id, ends_on, activity_id) include (region_code, village_code, readers)
  where readers = 'SEMUA' and review_status = 'DIVERIFIKASI' and work_status = 'RENCANA';

-- Shares that wait, those that wait longest first.
create index line_share_waiting on line_share (status, coalesce(reviewed_at, submitted_at), id) where status <> 'DIVERIFIKASI';

-- Whether an OPD reported since a day.
create index activity_report_agency_id_starts_on_village_code_idx on activity_report (agency_id, starts_on, village_code);
