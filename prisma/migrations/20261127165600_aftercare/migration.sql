-- A year after a village is tuntas its last lead OPD is reminded.
-- AlterEnum
ALTER TYPE "news_topic" ADD VALUE 'PASCA';

