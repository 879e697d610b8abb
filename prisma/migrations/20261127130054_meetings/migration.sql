-- AlterTable
ALTER TABLE "undertaking" ADD COLUMN     "meeting_id" INTEGER;

-- CreateTable
CREATE TABLE "meeting" (
    "id" SERIAL NOT NULL,
    "region_code" TEXT NOT NULL,
    "held_on" DATE NOT NULL,
    "kecamatan_code" TEXT,
    "agency_id" INTEGER,
    "title" TEXT NOT NULL,
    "note" TEXT,
    "written_by_id" INTEGER NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "meeting_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "meeting_region_code_held_on_idx" ON "meeting"("region_code", "held_on");

-- CreateIndex
CREATE INDEX "undertaking_meeting_id_idx" ON "undertaking"("meeting_id");

-- AddForeignKey
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_kecamatan_code_fkey" FOREIGN KEY ("kecamatan_code") REFERENCES "kecamatan"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_written_by_id_fkey" FOREIGN KEY ("written_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "undertaking" ADD CONSTRAINT "undertaking_meeting_id_fkey" FOREIGN KEY ("meeting_id") REFERENCES "meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

alter table meeting
  add constraint meeting_of_one check (num_nonnulls(kecamatan_code, agency_id) <= 1);
alter table undertaking
  add constraint undertaking_agreed_in_meeting check (meeting_id is null or kind = 'TINDAK_LANJUT');

-- ---------- What cannot change any more ----------
create trigger meeting_frozen before update on meeting for each row execute function refuse_change();
create trigger meeting_never_deleted before delete on meeting for each row execute function refuse_change();
create trigger meeting_kept before truncate on meeting for each statement execute function refuse_change();

create or replace function refuse_rewriting_undertaking() returns trigger language plpgsql as $$
begin
  if (old.kind, old.region_code, old.village_code, old.from_agency_id, old.activity_id, old.revision_id, old.position,
      old.party, old.what, old.born_at, old.category_code, old.referred, old.written_by_id, old.meeting_id)
       is distinct from (new.kind, new.region_code, new.village_code, new.from_agency_id, new.activity_id,
      new.revision_id, new.position, new.party, new.what, new.born_at, new.category_code, new.referred,
      new.written_by_id, new.meeting_id)
     or (old.kind = 'JANJI' and new.stated_in_id <= old.stated_in_id)
     or (old.kind <> 'JANJI' and (old.decided_at is not null
       or (old.party_name, old.agency_id, old.quantity, old.unit, old.due_on)
         is distinct from (new.party_name, new.agency_id, new.quantity, new.unit, new.due_on))) then
    raise exception 'frozen: undertaking %', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
