-- How a village stood at the end of a year that is over is asked of its sums and not of each activity; the next start
-- writes all sums anew.
alter type counted_cut add value 'MULAI_TAHUN';
