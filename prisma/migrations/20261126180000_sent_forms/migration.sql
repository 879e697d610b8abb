-- DropIndex
DROP INDEX "activity_created_by_id_form_id_key";

-- AlterTable
ALTER TABLE "activity" DROP COLUMN "form_id";

-- CreateTable
CREATE TABLE "sent_form" (
    "account_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "typed" TEXT NOT NULL,
    "led_to" TEXT,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sent_form_pkey" PRIMARY KEY ("account_id","id")
);

-- CreateIndex
CREATE INDEX "sent_form_sent_at_idx" ON "sent_form"("sent_at");

-- AddForeignKey
ALTER TABLE "sent_form" ADD CONSTRAINT "sent_form_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
