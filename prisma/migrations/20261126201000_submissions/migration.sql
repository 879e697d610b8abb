-- CreateTable
CREATE TABLE "submission" (
    "step_id" INTEGER NOT NULL,
    "content" JSONB NOT NULL,

    CONSTRAINT "submission_pkey" PRIMARY KEY ("step_id")
);

-- AddForeignKey
ALTER TABLE "submission" ADD CONSTRAINT "submission_step_id_fkey" FOREIGN KEY ("step_id") REFERENCES "review_step"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A submission is kept while it is the newest step of its paper, and never changes. What was submitted before there was
-- this table stays untold.
create function refuse_late_submission() returns trigger language plpgsql as $$
begin
  if not exists (select from review_step s where s.id = new.step_id and s.kind = 'AJUKAN'
                 and not exists (select from review_step l where l.revision_id = s.revision_id and l.id > s.id)) then
    raise exception 'frozen: late submission of step %', new.step_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger submission_late before insert on submission
  for each row execute function refuse_late_submission();

-- It goes only with its step, which goes only with a draft that is deleted as a whole.
create function refuse_deleting_submission() returns trigger language plpgsql as $$
begin
  if exists (select from review_step s where s.id = old.step_id) then
    raise exception 'frozen: % on %', tg_op, tg_table_name using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger submission_never_deleted before delete on submission
  for each row execute function refuse_deleting_submission();
create trigger submission_frozen before update on submission
  for each row execute function refuse_change();
create trigger submission_kept before truncate on submission for each statement execute function refuse_change();
