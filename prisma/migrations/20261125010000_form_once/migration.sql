-- AlterTable
ALTER TABLE "activity" ADD COLUMN     "form_id" UUID;

-- CreateIndex
CREATE UNIQUE INDEX "activity_created_by_id_form_id_key" ON "activity"("created_by_id", "form_id");
