-- Potret made before do not tell these, and are not changed.
-- Potret made before do not tell these, and stay as they are.
-- AlterTable
ALTER TABLE "public_place" ADD COLUMN     "accompanied" INTEGER,
ADD COLUMN     "cancelled_spent" BIGINT,
ADD COLUMN     "plans_planned" BIGINT;

-- AlterTable
ALTER TABLE "public_snapshot" ADD COLUMN     "agencies" INTEGER,
ADD COLUMN     "funders" INTEGER;
