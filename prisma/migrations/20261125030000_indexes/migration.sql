-- Lists of activities sort by day within what a reader may see; walking all days for that took seconds.
-- DropIndex
DROP INDEX "activity_revision_starts_on_idx";

-- Removing a stored file asks whether evidence names it.
-- CreateIndex
CREATE INDEX "evidence_sha256_idx" ON "evidence"("sha256");
