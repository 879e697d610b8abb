-- A decision is made for the list of a year, so that a village chosen anew is not tuntas in the new list. Decisions of
-- before belong to the list that was in force on their day; where none was, to the year of that day.
ALTER TABLE "village_decision" ADD COLUMN "list_year" INTEGER;

-- Only the new column is written.
ALTER TABLE "village_decision" DISABLE TRIGGER "village_decision_frozen";
UPDATE "village_decision" d SET "list_year" = coalesce(
  (SELECT max(l.year) FROM lokus_list l WHERE l.region_code = d.region_code AND l.status = 'FIXED'
     AND l.year <= extract(year FROM d.decided_on)),
  extract(year FROM d.decided_on)::int);
ALTER TABLE "village_decision" ENABLE TRIGGER "village_decision_frozen";

ALTER TABLE "village_decision" ALTER COLUMN "list_year" SET NOT NULL;

-- DropIndex
DROP INDEX "village_decision_village_code_decided_on_idx";

-- CreateIndex
CREATE INDEX "village_decision_village_code_list_year_decided_on_idx" ON "village_decision"("village_code", "list_year", "decided_on");
