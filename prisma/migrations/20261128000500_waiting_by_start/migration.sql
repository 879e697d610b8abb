-- What waits to be verified is told by the days on which it began, with what a correction would replace.
create index shown_activity_waiting on shown_activity (region_code, starts_on)
  where review_status = 'DIAJUKAN' and readers = 'SEMUA';
create index activity_corrected on activity (region_code) where current_revision_id <> verified_revision_id;
