-- CreateEnum
CREATE TYPE "referral_answer" AS ENUM ('DITAWARKAN', 'DITERIMA', 'DITOLAK');

-- AlterEnum
ALTER TYPE "news_topic" ADD VALUE 'RUJUKAN';

-- AlterTable
ALTER TABLE "undertaking" ADD COLUMN     "answer" "referral_answer",
ADD COLUMN     "category_code" TEXT,
ADD COLUMN     "decided_at" TIMESTAMPTZ(3),
ADD COLUMN     "decided_by_id" INTEGER,
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "referred" JSONB,
ADD COLUMN     "written_by_id" INTEGER;

-- AddForeignKey
ALTER TABLE "undertaking" ADD CONSTRAINT "undertaking_category_code_fkey" FOREIGN KEY ("category_code") REFERENCES "category"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "undertaking" ADD CONSTRAINT "undertaking_written_by_id_fkey" FOREIGN KEY ("written_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "undertaking" ADD CONSTRAINT "undertaking_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

alter table undertaking
  add constraint undertaking_written_by_somebody check ((kind = 'JANJI') = (written_by_id is null)),
  add constraint undertaking_referred check (num_nulls(category_code, referred, answer) in (0, 3)
    and (kind = 'RUJUKAN') = (answer is not null)
    and (kind <> 'RUJUKAN' or num_nulls(agency_id, village_code) = 0)
    and (from_agency_id is null or answer is null or agency_id <> from_agency_id)),
  add constraint undertaking_decided check ((kind <> 'JANJI' and (withdrawn or coalesce(answer <> 'DITAWARKAN', false)))
    = (decided_at is not null)),
  add constraint undertaking_refused_has_reason check (kind = 'JANJI'
    or (withdrawn or coalesce(answer = 'DITOLAK', false)) = (reason is not null));

-- ---------- What cannot change any more ----------
-- What was written down by hand never changes: it is answered, or taken back, once.
create or replace function refuse_rewriting_undertaking() returns trigger language plpgsql as $$
begin
  if (old.kind, old.region_code, old.village_code, old.from_agency_id, old.activity_id, old.revision_id, old.position,
      old.party, old.what, old.born_at, old.category_code, old.referred, old.written_by_id)
       is distinct from (new.kind, new.region_code, new.village_code, new.from_agency_id, new.activity_id,
      new.revision_id, new.position, new.party, new.what, new.born_at, new.category_code, new.referred,
      new.written_by_id)
     or (old.kind = 'JANJI' and new.stated_in_id <= old.stated_in_id)
     or (old.kind <> 'JANJI' and (old.decided_at is not null
       or (old.party_name, old.agency_id, old.quantity, old.unit, old.due_on)
         is distinct from (new.party_name, new.agency_id, new.quantity, new.unit, new.due_on))) then
    raise exception 'frozen: undertaking %', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
