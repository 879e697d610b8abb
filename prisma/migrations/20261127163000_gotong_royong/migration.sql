-- What residents gave to the work.
-- AlterTable
ALTER TABLE "activity_revision" ADD COLUMN     "goods" TEXT,
ADD COLUMN     "goods_rupiah" BIGINT,
ADD COLUMN     "work_days" INTEGER;
