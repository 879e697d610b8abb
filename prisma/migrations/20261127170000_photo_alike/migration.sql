-- What kept photos look like, and which of them are alike.
-- AlterTable
ALTER TABLE "stored_file" ADD COLUMN     "look" BIT(256),
ADD COLUMN     "look_keys" INTEGER[],
ADD COLUMN     "looked_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "photo_alike" (
    "sha256" TEXT NOT NULL,
    "other_sha256" TEXT NOT NULL,

    CONSTRAINT "photo_alike_pkey" PRIMARY KEY ("sha256","other_sha256")
);

-- CreateIndex
CREATE INDEX "photo_alike_other_sha256_idx" ON "photo_alike"("other_sha256");

-- CreateIndex
CREATE INDEX "stored_file_look_keys_idx" ON "stored_file" USING GIN ("look_keys");

-- AddForeignKey
ALTER TABLE "photo_alike" ADD CONSTRAINT "photo_alike_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "stored_file"("sha256") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "photo_alike" ADD CONSTRAINT "photo_alike_other_sha256_fkey" FOREIGN KEY ("other_sha256") REFERENCES "stored_file"("sha256") ON DELETE CASCADE ON UPDATE CASCADE;

-- Keys are looked for more often than written: no list of what is not yet in the index.
alter index stored_file_look_keys_idx set (fastupdate = off);
-- Those that wait to be looked at are few, and asked for every few seconds.
create index stored_file_waits on stored_file (created_at) where looked_at is null and media_type = 'image/jpeg';
