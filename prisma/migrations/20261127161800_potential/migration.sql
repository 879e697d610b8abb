-- What of a need other OPD were asked for; the rows are built anew at the next start, as the rules have a new number.
-- AlterTable
ALTER TABLE "need_standing" ADD COLUMN     "accepted" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "accepters" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
ADD COLUMN     "asked" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
ADD COLUMN     "offered" BIGINT NOT NULL DEFAULT 0;
