-- CreateIndex
CREATE INDEX "undertaking_due_on_id_idx" ON "undertaking"("due_on", "id");
