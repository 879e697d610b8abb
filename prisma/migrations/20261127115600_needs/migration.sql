-- What villages need, by assessment, and how each stands with each kind of help. The last is kept by src/kept and stands
-- empty here; the next start writes it.
-- CreateEnum
CREATE TYPE "need_source" AS ENUM ('ASESMEN', 'MUSDES', 'VERVAL', 'DTSEN', 'LAINNYA');

-- CreateTable
CREATE TABLE "need_assessment" (
    "id" SERIAL NOT NULL,
    "region_code" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "assessed_on" DATE NOT NULL,
    "source" "need_source" NOT NULL,
    "note" TEXT,
    "sha256" TEXT,
    "file_name" TEXT,
    "author_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "need_assessment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "need" (
    "assessment_id" INTEGER NOT NULL,
    "category_code" TEXT NOT NULL,
    "baseline" INTEGER NOT NULL,
    "target" INTEGER,

    CONSTRAINT "need_pkey" PRIMARY KEY ("assessment_id","category_code")
);

-- CreateTable
CREATE TABLE "need_standing" (
    "village_code" TEXT NOT NULL,
    "category_code" TEXT NOT NULL,
    "assessment_id" INTEGER,
    "assessed_on" DATE,
    "baseline" BIGINT,
    "target" BIGINT,
    "funded" BIGINT NOT NULL,
    "delivered" BIGINT NOT NULL,
    "planned" BIGINT NOT NULL,
    "planners" INTEGER[],
    "servers" INTEGER[],

    CONSTRAINT "need_standing_pkey" PRIMARY KEY ("village_code","category_code")
);

-- CreateIndex
CREATE INDEX "need_assessment_village_code_assessed_on_id_idx" ON "need_assessment"("village_code", "assessed_on" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "need_assessment_sha256_idx" ON "need_assessment"("sha256");

-- CreateIndex
CREATE INDEX "counted_activity_village_code_cut_code_idx" ON "counted_activity"("village_code", "cut", "code");

-- AddForeignKey
ALTER TABLE "need_assessment" ADD CONSTRAINT "need_assessment_village_code_fkey" FOREIGN KEY ("village_code") REFERENCES "village"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "need_assessment" ADD CONSTRAINT "need_assessment_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "stored_file"("sha256") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "need_assessment" ADD CONSTRAINT "need_assessment_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "need" ADD CONSTRAINT "need_assessment_id_fkey" FOREIGN KEY ("assessment_id") REFERENCES "need_assessment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "need" ADD CONSTRAINT "need_category_code_fkey" FOREIGN KEY ("category_code") REFERENCES "category"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "need_standing" ADD CONSTRAINT "need_standing_village_code_fkey" FOREIGN KEY ("village_code") REFERENCES "village"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "need_standing" ADD CONSTRAINT "need_standing_category_code_fkey" FOREIGN KEY ("category_code") REFERENCES "category"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "need_standing" ADD CONSTRAINT "need_standing_assessment_id_fkey" FOREIGN KEY ("assessment_id") REFERENCES "need_assessment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

alter table need_assessment
  add constraint need_assessment_file check ((sha256 is null) = (file_name is null));
alter table need
  add constraint need_counts check (baseline >= 0 and (target is null or target >= 0));

-- ---------- What cannot change any more ----------
do $$
declare name text;
begin
  foreach name in array array['need_assessment', 'need'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()',
                   name || '_frozen', name);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()',
                   name || '_kept', name);
  end loop;
end $$;

-- Needs join an assessment only in the transaction that makes it.
create function refuse_late_needs() returns trigger language plpgsql as $$
begin
  if exists (select from need_assessment s where s.id in (select assessment_id from added)
             and s.xmin <> pg_current_xact_id()::xid) then
    raise exception 'frozen: needs added to an assessment after its transaction' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger need_late after insert on need
  referencing new table as added for each statement execute function refuse_late_needs();
