-- What was left out remembers how it stood in the list, so that it comes back as it was.
ALTER TABLE "lokus_removal" ADD COLUMN "origin" "member_origin" NOT NULL DEFAULT 'HITUNGAN',
  ADD COLUMN "member_reason" TEXT,
  ADD COLUMN "agency_id" INTEGER;
ALTER TABLE "lokus_removal" ALTER COLUMN "origin" DROP DEFAULT;
ALTER TABLE "lokus_removal" ADD CONSTRAINT "lokus_removal_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;
