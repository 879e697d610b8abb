-- Rules that data must never break, whoever writes: the portal, a script or a person with psql.

-- ---------- Values ----------
alter table account
  add constraint account_opd_has_agency check (role <> 'OPD' or agency_id is not null),
  add constraint account_desa_has_village check (role <> 'DESA' or village_code is not null);
alter table agency
  add constraint agency_capacity_positive check (capacity is null or capacity >= 1),
  add constraint agency_validity check (valid_to is null or valid_to >= valid_from),
  add constraint agency_no_own_successor check (successor_id is null or successor_id <> id);
alter table desil1_figure
  add constraint desil1_counts check ((desil1 is null or desil1 >= 0) and (population is null or population > 0));
alter table idm_figure
  add constraint idm_range check (
    (idm is null or idm between 0 and 1) and (iks is null or iks between 0 and 1)
    and (ike is null or ike between 0 and 1) and (ikl is null or ikl between 0 and 1));
alter table lokus_list
  add constraint lokus_list_fixed_has_sk
  check (status = 'DRAFT' or (sk_number is not null and sk_date is not null and fixed_at is not null));
alter table assignment
  add constraint assignment_dates check (ends_on is null or ends_on >= starts_on),
  add constraint assignment_end_has_reason check (ends_on is null or end_reason is not null);
alter table activity_revision
  add constraint revision_dates check (ends_on >= starts_on),
  add constraint revision_cancel_has_reason check (work_status <> 'BATAL' or cancel_reason is not null),
  add constraint revision_return_has_note check (review_status <> 'DIKEMBALIKAN' or review_note is not null);
alter table activity_line
  add constraint line_counts check (
    coalesce(target, 0) >= 0 and coalesce(realised, 0) >= 0 and coalesce(beneficiaries, 0) >= 0
    and coalesce(planned_rupiah, 0) >= 0 and coalesce(spent_rupiah, 0) >= 0);
alter table commitment
  add constraint commitment_counts check (coalesce(quantity, 0) >= 0 and coalesce(delivered, 0) >= 0);
alter table village_response
  add constraint response_dispute_has_reason check (kind <> 'SANGGAHAN' or reason is not null);

-- ---------- One of a kind ----------
create unique index assignment_one_open_lead on assignment (village_code) where role = 'LEAD' and ends_on is null;
create unique index assignment_open_once on assignment (village_code, agency_id) where ends_on is null;
create unique index lokus_one_draft on lokus_list (region_code, year) where status = 'DRAFT';

-- ---------- What cannot change any more ----------
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'frozen: % on %', tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;

do $$
declare name text;
begin
  foreach name in array array['audit_entry', 'dataset_version', 'desil1_figure', 'idm_figure',
                              'ranking_run', 'ranking_result', 'village_decision'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()',
                   name || '_frozen', name);
  end loop;
  foreach name in array array['audit_entry', 'dataset_version', 'desil1_figure', 'idm_figure',
                              'ranking_run', 'ranking_result', 'village_decision', 'lokus_list', 'lokus_member',
                              'lokus_removal', 'lokus_phase', 'assignment', 'activity_revision', 'activity_line',
                              'commitment', 'evidence'] loop
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()',
                   name || '_kept', name);
  end loop;
end $$;

-- Rows join a data version or a run only in the transaction that makes it.
create function refuse_late_rows() returns trigger language plpgsql as $$
declare late boolean;
begin
  if tg_table_name = 'ranking_result' then
    select exists (select from ranking_run p where p.id in (select distinct run_id from added)
                   and p.xmin <> pg_current_xact_id()::xid) into late;
  else
    select exists (select from dataset_version p where p.id in (select distinct version_id from added)
                   and p.xmin <> pg_current_xact_id()::xid) into late;
  end if;
  if late then
    raise exception 'frozen: rows added to % after its transaction', tg_table_name using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger desil1_figure_late after insert on desil1_figure
  referencing new table as added for each statement execute function refuse_late_rows();
create trigger idm_figure_late after insert on idm_figure
  referencing new table as added for each statement execute function refuse_late_rows();
create trigger ranking_result_late after insert on ranking_result
  referencing new table as added for each statement execute function refuse_late_rows();

-- An official list is frozen from its penetapan on.
create function refuse_when_list_fixed() returns trigger language plpgsql as $$
begin
  if old.status = 'FIXED' then
    raise exception 'frozen: official list % of %', old.id, old.year using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger lokus_list_frozen before update or delete on lokus_list
  for each row execute function refuse_when_list_fixed();

create function refuse_part_of_fixed_list() returns trigger language plpgsql as $$
declare parent integer;
begin
  foreach parent in array case tg_op
      when 'INSERT' then array[new.list_id] when 'DELETE' then array[old.list_id]
      else array[old.list_id, new.list_id] end loop
    if exists (select from lokus_list l where l.id = parent and l.status = 'FIXED') then
      raise exception 'frozen: % on % of an official list', tg_op, tg_table_name using errcode = 'restrict_violation';
    end if;
  end loop;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger lokus_member_frozen before insert or update or delete on lokus_member
  for each row execute function refuse_part_of_fixed_list();
create trigger lokus_removal_frozen before insert or update or delete on lokus_removal
  for each row execute function refuse_part_of_fixed_list();
create trigger lokus_phase_frozen before insert or update or delete on lokus_phase
  for each row execute function refuse_part_of_fixed_list();

-- An assignment is only ever ended, once.
create function refuse_rewriting_assignment() returns trigger language plpgsql as $$
begin
  if old.ends_on is not null
     or (old.village_code, old.agency_id, old.role, old.starts_on, old.assigned_by_id, old.created_at)
        is distinct from (new.village_code, new.agency_id, new.role, new.starts_on, new.assigned_by_id, new.created_at)
  then
    raise exception 'frozen: assignment %', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger assignment_frozen before update on assignment
  for each row execute function refuse_rewriting_assignment();
create trigger assignment_never_deleted before delete on assignment
  for each row execute function refuse_change();

-- A verified revision and all that belongs to it.
create function refuse_verified_revision() returns trigger language plpgsql as $$
begin
  if old.review_status = 'DIVERIFIKASI' then
    raise exception 'frozen: verified revision %', old.id using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger activity_revision_frozen before update or delete on activity_revision
  for each row execute function refuse_verified_revision();

create function refuse_part_of_verified_revision() returns trigger language plpgsql as $$
declare parent integer;
begin
  foreach parent in array case tg_op
      when 'INSERT' then array[new.revision_id] when 'DELETE' then array[old.revision_id]
      else array[old.revision_id, new.revision_id] end loop
    if exists (select from activity_revision r where r.id = parent and r.review_status = 'DIVERIFIKASI') then
      raise exception 'frozen: % on % of a verified revision', tg_op, tg_table_name
        using errcode = 'restrict_violation';
    end if;
  end loop;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger activity_line_frozen before insert or update or delete on activity_line
  for each row execute function refuse_part_of_verified_revision();
create trigger commitment_frozen before insert or update or delete on commitment
  for each row execute function refuse_part_of_verified_revision();
create trigger evidence_frozen before insert or update or delete on evidence
  for each row execute function refuse_part_of_verified_revision();
