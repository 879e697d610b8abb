-- A plan has nothing reached and nothing spent, and a cancelled activity nothing reached; work that is done or running
-- has begun on the day it is submitted. Asked when a revision leaves its author's desk: what was submitted or verified
-- before stays as it is.
create function refuse_telling_ahead() returns trigger language plpgsql as $$
begin
  if new.work_status in ('RENCANA', 'BATAL')
     and exists (select from activity_line l where l.revision_id = new.id
                 and (l.realised is not null or (new.work_status = 'RENCANA' and l.spent_rupiah is not null))) then
    raise exception 'revision % tells what is not done', new.id using errcode = 'check_violation';
  end if;
  if new.work_status in ('BERJALAN', 'SELESAI') and new.submitted_at is not null
     and new.starts_on > (new.submitted_at at time zone 'Asia/Jakarta')::date then
    raise exception 'revision % tells what lies ahead', new.id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger activity_revision_not_ahead before update on activity_revision
  for each row when (old.review_status in ('DRAF', 'DIKEMBALIKAN') and new.review_status not in ('DRAF', 'DIKEMBALIKAN'))
  execute function refuse_telling_ahead();
