-- Spot checks (uji petik): a frame is frozen, then a seed is drawn, then what was found is written once.
-- CreateEnum
CREATE TYPE "spot_finding" AS ENUM ('SESUAI', 'TIDAK_SESUAI', 'TIDAK_DITEMUKAN');

-- AlterEnum
ALTER TYPE "news_topic" ADD VALUE 'UJI_PETIK';

-- CreateTable
CREATE TABLE "spot_check" (
    "id" SERIAL NOT NULL,
    "region_code" TEXT NOT NULL,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "share" INTEGER NOT NULL,
    "frame_sha256" TEXT NOT NULL,
    "framed_by_id" INTEGER NOT NULL,
    "framed_at" TIMESTAMPTZ(3) NOT NULL,
    "seed" TEXT,
    "drawn_by_id" INTEGER,
    "drawn_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "spot_check_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "spot_frame" (
    "check_id" INTEGER NOT NULL,
    "activity_id" INTEGER NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "agency_id" INTEGER NOT NULL,
    "agency_name" TEXT NOT NULL,

    CONSTRAINT "spot_frame_pkey" PRIMARY KEY ("check_id","activity_id")
);

-- CreateTable
CREATE TABLE "spot_case" (
    "id" SERIAL NOT NULL,
    "check_id" INTEGER NOT NULL,
    "activity_id" INTEGER NOT NULL,
    "finding" "spot_finding",
    "visited_on" DATE,
    "note" TEXT,
    "sha256" TEXT,
    "file_name" TEXT,
    "found_by_id" INTEGER,
    "found_at" TIMESTAMPTZ(3),

    CONSTRAINT "spot_case_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "spot_case_sha256_idx" ON "spot_case"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "spot_case_check_id_activity_id_key" ON "spot_case"("check_id", "activity_id");

-- AddForeignKey
ALTER TABLE "spot_check" ADD CONSTRAINT "spot_check_framed_by_id_fkey" FOREIGN KEY ("framed_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spot_check" ADD CONSTRAINT "spot_check_drawn_by_id_fkey" FOREIGN KEY ("drawn_by_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spot_frame" ADD CONSTRAINT "spot_frame_check_id_fkey" FOREIGN KEY ("check_id") REFERENCES "spot_check"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spot_frame" ADD CONSTRAINT "spot_frame_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "activity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spot_frame" ADD CONSTRAINT "spot_frame_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "activity_revision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spot_frame" ADD CONSTRAINT "spot_frame_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spot_case" ADD CONSTRAINT "spot_case_check_id_fkey" FOREIGN KEY ("check_id") REFERENCES "spot_check"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spot_case" ADD CONSTRAINT "spot_case_check_id_activity_id_fkey" FOREIGN KEY ("check_id", "activity_id") REFERENCES "spot_frame"("check_id", "activity_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spot_case" ADD CONSTRAINT "spot_case_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "stored_file"("sha256") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spot_case" ADD CONSTRAINT "spot_case_found_by_id_fkey" FOREIGN KEY ("found_by_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

alter table spot_check
  add constraint spot_check_days check (first_day <= last_day),
  add constraint spot_check_share check (share between 1 and 100),
  add constraint spot_check_frame check (frame_sha256 ~ '^[0-9a-f]{64}$'),
  add constraint spot_check_drawn check ((seed is null) = (drawn_at is null) and (seed is null) = (drawn_by_id is null)),
  add constraint spot_check_closed check (closed_at is null or drawn_at is not null);
alter table spot_case
  add constraint spot_case_file check ((sha256 is null) = (file_name is null)),
  add constraint spot_case_found check ((finding is null) = (found_at is null) and (finding is null) = (found_by_id is null)
    and (finding is null) = (visited_on is null)),
  add constraint spot_case_note check (finding is null or finding = 'SESUAI' or note is not null);

-- ---------- What cannot change any more: the frame, then the seed, then what was found ----------
create function guard_spot_check() returns trigger language plpgsql as $$
begin
  if (new.id, new.region_code, new.first_day, new.last_day, new.share, new.frame_sha256, new.framed_by_id, new.framed_at)
      is distinct from
     (old.id, old.region_code, old.first_day, old.last_day, old.share, old.frame_sha256, old.framed_by_id, old.framed_at)
    or (old.seed is not null
      and (new.seed, new.drawn_by_id, new.drawn_at) is distinct from (old.seed, old.drawn_by_id, old.drawn_at))
    or (old.closed_at is not null and new.closed_at is distinct from old.closed_at) then
    raise exception 'frozen: UPDATE on spot_check' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger spot_check_frozen before update on spot_check for each row execute function guard_spot_check();

create function guard_spot_case() returns trigger language plpgsql as $$
begin
  if old.finding is not null
    or (new.id, new.check_id, new.activity_id) is distinct from (old.id, old.check_id, old.activity_id) then
    raise exception 'frozen: UPDATE on spot_case' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger spot_case_frozen before update on spot_case for each row execute function guard_spot_case();
create trigger spot_frame_frozen before update on spot_frame for each row execute function refuse_change();

do $$
declare name text;
begin
  foreach name in array array['spot_check', 'spot_frame', 'spot_case'] loop
    execute format('create trigger %I before delete on %I for each row execute function refuse_change()',
                   name || '_never_deleted', name);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()',
                   name || '_kept', name);
  end loop;
end $$;

-- Activities join a frame only in the transaction that makes it, and cases only in the one that draws the seed.
create function refuse_late_frame() returns trigger language plpgsql as $$
begin
  if exists (select from spot_check t where t.id in (select check_id from added)
             and (t.xmin <> pg_current_xact_id()::xid or t.closed_at is not null)) then
    raise exception 'frozen: rows added to a spot check after its step' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger spot_frame_late after insert on spot_frame
  referencing new table as added for each statement execute function refuse_late_frame();
create trigger spot_case_late after insert on spot_case
  referencing new table as added for each statement execute function refuse_late_frame();
