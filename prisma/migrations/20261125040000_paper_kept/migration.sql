-- AlterTable
ALTER TABLE "account" ADD COLUMN     "password_set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- What counts of an activity is a verified revision of its own, and only a newer one takes its place.
create function refuse_other_verified_revision() returns trigger language plpgsql as $$
declare counted integer;
begin
  if tg_op = 'UPDATE' then
    counted := old.verified_revision_id;
    if counted is not null and (old.region_code, old.village_code, old.agency_id)
         is distinct from (new.region_code, new.village_code, new.agency_id) then
      raise exception 'frozen: place of verified activity %', old.id using errcode = 'restrict_violation';
    end if;
  end if;
  if counted is distinct from new.verified_revision_id
     and not exists (select from activity_revision r
                     where r.id = new.verified_revision_id and r.activity_id = new.id
                       and r.review_status = 'DIVERIFIKASI'
                       and r.number > coalesce((select o.number from activity_revision o where o.id = counted), 0))
  then
    raise exception 'frozen: verified revision of activity %', new.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger activity_verified_kept before insert or update on activity
  for each row execute function refuse_other_verified_revision();

-- The steps of a paper go only with a draft that is deleted as a whole.
create function refuse_deleting_step() returns trigger language plpgsql as $$
begin
  if exists (select from activity_revision r where r.id = old.revision_id) then
    raise exception 'frozen: % on %', tg_op, tg_table_name using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger review_step_never_deleted before delete on review_step
  for each row execute function refuse_deleting_step();
create trigger review_step_frozen before update on review_step
  for each row execute function refuse_change();

-- The village's word stays; a dispute is answered once.
create function refuse_rewriting_response() returns trigger language plpgsql as $$
begin
  if old.answered_at is not null
     or (old.id, old.revision_id, old.kind, old.reason, old.created_by_id, old.created_at)
        is distinct from (new.id, new.revision_id, new.kind, new.reason, new.created_by_id, new.created_at)
  then
    raise exception 'frozen: response %', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger village_response_frozen before update on village_response
  for each row execute function refuse_rewriting_response();
create trigger village_response_never_deleted before delete on village_response
  for each row execute function refuse_change();

create trigger activity_kept before truncate on activity for each statement execute function refuse_change();
create trigger review_step_kept before truncate on review_step for each statement execute function refuse_change();
create trigger village_response_kept before truncate on village_response
  for each statement execute function refuse_change();
