-- Sessions end at this change: their forms and cookies are of another make, and strangers have none any more.
DELETE FROM "session";

-- AlterTable
ALTER TABLE "session" ADD COLUMN     "begun_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "device" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "proven_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ALTER COLUMN "account_id" SET NOT NULL;

-- CreateTable
CREATE TABLE "wrong_try" (
    "key" TEXT NOT NULL,
    "account_id" INTEGER,
    "tries" INTEGER NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wrong_try_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "wrong_try_account_id_idx" ON "wrong_try"("account_id");

-- CreateIndex
CREATE INDEX "wrong_try_until_idx" ON "wrong_try"("until");

-- AddForeignKey
ALTER TABLE "wrong_try" ADD CONSTRAINT "wrong_try_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
