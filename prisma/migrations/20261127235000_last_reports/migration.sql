-- Of a list that has ended the last report is looked for before its last day, and of an OPD among those of its village:
-- the index tells both without the rows.
drop index activity_report_village_code_ends_on_idx;
create index activity_report_village_code_ends_on_starts_on_agency_id_idx
  on activity_report (village_code, ends_on desc, starts_on, agency_id);
