-- A saved run is shown as it was stored: what its page told of today's names and of a second reckoning stands in it now.
-- Rows of before take the names known today; until now nothing said since when a place bears its name.
ALTER TABLE "ranking_run" ADD COLUMN "method_version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "ranking_run" ALTER COLUMN "method_version" DROP DEFAULT;
ALTER TABLE "ranking_result" ADD COLUMN "name" TEXT, ADD COLUMN "kecamatan" TEXT, ADD COLUMN "lack_idm" DOUBLE PRECISION;

-- Only the new columns are written.
ALTER TABLE "ranking_result" DISABLE TRIGGER "ranking_result_frozen";
UPDATE "ranking_result" x SET "name" = v.name, "kecamatan" = k.name
FROM village v JOIN kecamatan k ON k.code = v.kecamatan_code WHERE v.code = x.village_code;

-- The lack of IDM follows from what was stored, by the one method there was: the measured value, or the mean of the
-- kecamatan where the settings lend it, scaled over the measured ones.
WITH run AS (
  SELECT x.run_id, r.parameters->>'normalisasi' = 'persentil' AS percentile,
         r.parameters->>'tanpaIdm' = 'rata-kecamatan' AS lends,
         min(x.idm) AS low, max(x.idm) AS high, count(x.idm) AS measured
  FROM ranking_result x JOIN ranking_run r ON r.id = x.run_id GROUP BY x.run_id, r.parameters
), mean AS (
  SELECT run_id, left(village_code, 8) AS place, floor(avg(idm) * 1e6 + 0.5 + 1e-6) / 1e6 AS idm
  FROM ranking_result GROUP BY run_id, left(village_code, 8)
), entered AS (
  SELECT x.run_id, x.village_code, run.percentile, run.low, run.high, run.measured, x.idm IS NOT NULL AS own,
         coalesce(x.idm, CASE WHEN run.lends THEN mean.idm END) AS idm
  FROM ranking_result x JOIN run ON run.run_id = x.run_id AND run.low < run.high
  JOIN mean ON mean.run_id = x.run_id AND mean.place = left(x.village_code, 8)
)
UPDATE ranking_result x SET lack_idm = CASE
    WHEN NOT e.percentile THEN (e.high - e.idm) / (e.high - e.low)
    ELSE ((SELECT count(*) FROM ranking_result o WHERE o.run_id = e.run_id AND o.idm > e.idm)
          + 0.5::float8 * ((SELECT count(*) FROM ranking_result o WHERE o.run_id = e.run_id AND o.idm = e.idm) - e.own::int))
         / (e.measured - e.own::int)
  END
FROM entered e WHERE e.run_id = x.run_id AND e.village_code = x.village_code AND e.idm IS NOT NULL;
ALTER TABLE "ranking_result" ENABLE TRIGGER "ranking_result_frozen";

ALTER TABLE "ranking_result" ALTER COLUMN "name" SET NOT NULL, ALTER COLUMN "kecamatan" SET NOT NULL;
