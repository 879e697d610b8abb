-- A sample that was cut short while it was loaded piece by piece bears the mark as well: its figures are invented.
UPDATE "region" SET "sample_loaded_at" = CURRENT_TIMESTAMP
WHERE "sample_loaded_at" IS NULL
  AND ("code" IN (SELECT "region_code" FROM "account" WHERE "is_demo")
    OR "code" IN (SELECT "region_code" FROM "dataset_version" WHERE "is_sample"));
