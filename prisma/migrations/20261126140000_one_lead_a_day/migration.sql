-- An assignment that is withdrawn before it begins ends the day before its start: it holds on no day.
alter table assignment drop constraint assignment_dates;
alter table assignment add constraint assignment_dates check (ends_on is null or ends_on >= starts_on - 1);

-- What has ended never changes. An end that was set ahead may be moved or taken back until its day is over: the change
-- says when it was made (ended_at), and that is the day of the end at the latest.
create or replace function refuse_rewriting_assignment() returns trigger language plpgsql as $$
begin
  if (old.ends_on is not null
      and not coalesce(new.ended_at >= old.ended_at
                       and (new.ended_at at time zone 'Asia/Jakarta')::date <= old.ends_on, false))
     or (old.village_code, old.agency_id, old.role, old.starts_on, old.assigned_by_id, old.created_at)
        is distinct from (new.village_code, new.agency_id, new.role, new.starts_on, new.assigned_by_id, new.created_at)
  then
    raise exception 'frozen: assignment %', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

-- At most one lead in a village on a day. A range type that knows villages would need an extension that not every
-- server has; so whoever writes a lead waits for the others in its village and then looks.
create function refuse_second_lead() returns trigger language plpgsql as $$
begin
  perform from village where code = new.village_code for no key update;
  if exists (select from assignment other
             where other.village_code = new.village_code and other.role = 'LEAD' and other.id <> new.id
               and daterange(other.starts_on, other.ends_on + 1) && daterange(new.starts_on, new.ends_on + 1)) then
    raise exception 'two leads on one day: %', new.village_code using errcode = 'exclusion_violation';
  end if;
  return null;
end $$;
create constraint trigger assignment_one_lead_a_day
  after insert or update of starts_on, ends_on, role, village_code on assignment
  for each row when (new.role = 'LEAD') execute function refuse_second_lead();
