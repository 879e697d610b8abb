-- Figures that pages ask for again and again, kept in rows: written by src/kept with what changes them. They stand empty
-- here; the next start writes them, and npx dampingan periksa --bangun-ulang writes them anew.
-- CreateEnum
CREATE TYPE "readers" AS ENUM ('SEMUA', 'SENDIRI', 'LAIN');

-- CreateEnum
CREATE TYPE "counted_lines" AS ENUM ('SAMA', 'UTUH', 'BAGIAN');

-- CreateEnum
CREATE TYPE "counted_cut" AS ENUM ('SEMUA', 'JENIS', 'DANA');

-- CreateTable
CREATE TABLE "kept_rules" (
    "rules" INTEGER NOT NULL,

    CONSTRAINT "kept_rules_pkey" PRIMARY KEY ("rules")
);

-- CreateTable
CREATE TABLE "shown_activity" (
    "activity_id" INTEGER NOT NULL,
    "readers" "readers" NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "response_id" INTEGER,
    "region_code" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "agency_id" INTEGER NOT NULL,
    "starts_on" DATE NOT NULL,
    "review_status" "review_status" NOT NULL,
    "work_status" "work_status" NOT NULL,

    CONSTRAINT "shown_activity_pkey" PRIMARY KEY ("activity_id","readers")
);

-- CreateTable
CREATE TABLE "activity_report" (
    "activity_id" INTEGER NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "village_code" TEXT NOT NULL,
    "agency_id" INTEGER NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE NOT NULL,

    CONSTRAINT "activity_report_pkey" PRIMARY KEY ("activity_id","revision_id")
);

-- CreateTable
CREATE TABLE "counted_activity" (
    "activity_id" INTEGER NOT NULL,
    "lines" "counted_lines" NOT NULL,
    "agency_id" INTEGER NOT NULL,
    "cut" "counted_cut" NOT NULL,
    "code" TEXT NOT NULL,
    "region_code" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "activities" BIGINT NOT NULL,
    "plans" BIGINT NOT NULL,
    "cancelled" BIGINT NOT NULL,
    "joint" BIGINT NOT NULL,
    "funded" BIGINT NOT NULL,
    "realised" BIGINT NOT NULL,
    "beneficiaries" BIGINT NOT NULL,
    "plans_target" BIGINT NOT NULL,
    "planned" BIGINT NOT NULL,
    "spent" BIGINT NOT NULL,
    "plans_planned" BIGINT NOT NULL,
    "cancelled_spent" BIGINT NOT NULL,

    CONSTRAINT "counted_activity_pkey" PRIMARY KEY ("activity_id","lines","agency_id","cut","code")
);

-- CreateTable
CREATE TABLE "counted_sum" (
    "region_code" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "agency_id" INTEGER NOT NULL,
    "lines" "counted_lines" NOT NULL,
    "cut" "counted_cut" NOT NULL,
    "code" TEXT NOT NULL,
    "activities" BIGINT NOT NULL,
    "plans" BIGINT NOT NULL,
    "cancelled" BIGINT NOT NULL,
    "joint" BIGINT NOT NULL,
    "funded" BIGINT NOT NULL,
    "realised" BIGINT NOT NULL,
    "beneficiaries" BIGINT NOT NULL,
    "plans_target" BIGINT NOT NULL,
    "planned" BIGINT NOT NULL,
    "spent" BIGINT NOT NULL,
    "plans_planned" BIGINT NOT NULL,
    "cancelled_spent" BIGINT NOT NULL,

    CONSTRAINT "counted_sum_pkey" PRIMARY KEY ("village_code","agency_id","lines","cut","code")
);

-- CreateIndex
CREATE INDEX "shown_activity_region_code_starts_on_activity_id_idx" ON "shown_activity"("region_code", "starts_on" DESC, "activity_id" DESC);

-- CreateIndex
CREATE INDEX "shown_activity_village_code_starts_on_activity_id_idx" ON "shown_activity"("village_code", "starts_on" DESC, "activity_id" DESC);

-- CreateIndex
CREATE INDEX "shown_activity_agency_id_starts_on_activity_id_idx" ON "shown_activity"("agency_id", "starts_on" DESC, "activity_id" DESC);

-- CreateIndex
CREATE INDEX "shown_activity_region_code_review_status_idx" ON "shown_activity"("region_code", "review_status");

-- CreateIndex
CREATE INDEX "activity_report_village_code_ends_on_idx" ON "activity_report"("village_code", "ends_on" DESC);

-- CreateIndex
CREATE INDEX "counted_sum_agency_id_idx" ON "counted_sum"("agency_id");

-- CreateIndex
CREATE INDEX "counted_sum_region_code_idx" ON "counted_sum"("region_code");

-- CreateIndex
CREATE INDEX "counted_activity_region_code_cut_starts_on_idx" ON "counted_activity"("region_code", "cut", "starts_on");

-- AddForeignKey
ALTER TABLE "shown_activity" ADD CONSTRAINT "shown_activity_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "activity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_report" ADD CONSTRAINT "activity_report_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "activity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "counted_activity" ADD CONSTRAINT "counted_activity_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "activity"("id") ON DELETE CASCADE ON UPDATE CASCADE;
