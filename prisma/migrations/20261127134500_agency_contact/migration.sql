-- Who spoke to a silent OPD, when and how.
-- CreateTable
CREATE TABLE "agency_contact" (
    "id" SERIAL NOT NULL,
    "region_code" TEXT NOT NULL,
    "agency_id" INTEGER NOT NULL,
    "by_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "way" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "agency_contact_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "agency_contact_agency_id_at_idx" ON "agency_contact"("agency_id", "at");

-- AddForeignKey
ALTER TABLE "agency_contact" ADD CONSTRAINT "agency_contact_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agency_contact" ADD CONSTRAINT "agency_contact_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

alter table agency_contact add constraint agency_contact_has_way check (btrim(way) <> '');
