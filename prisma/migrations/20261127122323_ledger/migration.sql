-- CreateEnum
CREATE TYPE "undertaking_kind" AS ENUM ('JANJI', 'RUJUKAN', 'TINDAK_LANJUT');

-- AlterTable
ALTER TABLE "undertaking" ADD COLUMN     "from_agency_id" INTEGER,
ADD COLUMN     "kind" "undertaking_kind" NOT NULL DEFAULT 'JANJI',
ADD COLUMN     "region_code" TEXT,
ADD COLUMN     "village_code" TEXT,
ALTER COLUMN "activity_id" DROP NOT NULL,
ALTER COLUMN "revision_id" DROP NOT NULL,
ALTER COLUMN "position" DROP NOT NULL,
ALTER COLUMN "stated_in_id" DROP NOT NULL;

-- ---------- Place and origin stand on the row itself, as not every undertaking has an activity ----------
drop trigger undertaking_frozen on undertaking;
drop trigger undertaking_verified on undertaking;
update undertaking u set region_code = a.region_code, village_code = a.village_code, from_agency_id = a.agency_id
from activity a where a.id = u.activity_id;
ALTER TABLE "undertaking" ALTER COLUMN "region_code" SET NOT NULL,
ALTER COLUMN "kind" DROP DEFAULT;

-- CreateIndex
CREATE INDEX "undertaking_from_agency_id_idx" ON "undertaking"("from_agency_id");

-- CreateIndex
CREATE INDEX "undertaking_village_code_idx" ON "undertaking"("village_code");

-- AddForeignKey
ALTER TABLE "undertaking" ADD CONSTRAINT "undertaking_village_code_fkey" FOREIGN KEY ("village_code") REFERENCES "village"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "undertaking" ADD CONSTRAINT "undertaking_from_agency_id_fkey" FOREIGN KEY ("from_agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

alter table undertaking
  add constraint undertaking_promised_in_activity check ((kind = 'JANJI') = (activity_id is not null)
    and num_nulls(activity_id, revision_id, position, stated_in_id) in (0, 4)
    and (kind <> 'JANJI' or num_nulls(village_code, from_agency_id) = 0));

-- ---------- What cannot change any more ----------
-- Who and what of an undertaking never change. How much, until when, by which institution, and whether it still stands
-- are told anew only by a newer verified revision of its activity.
create or replace function refuse_rewriting_undertaking() returns trigger language plpgsql as $$
begin
  if (old.kind, old.region_code, old.village_code, old.from_agency_id, old.activity_id, old.revision_id, old.position,
      old.party, old.what, old.born_at)
       is distinct from (new.kind, new.region_code, new.village_code, new.from_agency_id, new.activity_id,
      new.revision_id, new.position, new.party, new.what, new.born_at)
     or new.stated_in_id <= old.stated_in_id then
    raise exception 'frozen: undertaking %', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger undertaking_frozen before update on undertaking
  for each row execute function refuse_rewriting_undertaking();

-- Whatever a promise says was said by a verified revision of its activity.
create trigger undertaking_verified before insert or update on undertaking
  for each row when (new.kind = 'JANJI') execute function refuse_unverified_undertaking();
