-- AlterEnum
ALTER TYPE "news_topic" ADD VALUE 'PENGGABUNGAN';
