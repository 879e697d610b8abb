-- How many activities of a village wait for review.
create index shown_activity_submitted on shown_activity (village_code) where review_status = 'DIAJUKAN';
