-- AlterTable
ALTER TABLE "staged_upload" ADD COLUMN     "answers" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "column_choice" (
    "region_code" TEXT NOT NULL,
    "kind" "dataset_kind" NOT NULL,
    "source" TEXT NOT NULL,
    "column_name" TEXT NOT NULL,
    "header" TEXT NOT NULL,

    CONSTRAINT "column_choice_pkey" PRIMARY KEY ("region_code","kind","source","column_name")
);
