-- Lists of an SK and of accounts wait for answers as data files do: their kind is not one of figures.
ALTER TABLE "column_choice" ALTER COLUMN "kind" TYPE TEXT USING "kind"::text;

ALTER TABLE "staged_upload" ADD COLUMN "year" INTEGER,
ALTER COLUMN "kind" TYPE TEXT USING "kind"::text,
ALTER COLUMN "source" SET DEFAULT '',
ALTER COLUMN "as_of" DROP NOT NULL,
ALTER COLUMN "unit" SET DEFAULT '';
