-- Sums change all the time and their keys never: with room on their page they change in place, and no index is written.
alter table counted_sum set (fillfactor = 60);
