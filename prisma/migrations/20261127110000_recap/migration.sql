-- The recap of a year reads the revisions of that year.
create index activity_revision_starts_on_idx on activity_revision (starts_on);
