-- The monthly rhythm: which months an activity reports (kept, built anew by the start that follows), the word of a lead
-- that nothing was done, and the days on which no deadline falls.
-- CreateTable
CREATE TABLE "nil_report" (
    "id" SERIAL NOT NULL,
    "region_code" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "agency_id" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "author_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "nil_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "day_off" (
    "region_code" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "day_off_pkey" PRIMARY KEY ("region_code","day")
);

-- CreateTable
CREATE TABLE "reported_month" (
    "activity_id" INTEGER NOT NULL,
    "month" DATE NOT NULL,
    "village_code" TEXT NOT NULL,
    "agency_id" INTEGER NOT NULL,
    "since" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "reported_month_pkey" PRIMARY KEY ("activity_id","month")
);

-- CreateIndex
CREATE UNIQUE INDEX "nil_report_village_code_month_agency_id_key" ON "nil_report"("village_code", "month", "agency_id");

-- CreateIndex
CREATE INDEX "reported_month_village_code_month_agency_id_since_idx" ON "reported_month"("village_code", "month", "agency_id", "since");

-- AddForeignKey
ALTER TABLE "nil_report" ADD CONSTRAINT "nil_report_village_code_fkey" FOREIGN KEY ("village_code") REFERENCES "village"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nil_report" ADD CONSTRAINT "nil_report_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nil_report" ADD CONSTRAINT "nil_report_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "day_off" ADD CONSTRAINT "day_off_region_code_fkey" FOREIGN KEY ("region_code") REFERENCES "region"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reported_month" ADD CONSTRAINT "reported_month_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "activity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

alter table nil_report
  add constraint nil_report_of_a_month check (month = date_trunc('month', month::timestamp)::date),
  add constraint nil_report_has_reason check (btrim(reason) <> '');
alter table day_off add constraint day_off_has_name check (btrim(name) <> '');
