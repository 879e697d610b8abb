-- Public cells of people and households are suppressed by what a category counts, not by the words of its unit.
ALTER TABLE "category" ADD COLUMN "counts_people" BOOLEAN NOT NULL DEFAULT true;
UPDATE "category" SET "counts_people" = false WHERE "code" IN ('RTLH', 'JMB', 'AIR', 'ADM', 'TNK', 'INF', 'PDP');
