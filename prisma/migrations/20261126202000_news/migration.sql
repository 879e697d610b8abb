-- CreateEnum
CREATE TYPE "news_topic" AS ENUM ('LAPORAN', 'SANGGAHAN', 'PENUGASAN');

-- CreateTable
CREATE TABLE "news" (
    "account_id" INTEGER NOT NULL,
    "topic" "news_topic" NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "entry_id" INTEGER NOT NULL,

    CONSTRAINT "news_pkey" PRIMARY KEY ("account_id","topic","subject_id")
);

-- CreateIndex
CREATE INDEX "news_entry_id_idx" ON "news"("entry_id");

-- AddForeignKey
ALTER TABLE "news" ADD CONSTRAINT "news_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "news" ADD CONSTRAINT "news_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "audit_entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
